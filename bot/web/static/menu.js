// The menu in the header and the dialogs behind it.

const FOCUSABLE = "button";

function disclosure(button, list) {
  const open = (value) => {
    list.hidden = !value;
    button.setAttribute("aria-expanded", String(value));
  };
  const outside = (target) => !list.contains(target) && !button.contains(target);
  button.addEventListener("click", () => {
    open(list.hidden);
    if (!list.hidden) list.querySelector(FOCUSABLE).focus();
  });
  document.addEventListener("click", (event) => outside(event.target) && open(false));
  document.addEventListener("focusin", (event) => outside(event.target) && open(false));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || list.hidden) return;
    open(false);
    button.focus();
  });
  return () => open(false);
}

function dialog(node, opener) {
  const close = () => node.close();
  node.querySelectorAll("[data-close]").forEach((b) => b.addEventListener("click", close));
  node.addEventListener("click", (event) => event.target === node && close());
  // The menu item that opened it is hidden by now, so the browser cannot give the focus back.
  node.addEventListener("close", () => opener.focus());
  return { open: () => node.showModal(), close };
}

/** `onRestart()` starts anew; `onForget()` resolves when forgotten, rejects with a Problem. */
export function menu({ onRestart, onForget }) {
  const byId = (id) => document.getElementById(id);
  const button = byId("menu-button");
  const close = disclosure(button, byId("menu"));
  const about = dialog(byId("about"), button);
  const sure = dialog(byId("forget"), button);
  const error = byId("forget-error");
  const on = (id, act) => byId(id).addEventListener("click", act);

  on("menu-restart", () => {
    close();
    button.focus();
    onRestart();
  });
  on("menu-about", () => {
    close();
    about.open();
  });
  on("menu-forget", () => {
    close();
    error.hidden = true;
    sure.open();
  });
  on("forget-yes", async () => {
    try {
      await onForget();
      sure.close();
    } catch {
      error.hidden = false;
    }
  });
}
