// The input: grows with its text, keeps a draft, sends with Enter but never in mid-composition.

import * as store from "./store.js";

const MAX = 2000; // characters; the server refuses more
const WARN = 1800; // from here on the counter shows

const lengthOf = (text) => [...text].length; // as the server counts: an emoji is one

function sendsWith(event) {
  // Safari reports the Enter that ends a composition as not composing, but with code 229.
  const composing = event.isComposing || event.keyCode === 229;
  return event.key === "Enter" && !event.shiftKey && !composing;
}

/** `onSend(text)` is called with a text that may be sent. */
export function composer({ form, input, button, counter, onSend }) {
  let busy = false;

  const sendable = () => {
    const length = lengthOf(input.value.trim());
    return !busy && length > 0 && length <= MAX;
  };

  function grow() {
    input.style.height = "auto";
    input.style.height = `${input.scrollHeight + 2}px`; // 2: the borders
  }

  function count() {
    const length = lengthOf(input.value.trim());
    counter.hidden = length < WARN;
    counter.textContent = length > MAX ? `超出 ${length - MAX} 字` : `${length} / ${MAX}`;
    counter.classList.toggle("composer__count--over", length > MAX);
  }

  function update() {
    grow();
    count();
    button.disabled = !sendable();
    store.keepDraft(input.value);
  }

  function set(text) {
    input.value = text;
    update();
  }

  function submit() {
    if (!sendable()) return;
    const text = input.value.trim();
    set("");
    onSend(text);
    input.focus();
  }

  input.addEventListener("input", update);
  input.addEventListener("keydown", (event) => {
    if (!sendsWith(event)) return;
    event.preventDefault();
    submit();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  set(store.draft());

  return {
    set,
    focus: () => input.focus(),
    text: () => input.value,
    wait(value) {
      busy = value;
      button.disabled = !sendable();
    },
  };
}
