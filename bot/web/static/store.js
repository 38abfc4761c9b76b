// What the browser keeps: the draft, and lines the server has not answered yet. Storage may be
// forbidden or full (private windows, WeChat); the page then works without it.

const DRAFT = "tuoyu.draft";
const UNSENT = "tuoyu.unsent";

function read(key) {
  try {
    return window.localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key, value) {
  try {
    if (value) window.localStorage.setItem(key, value);
    else window.localStorage.removeItem(key);
  } catch {
    // Nothing to do: the page goes on without a memory of its own.
  }
}

export const draft = () => read(DRAFT) || "";
export const keepDraft = (text) => write(DRAFT, text);

/** Lines sent but not answered, oldest first: `{id, text}` or `{id, choice, label}`. */
export function unsent() {
  try {
    const lines = JSON.parse(read(UNSENT) || "[]");
    return Array.isArray(lines) ? lines.filter((line) => line && line.id) : [];
  } catch {
    return [];
  }
}

export function keepUnsent(line) {
  const others = unsent().filter((other) => other.id !== line.id);
  write(UNSENT, JSON.stringify([...others, line]));
}

export function settle(id) {
  const rest = unsent().filter((line) => line.id !== id);
  write(UNSENT, rest.length ? JSON.stringify(rest) : "");
}

export function clear() {
  write(DRAFT, "");
  write(UNSENT, "");
}
