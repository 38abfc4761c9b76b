// The list 「依据」 under a reply, and the footnote marks that open it.

import { el, icon } from "./dom.js";

// Past its date of review: may have changed since.
const DUE = "待核实：这条该重新核对了，办事前请先问一声。";
const DAY = /^(\d{4})-(\d{2})-(\d{2})/;

function dayOf(date) {
  const parts = DAY.exec(String(date ?? ""));
  return parts ? `${parts[1]}年${Number(parts[2])}月${Number(parts[3])}日` : date;
}

/** The line under a title: layer, number of the document, section, date; none breaks in itself. */
function facts(source) {
  const known = [source.doc_no, source.section, dayOf(source.date)].filter(Boolean);
  const parts = known.map((fact) => el("span", { class: "source__fact" }, String(fact)));
  return el("p", { class: "source__facts" }, layerBadge(source.layer), ...parts);
}

function layerBadge(layer) {
  if (!layer) return null;
  const nation = layer === "国家" ? " layer--nation" : "";
  return el("span", { class: `layer${nation}` }, String(layer));
}

function item(source) {
  const body = el(
    "div",
    { class: "source__body" },
    el("p", { class: "source__title" }, String(source.title ?? "")),
    facts(source),
    source.due ? el("p", { class: "source__note" }, DUE) : null,
    source.note ? el("p", { class: "source__note" }, String(source.note)) : null,
  );
  const number = el("span", { class: "source__number" }, `[${source.n}]`);
  return el("li", { class: "source", tabindex: "-1" }, number, body);
}

function conceal(entry) {
  entry.classList.remove("source--shown");
  entry.querySelector(".source__back")?.remove();
}

/** Mark the entry as the one asked for, with a way back to the mark it was reached from. */
function reveal(details, entry, mark) {
  details.open = true;
  details.querySelectorAll(".source--shown").forEach(conceal);
  entry.classList.add("source--shown");
  const back = () => {
    conceal(entry);
    mark.focus();
  };
  const button = el("button", { type: "button", class: "source__back", onClick: back }, "回到正文");
  entry.querySelector(".source__body").append(button);
  entry.focus({ preventScroll: true });
  entry.scrollIntoView({ block: "nearest" });
}

function disclosure(entries) {
  const summary = el(
    "summary",
    {},
    icon("book"),
    `依据 ${entries.length} 条`,
    el("span", { class: "chevron" }),
  );
  const list = el("ul", { class: "sources__list", role: "list" }, ...entries);
  return el("details", { class: "sources" }, summary, list);
}

/** `{ node, cite }`: the disclosure (null without sources) and the maker of footnote marks. */
export function sourceList(sources) {
  const known = (Array.isArray(sources) ? sources : []).filter(Boolean);
  if (!known.length) return { node: null, cite: () => null };
  const entries = new Map(known.map((source) => [Number(source.n), item(source)]));
  const node = disclosure([...entries.values()]);
  const cite = (n) => {
    const entry = entries.get(n);
    if (!entry) return null;
    const mark = el("button", { type: "button", "aria-label": `看依据 ${n}` }, String(n));
    mark.addEventListener("click", () => reveal(node, entry, mark));
    return el("sup", { class: "cite" }, mark);
  };
  return { node, cite };
}
