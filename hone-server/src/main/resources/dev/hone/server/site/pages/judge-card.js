// A candidate on the page where candidates are compared.

import { h } from '../lib/dom.js';
import { number, plain } from '../lib/format.js';
import { trialLink } from '../lib/states.js';
import { content } from './trial-artifacts.js';

/** More parameters than this are folded where they are the same everywhere. */
const FEW = 8;

/** A, B, ..., Z, AA, AB, ...: what the candidate at a position is called. */
export function letter(index) {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : letter(Math.floor(index / 26) - 1) + last;
}

export function card(study, trial, index, screen, choice) {
  const id = `candidate-${trial.number}`;
  return h('article', { class: 'card candidate', 'aria-labelledby': id, 'data-candidate': trial.number },
    h('header', { class: 'row spread' },
      h('h3', { id }, h('span', { class: 'letter' }, letter(index)), ` trial ${trial.number}`),
      h('a', { href: trialLink(study, trial.number), class: 'muted', 'aria-label': `All about trial ${trial.number}` }, 'details')),
    h('div', { class: 'body' }, candidate(trial, screen), metrics(trial), artifacts(study, trial)),
    h('footer', null, choice));
}

function candidate(trial, screen) {
  const value = trial.candidate;
  if (typeof value === 'string') {
    return h('pre', { class: 'code text', tabindex: '0' }, value);
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    return h('pre', { class: 'code', tabindex: '0' }, JSON.stringify(value, null, 2));
  }
  const names = [...new Set(screen.flatMap((t) => Object.keys(t.candidate ?? {})))];
  const differs = (name) => screen.some((t) => JSON.stringify(t.candidate?.[name]) !== JSON.stringify(value[name]));
  const texts = names.filter((n) => isText(value[n]));
  const short = names.filter((n) => n in value && !isText(value[n]));
  const differing = short.filter(differs);
  const equal = short.filter((n) => !differs(n));
  return [
    texts.map((n) => [h('h4', null, n), h('pre', { class: 'code text', tabindex: '0' }, value[n])]),
    differing.length ? pairs(differing, value, true) : null,
    equal.length === 0 ? null : equal.length <= FEW ? pairs(equal, value, false)
      : h('details', null, h('summary', null, `${equal.length} parameters that are the same for all`), pairs(equal, value, false)),
  ];
}

const isText = (value) => typeof value === 'string' && (value.includes('\n') || value.length > 60);

function pairs(names, value, marked) {
  return h('dl', { class: marked ? 'pairs differing' : 'pairs' }, names.map((n) => [
    h('dt', null, n, marked ? h('span', { class: 'sr' }, ' (differs)') : null),
    h('dd', null, plain(value[n])),
  ]));
}

function metrics(trial) {
  const all = Object.entries(trial.metrics ?? {});
  return all.length ? h('dl', { class: 'pairs measured' }, all.map(([k, v]) => [h('dt', null, k), h('dd', null, number(v))])) : null;
}

function artifacts(study, trial) {
  return trial.artifacts.map((a) => {
    const shown = content(study, trial.number, a);
    return shown ? h('figure', { class: 'artifact', 'data-artifact': a.name }, shown, h('figcaption', { class: 'muted' }, a.name)) : null;
  });
}
