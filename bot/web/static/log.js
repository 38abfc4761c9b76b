// The log of the talk: adds turns and times to it, and remembers what was seen last.

import { botTurn, timeMark, userTurn } from "./turns.js";

const fingerprint = (turn) => (turn ? JSON.stringify(turn.messages || turn.text) : "");

/** `node` is the element with role=log, `welcome` what stands there while it is empty. */
export function talkLog(node, welcome) {
  let lastAt = null;
  let seen = ""; // the last turn shown

  function append(turn) {
    welcome.hidden = true;
    if (turn) node.append(turn);
    return turn;
  }

  function time(at) {
    const line = timeMark(at, lastAt);
    if (line) node.append(line);
    lastAt = at;
  }

  function user(text, at) {
    time(at);
    return append(userTurn(text ?? ""));
  }

  function bot(reply, at) {
    time(at);
    seen = fingerprint(reply);
    return append(botTurn(reply));
  }

  /** Draw a whole talk anew; gives the nodes of the person's turns by id. */
  function paint(turns) {
    const drawn = new Map();
    node.setAttribute("aria-busy", "true"); // an old talk is not read out as news
    node.replaceChildren();
    lastAt = null;
    for (const turn of turns) {
      if (turn.who === "user") drawn.set(turn.id, user(turn.text, turn.at));
      else bot(turn, turn.at);
    }
    seen = fingerprint(turns[turns.length - 1]);
    welcome.hidden = turns.length > 0;
    node.setAttribute("aria-busy", "false");
    return drawn;
  }

  return {
    append,
    user,
    bot,
    paint,
    isEmpty: () => !node.childElementCount,
    hasNews: (turns) => turns.length > 0 && fingerprint(turns[turns.length - 1]) !== seen,
    focus: () => node.focus({ preventScroll: true }),
  };
}
