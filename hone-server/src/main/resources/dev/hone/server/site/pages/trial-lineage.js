// Where a trial came from: its ancestors above it.

import { h, s } from '../lib/dom.js';
import { number } from '../lib/format.js';
import { trialLink } from '../lib/states.js';

const WIDTH = 96;
const HEIGHT = 64;
/** Trials that are drawn; more cannot be read. */
const MOST = 60;

/** Null where the trial has no parents. */
export function lineage(name, trial, study) {
  const nodes = [trial, ...(trial.lineage ?? []).filter((n) => n.number !== trial.number)].slice(0, MOST);
  if (nodes.length < 2) {
    return null;
  }
  const byNumber = new Map(nodes.map((n) => [n.number, n]));
  const depth = depths(byNumber);
  const rows = [];
  nodes.forEach((n) => (rows[depth.get(n.number)] ??= []).push(n));
  const width = Math.max(...rows.map((r) => r.length)) * WIDTH;
  const place = new Map();
  rows.forEach((row, y) => row.sort((a, b) => a.number - b.number)
    .forEach((n, x) => place.set(n.number, [(width * (x + 0.5)) / row.length, 24 + y * HEIGHT])));
  const edges = nodes.flatMap((n) => n.parents.filter((p) => place.has(p)).map((p) => edge(place.get(p), place.get(n.number), depth.get(n.number) - depth.get(p))));
  const circles = nodes.map((n) => node(name, trial, study, n, place.get(n.number)));
  return h('section', { class: 'card' }, h('h2', null, 'Lineage'),
    h('div', { class: 'body lineage', tabindex: '0', role: 'region', 'aria-label': 'Lineage' },
      s('svg', { width, height: rows.length * HEIGHT, viewBox: `0 0 ${width} ${rows.length * HEIGHT}`, role: 'group', 'aria-label': `Lineage of trial ${trial.number}, ${nodes.length} trials` }, edges, circles)));
}

/** Longest way down from a trial without known parents. */
function depths(byNumber) {
  const depth = new Map();
  const of = (n) => {
    if (!depth.has(n.number)) {
      depth.set(n.number, 0);
      const above = n.parents.filter((p) => byNumber.has(p) && p !== n.number).map((p) => of(byNumber.get(p)) + 1);
      depth.set(n.number, Math.max(0, ...above));
    }
    return depth.get(n.number);
  };
  byNumber.forEach(of);
  return depth;
}

/** One that passes rows by goes around the nodes in them. */
function edge([x1, y1], [x2, y2], rows) {
  const middle = (y1 + y2) / 2;
  const around = rows > 1 && Math.abs(x1 - x2) < WIDTH / 4 ? -WIDTH / 2 : 0;
  return s('path', { d: around ? `M${x1} ${y1} C${x1 + around} ${y1 + HEIGHT / 2} ${x2 + around} ${y2 - HEIGHT / 2} ${x2} ${y2}` : `M${x1} ${y1} C${x1} ${middle} ${x2} ${middle} ${x2} ${y2}` });
}

function node(name, trial, study, n, [x, y]) {
  const here = n.number === trial.number;
  const best = study.best?.number === n.number;
  const value = n.values?.length ? n.values.map(number).join(' ') : '';
  return s('a', { href: trialLink(name, n.number), class: here ? 'here' : best ? 'best' : null, 'aria-label': `Trial ${n.number}${value ? `, ${value}` : ''}${best ? ', best' : ''}`, 'aria-current': here ? 'page' : null },
    s('circle', { cx: x, cy: y, r: 7 }),
    s('text', { x: x + 11, y: y + 4 }, String(n.number)),
    s('text', { x, y: y + 22, class: 'value', 'text-anchor': 'middle' }, value));
}
