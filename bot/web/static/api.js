// The three calls to the server, and what to tell the person when one fails.

const PATIENCE = 30000; // ms until a call counts as lost

/**
 * A failure in words for the person. `remedy` is "retry" (send the same again) or "edit" (it
 * will never be accepted as it is); `wait` is the number of seconds before a retry makes sense.
 */
export class Problem extends Error {
  constructor(words, remedy = "retry", wait = 0) {
    super(words);
    this.remedy = remedy;
    this.wait = wait;
  }
}

function waitOf(response) {
  const seconds = Number(response.headers.get("Retry-After"));
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(Math.ceil(seconds), 300) : 5;
}

function problemOf(response) {
  if (response.status === 413) return new Problem("这条太长了，请分成几条再发。", "edit");
  if (response.status === 400 || response.status === 422) {
    return new Problem("这条没看懂，请换个说法再发。", "edit");
  }
  if (response.status === 429) {
    const wait = waitOf(response);
    return new Problem(`发得有点快，请等 ${wait} 秒再试。`, "retry", wait);
  }
  return new Problem("这会儿有点忙，没收到您这条。");
}

async function call(path, options = {}) {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), PATIENCE);
  try {
    const response = await fetch(path, {
      credentials: "same-origin",
      cache: "no-store",
      signal: abort.signal,
      ...options,
    });
    if (!response.ok) throw problemOf(response);
    if (response.status === 204) return null;
    const body = await response.json();
    if (!body || typeof body !== "object") throw new SyntaxError("not an object");
    return body;
  } catch (error) {
    if (error instanceof Problem) throw error;
    if (abort.signal.aborted) throw new Problem("等了好一会儿没有回音。");
    if (error instanceof SyntaxError) throw new Problem("这会儿有点忙，没收到回答。");
    throw new Problem("网络好像断了，没发出去。");
  } finally {
    clearTimeout(timer);
  }
}

function post(path, body) {
  return call(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
}

/** The talk so far and the choices open now. */
export const history = () => call("/api/history");

/** Send one line: `{id, text}` or `{id, choice, label}`. The same id twice is one line. */
export const send = (line) => post("/api/chat", line);

/** Make the server forget the talk. */
export const forget = () => post("/api/forget", {});

/** A UUID; `crypto.randomUUID` is missing on plain http except on localhost. */
export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
