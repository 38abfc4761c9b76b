// Turns of the talk as nodes: what the person said, what the bot answered, the time between.

import { el, icon } from "./dom.js";
import { renderMessage } from "./messages.js";
import { sourceList } from "./sources.js";

const TAGS = {
  silent: "当地文件没有写明",
  not_covered: "暂时没有收录",
  handed_over: "已转给工作人员",
};
const CALLS = [
  ["急救", "120"],
  ["报警", "110"],
  ["火警", "119"],
];
const PAUSE = 30 * 60 * 1000; // ms between turns after which the time is shown

/** The turn of the person. */
export function userTurn(text) {
  const who = el("span", { class: "sr-only" }, "您说：");
  return el("div", { class: "turn turn--user" }, el("p", { class: "bubble" }, who, String(text)));
}

function calls() {
  const entries = CALLS.map(([name, number], index) => {
    const names = index ? "call" : "call call--first";
    const link = el("a", { class: names, href: `tel:${number}` }, icon("phone"), name);
    link.append(el("strong", {}, number));
    return el("li", {}, link);
  });
  return el("ul", { class: "calls", role: "list" }, ...entries);
}

/** The turn of the bot (`messages`, `sources`, `status`), or null when nothing is to be seen. */
export function botTurn(reply) {
  const { node: sources, cite } = sourceList(reply.sources);
  const messages = Array.isArray(reply.messages) ? reply.messages : [];
  const bubbles = messages.map((m) => renderMessage(m, cite)).filter(Boolean);
  const emergency = reply.status === "emergency";
  const tag = TAGS[reply.status];
  if (!bubbles.length && !tag && !emergency) return null;
  const turn = el("div", { class: `turn turn--bot${emergency ? " turn--emergency" : ""}` });
  turn.append(el("span", { class: "sr-only" }, "托育通说："));
  if (tag) turn.append(el("span", { class: "tag" }, tag));
  // The numbers first: with the keyboard of a phone open there is room for little else.
  if (emergency) turn.append(calls());
  turn.append(...bubbles);
  if (sources) turn.append(sources);
  return turn;
}

function sameDay(one, other) {
  return one.toDateString() === other.toDateString();
}

/** A line with the time of `at`, when long enough after `before` (ISO strings) and readable. */
export function timeMark(at, before, now = new Date()) {
  const moment = new Date(at);
  if (Number.isNaN(moment.getTime())) return null;
  if (before && moment - new Date(before) < PAUSE) return null;
  const clock = { hour: "2-digit", minute: "2-digit", hour12: false };
  const day = sameDay(moment, now) ? {} : { month: "long", day: "numeric" };
  const year = moment.getFullYear() === now.getFullYear() ? {} : { year: "numeric" };
  const words = moment.toLocaleString("zh-CN", { ...year, ...day, ...clock });
  return el("p", { class: "when" }, el("time", { datetime: String(at) }, words));
}
