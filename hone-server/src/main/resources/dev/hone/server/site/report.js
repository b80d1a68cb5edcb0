// A report of a study, or of several on the same axes: one file that needs no server. Its data and the libraries lie in the page itself.

import { CHARTS, COMPARISONS } from './charts/all.js';
import { ChartFrame } from './charts/frame.js';
import { h, put } from './lib/dom.js';
import { count, number, plain, when } from './lib/format.js';
import { aims, badge } from './lib/states.js';

/** Charts that share a row with another one. */
const HALF = new Set(['hypervolume', 'importance', 'edf', 'terminator', 'intermediate', 'cost', 'slice']);

const report = JSON.parse(document.getElementById('report-data').textContent);

function figures(study) {
  const c = study.counts;
  const figure = (label, value, sub) => h('div', { class: 'figure' },
    h('span', { class: 'k' }, label), h('span', { class: 'v' }, value), h('span', { class: 's' }, sub));
  const done = c.complete + c.pruned + c.failed;
  return h('section', { class: 'card figures', 'aria-label': 'Key figures' },
    study.objectives.length === 0
      ? figure('Preferred', study.best ? `trial ${study.best.number}` : '–', `${count(study.comparisons)} comparisons`)
      : study.objectives.length === 1
      ? figure(`Best ${study.objectives[0].name}`, study.best ? number(study.best.values[0]) : '–', study.best ? `trial ${study.best.number}` : 'none yet')
      : figure('Pareto front', count(study.front_size), 'trials on it'),
    figure('Finished', count(done), study.budget.trials ? `of ${count(study.budget.trials)}` : ''),
    figure('Pruned', count(c.pruned), ''),
    figure('Failed', count(c.failed), ''),
    study.cost ? figure('Cost', number(study.cost), 'in all') : null);
}

function best() {
  const candidate = report.best?.candidate;
  if (candidate === undefined || candidate === null) {
    return null;
  }
  return h('section', { class: 'card' }, h('h2', null, `Best trial, ${report.best.number}`), h('div', { class: 'body' },
    typeof candidate === 'object'
      ? h('dl', { class: 'pairs' }, Object.entries(candidate).map(([k, v]) => [h('dt', null, k), h('dd', null, plain(v))]))
      : h('pre', { class: 'code' }, report.best.text ?? candidate)));
}

function charts() {
  return h('div', { class: 'charts' }, report.charts.map((entry) => {
    const chart = (entry.settings.compare ? COMPARISONS : CHARTS)[entry.id];
    const frame = new ChartFrame(chart, async () => entry.data, {
      study: name, title: [chart.title, ...entry.settings.about].join(' · '), settings: entry.settings, className: HALF.has(entry.id) ? 'half' : null,
    });
    return frame.element;
  }));
}

function about(study) {
  return h('div', { class: 'meta' },
    h('span', null, aims(study.objectives)),
    h('span', null, `optimizer ${study.optimizer}`),
    h('span', null, `seed ${study.seed}`),
    h('span', null, `created ${when(study.created)}`));
}

const single = report.studies.length === 1 ? report.studies[0] : null;
const name = report.studies.map((s) => s.name).join(', ');
if (report.dark) {
  document.documentElement.dataset.theme = 'dark';
}
document.title = `${name} · Hone`;
put(document.getElementById('main'),
  h('div', { class: 'page-head' }, h('div', { class: 'titles' },
    h('h1', null, name, single ? badge(single.state) : null),
    single ? about(single) : null,
    h('div', { class: 'meta' }, h('span', null, `report of ${when(report.made)}`)))),
  report.studies.map((study) => [
    single ? null : h('div', { class: 'page-head' }, h('div', { class: 'titles' }, h('h2', null, study.name, badge(study.state)), about(study))),
    figures(study)]),
  h('div', { class: 'stack' }, best(), charts()));
