// One renderer per type of message. A renderer gets the message and `cite`, and gives a node or null.

import { el, icon, safeUrl } from "./dom.js";
import { inline, paragraphs } from "./text.js";
import { steps } from "./steps.js";

function heading(title) {
  return title ? el("h2", { class: "bubble__title" }, String(title)) : null;
}

function text(message, cite) {
  const lines = paragraphs(message.text, cite);
  return lines.length ? el("div", { class: "bubble" }, ...lines) : null;
}

function card(message, cite) {
  const url = safeUrl(message.url);
  const words = String(message.url).startsWith("/checklist") ? "打开清单" : "打开看看";
  const link = el("a", { class: "button button--main", href: url, target: "_blank", rel: "noopener" });
  link.append(words, icon("arrow"));
  return el(
    "div",
    { class: "bubble bubble--wide" },
    heading(message.title),
    ...paragraphs(message.text, cite),
    url ? el("p", { class: "bubble__action" }, link) : null,
  );
}

// On a phone each row is a small card: `data-label` names the cell there (see steps.css).
function row(cells, head, cite) {
  const list = Array.isArray(cells) ? cells : [cells];
  const nodes = list.map((cell, index) => {
    const empty = String(cell ?? "") === "";
    const label = String(head[index] ?? "");
    const node = index
      ? el("td", { "data-label": label, ...(empty ? { class: "is-empty" } : {}) })
      : el("th", { scope: "row" });
    return inline(node, cell, cite);
  });
  return el("tr", {}, ...nodes);
}

function table(message, cite) {
  const head = (message.head || []).map((cell) => el("th", { scope: "col" }, String(cell ?? "")));
  const body = (message.rows || []).map((cells) => row(cells, message.head || [], cite));
  const grid = el(
    "table",
    {},
    el("thead", {}, el("tr", {}, ...head)),
    el("tbody", {}, ...body),
  );
  // Focusable, so that a keyboard can scroll a table wider than the phone.
  const region = { class: "table-scroll", tabindex: "0", role: "region" };
  const scroll = el("div", { ...region, "aria-label": message.title || "表格" }, grid);
  return el("div", { class: "bubble bubble--wide" }, heading(message.title), scroll);
}

function fileUrl(message) {
  return `/files/${encodeURIComponent(String(message.file))}`;
}

function image(message) {
  const caption = String(message.caption || "图片");
  const picture = el("img", { src: fileUrl(message), alt: caption, class: "picture", loading: "lazy" });
  const link = el("a", { href: fileUrl(message), target: "_blank", rel: "noopener" }, picture);
  return el("figure", { class: "bubble bubble--wide" }, link, el("figcaption", {}, caption));
}

function file(message) {
  const link = el("a", { class: "button button--main", href: fileUrl(message), rel: "noopener" });
  link.append(String(message.name || "文件"), icon("arrow"));
  return el("div", { class: "bubble" }, el("p", { class: "bubble__action" }, link));
}

const RENDERERS = new Map(Object.entries({ text, card, table, steps, image, file }));

/** The node of one message, or null when it has nothing to show. */
export function renderMessage(message, cite) {
  try {
    const renderer = RENDERERS.get(message.type) || text;
    return renderer(message, cite);
  } catch {
    // The reply has arrived: a field that is not what we expect must not look like a lost line.
    return text({ text: message?.text || "这条内容显示不出来，请刷新页面再看。" }, cite);
  }
}
