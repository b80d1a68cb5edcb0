// Several studies on the same axes.

import { get } from '../lib/api.js';
import { ChartFrame } from '../charts/frame.js';
import { compareFront, compareHistory } from '../charts/compare.js';
import { edf } from '../charts/edf.js';
import { h, put, table, throttle } from '../lib/dom.js';
import { EventStream } from '../lib/events.js';
import { count, number } from '../lib/format.js';
import { badge, empty, failure, loading, studyLink } from '../lib/states.js';

const MOST = 8;

export function show({ main, query, frame }) {
  frame.title('Compare');
  let chosen = query.getAll('study').slice(0, MOST);
  let frames = [];
  let studies = [];
  const picker = h('div', { class: 'picker', role: 'group', 'aria-label': 'Studies to compare' }, loading());
  const result = h('div', { class: 'stack' });
  const search = h('input', { type: 'search', placeholder: 'Search studies', 'aria-label': 'Search studies', oninput: throttle(200, () => loadStudies()) });
  put(main,
    h('div', { class: 'page-head' }, h('div', { class: 'titles' }, h('h1', null, 'Compare studies'),
      h('div', { class: 'meta' }, `Up to ${MOST} studies on the same axes.`))),
    h('div', { class: 'stack' },
      h('section', { class: 'card', 'aria-label': 'Choose studies' }, h('div', { class: 'filters' }, search), picker),
      result));

  async function loadStudies() {
    try {
      const page = await get('/api/studies', { query: search.value, sort: 'created', order: 'desc', limit: 100 });
      studies = page.items;
      const names = [...new Set([...chosen, ...studies.map((s) => s.name)])];
      put(picker, names.length ? names.map((name) => h('label', { class: 'check' },
        h('input', { type: 'checkbox', value: name, checked: chosen.includes(name), onchange: (e) => choose(name, e.target) }), name))
        : empty('No studies'));
    } catch (e) {
      put(picker, failure(e, loadStudies));
    }
  }

  function choose(name, box) {
    if (box.checked && chosen.length >= MOST) {
      box.checked = false;
      return;
    }
    chosen = box.checked ? [...chosen, name] : chosen.filter((c) => c !== name);
    const kept = new URLSearchParams();
    chosen.forEach((c) => kept.append('study', c));
    frame.query(kept);
    draw();
  }

  async function draw() {
    frames.forEach((f) => f.dispose());
    frames = [];
    if (chosen.length < 2) {
      put(result, h('div', { class: 'card' }, empty('Choose two or more studies', h('p', null, 'Their histories, distributions and fronts appear here.'))));
      return;
    }
    const load = (chart) => (signal) => get(`/api/compare/${chart}`, { study: chosen }, { signal });
    const grid = h('div', { class: 'charts' });
    const add = (chart, className) => {
      const f = new ChartFrame(chart, load(chart.id), { study: 'compare', className });
      frames.push(f);
      grid.append(f.element);
    };
    const overview = h('section', { class: 'card', 'aria-label': 'Figures' }, loading());
    const details = await Promise.allSettled(chosen.map((name) => get(`/api/studies/${encodeURIComponent(name)}`)));
    const found = details.filter((d) => d.status === 'fulfilled').map((d) => d.value);
    if (found.length && found.every((s) => s.objectives.length > 1)) {
      add(compareFront, 'half');
      add(compareHistory, 'half');
    } else {
      add(compareHistory);
    }
    add(edf);
    put(result, overview, grid);
    put(overview, figures(found));
  }

  const stream = new EventStream('/api/events', {
    onEvent: (event) => {
      if (chosen.includes(event.data.study)) {
        frames.forEach((f) => f.refresh());
      }
    },
    onReconnect: () => frames.forEach((f) => f.refresh()),
    onState: frame.link,
  });
  loadStudies();
  draw();
  return {
    dispose() {
      stream.close();
      frames.forEach((f) => f.dispose());
    },
    retry: () => stream.retryNow(),
  };
}

function figures(found) {
  return h('div', { class: 'table-wrap', tabindex: '0', role: 'region', 'aria-label': 'Figures of the studies' }, table('Figures of the studies', [
    { title: 'Study', cell: (s) => h('a', { href: studyLink(s.name) }, s.name) },
    { title: 'State', cell: (s) => badge(s.state) },
    { title: 'Optimizer', cell: (s) => s.optimizer },
    { title: 'Objectives', cell: (s) => s.objectives.map((o) => `${o.direction} ${o.name}`).join(', ') },
    { title: 'Best', num: true, cell: (s) => (s.best ? number(s.best.values[0]) : s.front_size ? `${count(s.front_size)} on front` : '') },
    { title: 'Complete', num: true, cell: (s) => count(s.counts.complete) },
    { title: 'Cost', num: true, cell: (s) => (s.cost ? number(s.cost) : '') },
  ], found));
}
