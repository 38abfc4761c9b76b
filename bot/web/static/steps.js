// The checklist of a procedure: progress bar, one disclosure per step, a link to print it.

import { el, icon, safeUrl } from "./dom.js";
import { paragraphs } from "./text.js";

function fact(name, value) {
  return value ? [el("dt", {}, name), el("dd", {}, value)] : [];
}

function documents(list) {
  if (!list || !list.length) return null;
  return el("ul", {}, ...list.map((name) => el("li", {}, String(name))));
}

function marks(numbers, cite) {
  const buttons = (numbers || []).map((n) => cite(Number(n))).filter(Boolean);
  return buttons.length ? el("span", {}, ...buttons) : null;
}

function body(step, cite) {
  const facts = [
    ...fact("找谁办", step.authority),
    ...fact("要多久", step.duration),
    ...fact("要带什么", documents(step.documents)),
    ...fact("依据", marks(step.sources, cite)),
  ];
  return el(
    "div",
    { class: "step__body" },
    ...paragraphs(step.text, cite),
    facts.length ? el("dl", { class: "facts" }, ...facts) : null,
  );
}

function title(step, next) {
  return el(
    "span",
    { class: "step__title" },
    `${step.n}. ${step.title}`,
    next ? el("span", { class: "tag tag--next" }, "下一步") : null,
    step.depends ? el("span", { class: "tag" }, String(step.depends)) : null,
  );
}

function entry(step, next, cite) {
  const names = ["step", step.done && "step--done", next && "step--next"].filter(Boolean);
  const box = el("span", { class: "step__box" }, step.done ? icon("check") : null);
  const state = el("span", { class: "sr-only" }, step.done ? "已办好：" : "还没办：");
  const chevron = el("span", { class: "chevron" });
  const summary = el("summary", {}, box, state, title(step, next), chevron);
  return el("li", { class: names.join(" ") }, el("details", {}, summary, body(step, cite)));
}

function progress(done, total) {
  const words = `已办好 ${done} 步，一共 ${total} 步`;
  const bar = el("progress", { class: "progress", max: total, value: done, "aria-label": words });
  return [el("p", { class: "progress__words" }, words), bar];
}

function printLink(address) {
  const url = safeUrl(address);
  if (!url) return null;
  const attributes = { class: "button", href: url, target: "_blank", rel: "noopener" };
  return el("p", { class: "bubble__action" }, el("a", attributes, icon("print"), "打印清单"));
}

/** Renderer of a message of type `steps`. */
export function steps(message, cite) {
  const list = message.steps || [];
  const next = list.find((step) => !step.done && !step.depends) || list.find((step) => !step.done);
  const total = message.total ?? list.length;
  const done = message.done ?? list.filter((step) => step.done).length;
  return el(
    "div",
    { class: "bubble bubble--wide" },
    message.title ? el("h2", { class: "bubble__title" }, String(message.title)) : null,
    ...(total ? progress(done, total) : []),
    el("ol", { class: "steps", role: "list" }, ...list.map((s) => entry(s, s === next, cite))),
    printLink(message.url),
  );
}
