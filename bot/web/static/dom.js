// Builds nodes. Text goes in as text nodes only: nothing in this page parses HTML.

const SVG = "http://www.w3.org/2000/svg";

/**
 * Make an element. `attributes` whose value is null, undefined or false are left out; `onClick`
 * is a listener. Children are nodes, strings, or null (left out).
 */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "onClick") node.addEventListener("click", value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/** An icon of the sprite at the top of chat.html. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

/** The address if it leads somewhere a link may lead (http, https), otherwise null. */
export function safeUrl(address) {
  if (!address) return null;
  try {
    const url = new URL(String(address), window.location.href);
    return /^https?:$/.test(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}
