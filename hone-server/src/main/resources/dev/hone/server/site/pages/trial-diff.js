// Text candidates side by side with those of a parent or of the best trial.

import { get, study as address } from '../lib/api.js';
import { folded, sideBySide, words } from '../lib/diff.js';
import { h, put, select } from '../lib/dom.js';
import { failure, loading } from '../lib/states.js';

/** Null if there is nothing to compare with, or no text to compare. */
export function differences(name, study, trial) {
  const text = trial.text ?? textOf(trial.candidate);
  if (text === null) {
    return null;
  }
  const against = trial.parents.map((p) => [p, `parent ${p}`]);
  if (study.best && study.best.number !== trial.number && !trial.parents.includes(study.best.number)) {
    against.push([study.best.number, `best, ${study.best.number}`]);
  }
  if (!against.length) {
    return null;
  }
  const body = h('div', { class: 'body' }, loading());
  async function compare(other) {
    try {
      const before = await get(address(name, 'trials', other));
      put(body, view(before.text ?? textOf(before.candidate) ?? '', text, `Trial ${other}`, `Trial ${trial.number}`));
    } catch (e) {
      put(body, failure(e, () => compare(other)));
    }
  }
  compare(against[0][0]);
  return h('section', { class: 'card', 'data-part': 'diff' },
    h('header', { class: 'row spread' }, h('h2', null, 'Changes'), select('against', against, against[0][0], compare)),
    body);
}

/** The text of a candidate, several texts under their names; null where it has none. */
export function textOf(candidate) {
  if (typeof candidate === 'string') {
    return candidate;
  }
  if (candidate === null || typeof candidate !== 'object' || Array.isArray(candidate)) {
    return null;
  }
  const texts = Object.entries(candidate).filter(([, v]) => typeof v === 'string' && (v.includes('\n') || v.length > 120));
  return texts.length === 0 ? null : texts.length === 1 ? texts[0][1] : texts.map(([k, v]) => `── ${k}\n${v}`).join('\n');
}

function view(left, right, leftTitle, rightTitle) {
  if (left === right) {
    return h('p', { class: 'muted' }, 'The texts are the same.');
  }
  const rows = folded(sideBySide(left, right));
  return h('div', { class: 'diff', tabindex: '0', role: 'region', 'aria-label': `${leftTitle} and ${rightTitle} side by side` }, h('table', null,
    h('caption', { class: 'sr' }, `Changes from ${leftTitle} to ${rightTitle}`),
    h('colgroup', null, h('col', { class: 'n', width: '48' }), h('col'), h('col', { class: 'n', width: '48' }), h('col')),
    h('thead', null, h('tr', null, h('th', { colspan: 2, scope: 'colgroup' }, leftTitle), h('th', { colspan: 2, scope: 'colgroup' }, rightTitle))),
    h('tbody', null, rows.map(line))));
}

function line(row) {
  if (row.kind === 'gap') {
    return h('tr', null, h('td', { class: 'gap', colspan: 4 }, `${row.lines} equal ${row.lines === 1 ? 'line' : 'lines'}`));
  }
  const [left, right] = row.kind === 'changed' ? words(row.left[1], row.right[1]) : [[[row.left?.[1] ?? '', false]], [[row.right?.[1] ?? '', false]]];
  const side = (entry, runs, className) => (entry
    ? [h('td', { class: 'n' }, String(entry[0])), h('td', { class: row.kind === 'same' ? null : className }, runs.map(([text, changed]) => (changed ? h('mark', null, text) : text)))]
    : [h('td', { class: 'n none' }), h('td', { class: 'none' })]);
  return h('tr', null, side(row.left, left, 'removed'), side(row.right, right, 'added'));
}
