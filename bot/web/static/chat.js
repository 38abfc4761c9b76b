// The chat page: loads the talk, sends lines, shows what comes back. Drawing is in log.js.

import * as api from "./api.js";
import * as store from "./store.js";
import { composer } from "./composer.js";
import { el } from "./dom.js";
import { talkLog } from "./log.js";
import { menu } from "./menu.js";
import { quickReplies } from "./quick.js";
import { follower } from "./scroll.js";

const AWAY = 20000; // ms out of sight after which the talk is looked up again

const byId = (id) => document.getElementById(id);
const touch = window.matchMedia("(pointer: coarse)");
const log = talkLog(byId("log"), byId("welcome"));
const quick = quickReplies(byId("choices"), choose);
const scroll = follower(byId("to-end"));

let busy = false;
let epoch = 0; // goes up when the talk is forgotten: replies of an older one are dropped

const now = () => new Date().toISOString();

function setBusy(value) {
  busy = value;
  byId("typing").hidden = !value;
  input.wait(value);
}

// ---- sending ------------------------------------------------------------------------------

function action(words, onClick) {
  return el("button", { type: "button", class: "button", onClick }, words);
}

/** Say under a line why it has no answer, and offer what can be done about it. */
function notice(turn, line, problem) {
  const edit = problem.remedy === "edit" && line.text;
  const mend = edit
    ? action("放回去改一改", () => takeBack(turn, line))
    : action("重试", () => retry(turn, line));
  mend.disabled = problem.wait > 0;
  setTimeout(() => (mend.disabled = false), problem.wait * 1000);
  const drop = action("不发了", () => giveUp(turn, line));
  turn.append(el("div", { class: "notice" }, el("span", {}, problem.message), mend, drop));
}

function giveUp(turn, line) {
  if (busy) return;
  store.settle(line.id);
  turn.remove();
  refocus();
}

/** Put a line that cannot be accepted back into the input, before what stands there now. */
function takeBack(turn, line) {
  if (busy) return;
  input.set([line.text, input.text()].filter(Boolean).join("\n"));
  giveUp(turn, line);
  input.focus();
}

function retry(turn, line) {
  if (busy) return;
  deliver(turn, line);
  refocus();
}

function showReply(reply) {
  quick.show(reply.choices);
  const turn = log.bot(reply, now());
  if (turn) scroll.show(turn);
  else scroll.toEnd();
}

/** Send a line and show what comes back; a failure leaves the line with a way to mend it. */
async function deliver(turn, line) {
  const mine = epoch;
  const before = quick.current();
  turn.querySelector(".notice")?.remove();
  log.append(turn); // a retry moves the line to where its answer will stand
  quick.show([]);
  setBusy(true);
  scroll.toEnd();
  const outcome = await api.send(line).catch((problem) => problem);
  if (mine !== epoch) return;
  setBusy(false);
  if (outcome instanceof api.Problem) {
    quick.show(before);
    notice(turn, line, outcome);
    scroll.toEnd();
  } else {
    store.settle(line.id);
    showReply(outcome);
  }
}

function say(line) {
  const kept = { id: api.newId(), ...line };
  store.keepUnsent(kept);
  deliver(log.user(kept.text ?? kept.label, now()), kept);
}

/** Where the keyboard goes on from; on a phone the input would pull the keyboard up. */
function refocus() {
  if (touch.matches) log.focus();
  else input.focus();
}

function choose(choice) {
  if (busy) return;
  say({ choice: choice.id, label: choice.label });
  refocus();
}

function sayExample(event) {
  const example = event.target.closest("[data-say]");
  if (!example || busy) return;
  say({ text: example.dataset.say });
  refocus();
}

// ---- the talk so far ----------------------------------------------------------------------

function isAnswered(turns, id) {
  const place = turns.findIndex((turn) => turn.who === "user" && turn.id === id);
  return place >= 0 && turns.slice(place + 1).some((turn) => turn.who === "bot");
}

function paint(talk) {
  const turns = Array.isArray(talk?.turns) ? talk.turns : [];
  const drawn = log.paint(turns);
  for (const line of store.unsent()) {
    if (isAnswered(turns, line.id)) {
      store.settle(line.id);
      continue;
    }
    const turn = drawn.get(line.id) || log.user(line.text ?? line.label, now());
    notice(turn, line, new api.Problem("这条还没有回答。"));
  }
  quick.show(talk?.choices);
}

async function load() {
  byId("load-problem").hidden = true;
  setBusy(true);
  const talk = await api.history().catch((problem) => problem);
  setBusy(false);
  if (talk instanceof api.Problem) {
    byId("load-problem").hidden = false;
    return;
  }
  paint(talk);
  if (!log.isEmpty()) scroll.toEnd("auto");
}

/** A reminder or a member of staff may have written while the page was out of sight. */
async function refresh() {
  const mine = epoch;
  const talk = await api.history().catch(() => null);
  if (busy || mine !== epoch || !log.hasNews(talk?.turns || [])) return;
  paint(talk);
  scroll.news();
}

function watchReturn() {
  let left = 0;
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) left = Date.now();
    else if (!busy && Date.now() - left > AWAY) refresh();
  });
}

async function forget() {
  await api.forget();
  epoch += 1;
  store.clear();
  input.set("");
  setBusy(false);
  paint({ turns: [] });
  window.scrollTo({ top: 0 });
}

const input = composer({
  form: byId("composer"),
  input: byId("draft"),
  button: byId("send"),
  counter: byId("count"),
  onSend: (text) => say({ text }),
});
menu({ onRestart: () => !busy && say({ text: "重来" }), onForget: forget });
byId("load-again").addEventListener("click", load);
byId("welcome").addEventListener("click", sayExample);
watchReturn();
load();
