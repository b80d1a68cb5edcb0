// Safe building of DOM: every text goes through textContent, never through HTML.

/**
 * An element. Attributes: `class`, `on…` (a listener), `data-…`, properties that are not attributes (`value`, `checked`,
 * `disabled`, `hidden`, `selected`), and everything else as an attribute; null and false leave one out.
 * Children: nodes, texts, arrays of them, null.
 */
export function h(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** The same for SVG. */
export function s(tag, attributes, ...children) {
  return fill(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children);
}

const PROPERTIES = new Set(['value', 'checked', 'disabled', 'hidden', 'selected', 'indeterminate']);

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) {
      continue;
    }
    if (name.startsWith('on') && typeof value === 'function') {
      element.addEventListener(name.slice(2), value);
    } else if (name === 'width%') {
      element.style.width = `${value}%`;
    } else if (PROPERTIES.has(name)) {
      element[name] = value;
    } else {
      element.setAttribute(name, value === true ? '' : String(value));
    }
  }
  append(element, children);
  return element;
}

function append(parent, children) {
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false) {
      parent.append(child instanceof Node ? child : String(child));
    }
  }
}

/** Replaces all children. */
export function put(parent, ...children) {
  parent.replaceChildren();
  append(parent, children);
  return parent;
}

/** A select with the given [value, text] pairs. */
export function select(label, options, value, onChange, attributes = {}) {
  const box = h('select', { ...attributes, onchange: () => onChange(box.value) },
    options.map(([v, text]) => h('option', { value: v, selected: String(v) === String(value) }, text)));
  return h('label', { class: 'choice' }, h('span', null, label), box);
}

/** A table; columns: [{title, num?, cell: row => node|text}]. */
export function table(caption, columns, rows, attributes = {}) {
  return h('table', attributes,
    h('caption', { class: 'sr' }, caption),
    h('thead', null, h('tr', null, columns.map((c) => h('th', { scope: 'col', class: c.num ? 'num' : null }, c.title)))),
    h('tbody', null, rows.map((row) => h('tr', null, columns.map((c) =>
      h('td', { class: c.num ? 'num' : c.class, title: c.tip ? c.tip(row) : null }, c.cell(row)))))));
}

/** Runs the latest call of a burst, at most once in `wait` ms. */
export function throttle(wait, run) {
  let timer = null;
  let last = 0;
  const go = () => {
    timer = null;
    last = Date.now();
    run();
  };
  const throttled = () => {
    if (timer === null) {
      timer = setTimeout(go, Math.max(0, last + wait - Date.now()));
    }
  };
  throttled.cancel = () => {
    clearTimeout(timer);
    timer = null;
  };
  return throttled;
}

/** A message that goes away by itself; screen readers speak it. */
export function toast(text, bad = false) {
  const item = h('div', { class: bad ? 'toast bad' : 'toast' }, text);
  document.getElementById('toasts').append(item);
  setTimeout(() => item.remove(), bad ? 9000 : 4500);
}

/** Hands the browser a file to save. */
export function download(name, type, content) {
  const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  const link = h('a', { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
