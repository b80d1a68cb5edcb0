// What is shown instead of content, and small parts that several pages share.

import { h } from './dom.js';
import { ago, number, when } from './format.js';

export function loading(what = 'Loading') {
  return h('p', { class: 'loading', role: 'status' }, what);
}

export function empty(title, ...hints) {
  return h('div', { class: 'empty' }, h('strong', null, title), hints);
}

export function failure(error, retry) {
  return h('div', { class: 'failure', role: 'alert' },
    h('strong', null, error.status === 404 ? 'Not found' : 'This could not be loaded'),
    h('p', null, error.message),
    retry ? h('button', { type: 'button', onclick: retry }, 'Try again') : null);
}

export function badge(state) {
  return h('span', { class: 'badge', 'data-state': state }, state);
}

export function time(instant) {
  return instant ? h('time', { datetime: instant, title: when(instant) }, ago(instant)) : '';
}

/** `miss_ratio 0.12`, one for each objective. */
export function values(objectives, list) {
  if (!list || !list.length) {
    return '';
  }
  return objectives.length === 1
    ? number(list[0])
    : objectives.map((o, i) => `${o.name} ${number(list[i])}`).join(', ');
}

export function crumbs(...steps) {
  return h('nav', { class: 'crumbs', 'aria-label': 'Path' },
    h('ol', null, steps.map(([text, href]) => h('li', null, href
      ? h('a', { href }, text)
      : h('span', { 'aria-current': 'page' }, text)))));
}

export function meter(done, total, label) {
  const share = total > 0 ? Math.min(1, done / total) : 0;
  return h('span', { class: 'meter', role: 'progressbar', 'aria-label': label, 'aria-valuemin': 0, 'aria-valuemax': total, 'aria-valuenow': done },
    h('span', { 'width%': share * 100 }));
}

export function studyLink(name) {
  return `#/study/${encodeURIComponent(name)}`;
}

/** Where people compare the trials of a study. */
export function judgeLink(name) {
  return `${studyLink(name)}/compare`;
}

/** `minimize loss, maximize score`, or that there is nothing to measure. */
export function aims(objectives) {
  return objectives.length ? objectives.map((o) => `${o.direction} ${o.name}`).join(', ') : 'trials are compared';
}

export function trialLink(name, trial) {
  return `${studyLink(name)}/trial/${trial}`;
}
