// The print button of the checklist; without a script the browser's own menu still prints.
const button = document.getElementById("print");
button.hidden = false;
button.addEventListener("click", () => window.print());
