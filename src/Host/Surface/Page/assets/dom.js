// Elements without markup: text from the daemon is a text node or an attribute, never HTML.

const svgSpace = 'http://www.w3.org/2000/svg';
const svgTags = new Set(['svg', 'path', 'circle']);

/** An element, e.g. h('p.note', { id: 'x' }, 'text', otherElement). Null, false and undefined children are left out; lists are flattened. */
export function h(tag, props, ...children) {
  const [name, ...classes] = tag.split('.');
  const element = svgTags.has(name) ? document.createElementNS(svgSpace, name) : document.createElement(name);
  if (classes.length) element.setAttribute('class', classes.join(' '));
  for (const [key, value] of Object.entries(props ?? {})) if (value !== null && value !== undefined && value !== false) element.setAttribute(key, value === true ? '' : String(value));
  element.append(...nodes(children));
  return element;
}

/** A flat list of nodes from strings, numbers, nodes and lists of them. */
export const nodes = children =>
  children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false && child !== '').map(child => child instanceof Node ? child : document.createTextNode(String(child)));

/**
 * Makes a parent's children look like the new ones and keeps every element that can stay: focus, scroll positions, opened details and screen reader positions survive an update.
 * Elements with data-key are known by it; those with data-keep are left to whoever fills them.
 */
export function morph(parent, children) {
  const coming = nodes([children]);
  const wanted = new Set(coming.map(keyOf).filter(Boolean));
  const known = new Map();
  for (const child of [...parent.childNodes]) {
    const key = keyOf(child);
    if (key && !wanted.has(key)) child.remove();
    else if (key) known.set(key, child);
  }

  let at = parent.firstChild;
  for (const next of coming) {
    const key = keyOf(next);
    const old = key ? known.get(key) : at && !keyOf(at) ? at : null;
    if (!old || old.nodeName !== next.nodeName) {
      parent.insertBefore(next, at);
      if (old && old === at) {
        at = at.nextSibling;
        old.remove();
      }
      continue;
    }

    if (old === at) at = at.nextSibling;
    else parent.insertBefore(old, at);
    patch(old, next);
  }

  while (at) {
    const gone = at;
    at = at.nextSibling;
    gone.remove();
  }
}

function patch(old, next) {
  if (old.nodeType === Node.TEXT_NODE) {
    if (old.nodeValue !== next.nodeValue) old.nodeValue = next.nodeValue;
    return;
  }

  for (const { name } of [...old.attributes]) if (!next.hasAttribute(name) && !isTheReaders(old, name)) old.removeAttribute(name);
  for (const { name, value } of [...next.attributes]) if (old.getAttribute(name) !== value && !isTheReaders(old, name)) old.setAttribute(name, value);
  if (!next.hasAttribute('data-keep')) morph(old, [...next.childNodes]);
}

// What the reader has opened stays open.
const isTheReaders = (element, name) => name === 'open' && element.nodeName === 'DETAILS';

const keyOf = node => node.nodeType === Node.ELEMENT_NODE ? node.getAttribute('data-key') : null;

/** Says something to a screen reader, without moving the focus. */
export function announce(text) {
  document.getElementById('announce').textContent = text;
}

/** A short message that everybody sees for a while, and a screen reader hears. */
export function toast(text, isBad = false) {
  const element = h('p.toast', { class: isBad ? 'toast toast--bad' : 'toast' }, text);
  document.getElementById('toasts').append(element);
  setTimeout(() => element.remove(), isBad ? 15000 : 8000);
}
