// Follows the talk while the reader is at its end, and leaves a reader who scrolled up alone.

const NEAR = 96; // px from the end that still count as the end

const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
const behavior = () => (calm.matches ? "auto" : "smooth");

function atEnd() {
  const page = document.documentElement;
  return page.scrollHeight - page.clientHeight - window.scrollY < NEAR;
}

/** `button` takes the reader to the end; it shows only while something new waits there. */
export function follower(button) {
  let following = true;
  let last = window.scrollY;

  function toEnd(how = behavior()) {
    following = true;
    button.hidden = true;
    window.scrollTo({ top: document.documentElement.scrollHeight, behavior: how });
  }

  /** After `node` was added: to the end, or to its beginning when it is too tall to be seen whole. */
  function show(node) {
    if (!following) {
      button.hidden = false;
      return;
    }
    const room = window.innerHeight * 0.7;
    if (node.offsetHeight <= room) {
      toEnd();
      return;
    }
    following = false;
    node.scrollIntoView({ block: "start", behavior: behavior() });
  }

  /** After the talk was drawn anew with something new at its end. */
  function news() {
    if (following) toEnd("auto");
    else button.hidden = false;
  }

  // Going up is the reader's doing (we only ever go down), so it ends the following.
  window.addEventListener("scroll", () => {
    if (atEnd()) {
      following = true;
      button.hidden = true;
    } else if (window.scrollY < last - 2) {
      following = false;
    }
    last = window.scrollY;
  }, { passive: true });
  // The keyboard of a phone takes half of the window: keep the last line above it.
  window.addEventListener("resize", () => following && toEnd("auto"));
  button.addEventListener("click", () => toEnd());

  return { toEnd, show, news };
}
