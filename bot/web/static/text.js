// Turns the plain text of a reply into paragraphs with footnote marks, links and phone numbers.

import { el } from "./dom.js";

// Marks with the character before and the stop after | web address | landline with area code.
// No lookbehind: older Safari cannot parse it.
const TOKEN =
  /(.?)((?:\[\d{1,3}\])+)([，。；：、！？）」》,.;:)]?)|(https?:\/\/[^\s<>"'[\]\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+)|(0\d{2,3}-\d{7,8})/gu;
const MARK = /(\[\d{1,3}\])/;
const ITEM = /^\s*(?:[-·•*]|\d{1,2}[.、)）]|[（(][一二三四五六七八九十\d]{1,3}[)）])\s*/;

/** Footnote marks, tied to what stands around them: no line begins with a mark or a full stop. */
function marks(before, written, after, cite) {
  const parts = written.split(MARK).filter(Boolean);
  const nodes = parts.map((part) => cite(Number(part.slice(1, -1))) || part);
  return el("span", { class: "keep" }, before, ...nodes, after);
}

function token(match, cite) {
  const [, before, written, after, address, phone] = match;
  if (written) return marks(before, written, after, cite);
  if (phone) return el("a", { href: `tel:${phone}` }, phone);
  return el("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, address);
}

/**
 * Append `text` to `parent`. `cite(n)` gives the button of footnote n, or null when there is no
 * such source (the mark then stays as it was written).
 */
export function inline(parent, text, cite) {
  const written = String(text ?? "");
  let from = 0;
  for (const match of written.matchAll(TOKEN)) {
    parent.append(written.slice(from, match.index), token(match, cite));
    from = match.index + match[0].length;
  }
  parent.append(written.slice(from));
  return parent;
}

/** One <p> per line; an empty line makes a gap, a line that begins like a list item is hung. */
export function paragraphs(text, cite) {
  const nodes = [];
  let gap = false;
  for (const line of String(text ?? "").split(/\r?\n/)) {
    if (!line.trim()) {
      gap = nodes.length > 0;
      continue;
    }
    const names = [gap && "gap", ITEM.test(line) && "item"].filter(Boolean).join(" ");
    nodes.push(inline(el("p", { class: names || null }), line, cite));
    gap = false;
  }
  return nodes;
}
