// The quick-reply buttons under the talk, numbered as they can also be answered.

import { el } from "./dom.js";

function button(choice, number, onClick) {
  const badge = el("span", { class: "choice__number" }, String(number));
  const attributes = { type: "button", class: "choice", onClick };
  return el("li", {}, el("button", attributes, badge, String(choice.label)));
}

/** Shows choices in `list`; `onChoose(choice)` is called with the one taken. */
export function quickReplies(list, onChoose) {
  let open = [];

  function show(choices) {
    open = Array.isArray(choices) ? choices : [];
    list.replaceChildren(...open.map((c, index) => button(c, index + 1, () => onChoose(c))));
    list.hidden = !open.length;
  }

  return { show, current: () => open };
}
