// Several studies on the same axes.

import { get, study as address } from '../lib/api.js';
import { ChartFrame } from '../charts/frame.js';
import { compareFront, compareHistory } from '../charts/compare.js';
import { edf } from '../charts/edf.js';
import { h, put, table, throttle } from '../lib/dom.js';
import { EventStream } from '../lib/events.js';
import { count, number } from '../lib/format.js';
import { aims, badge, empty, failure, loading, studyLink } from '../lib/states.js';

const MOST = 8;

export function show({ main, query, frame }) {
  frame.title('Compare');
  let chosen = query.getAll('study').slice(0, MOST);
  let frames = [];
  let figures = null;
  let newest = 0;
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
      const names = [...new Set([...chosen, ...page.items.map((s) => s.name)])];
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
    const call = ++newest;
    if (chosen.length < 2) {
      forget();
      put(result, h('div', { class: 'card' }, empty('Choose two or more studies', h('p', null, 'Their histories, distributions and fronts appear here.'))));
      return;
    }
    try {
      const [found, missing] = await details();
      if (call === newest) {
        forget();
        put(result, missing.length ? h('p', { class: 'note bad', role: 'alert' }, `There is no study ${missing.map((m) => `“${m}”`).join(', ')} any more.`) : null,
          found.length ? [overview(found), chartsOf(found)] : null);
      }
    } catch (e) {
      if (call === newest) {
        forget();
        put(result, failure(e, draw));
      }
    }
  }

  function forget() {
    frames.forEach((f) => f.dispose());
    frames = [];
    figures = null;
  }

  /** The chosen studies, and the names of those that are gone. */
  async function details() {
    const answers = await Promise.allSettled(chosen.map((name) => get(address(name))));
    const other = answers.find((a) => a.status === 'rejected' && a.reason.status !== 404);
    if (other) {
      throw other.reason;
    }
    return [answers.filter((a) => a.status === 'fulfilled').map((a) => a.value),
      chosen.filter((_, i) => answers[i].status === 'rejected')];
  }

  function overview(found) {
    figures = h('div', { class: 'table-wrap', tabindex: '0', role: 'region', 'aria-label': 'Figures of the studies' }, figuresOf(found));
    return h('section', { class: 'card', 'aria-label': 'Figures' }, figures);
  }

  function chartsOf(found) {
    const names = found.map((s) => s.name);
    const grid = h('div', { class: 'charts' });
    const add = (chart, className, settings) => {
      const f = new ChartFrame(chart, (signal) => get(`/api/compare/${chart.id}`, { study: names }, { signal }), { study: 'compare', className, settings });
      frames.push(f);
      grid.append(f.element);
    };
    if (found.every((s) => s.objectives.length > 1)) {
      add(compareFront, 'half');
      add(compareHistory, 'half');
    } else {
      add(compareHistory);
    }
    const measured = new Set(found.flatMap((s) => s.objectives.slice(0, 1).map((o) => o.name)));
    add(edf, null, { objectiveName: measured.size === 1 ? [...measured][0] : 'value' });
    return grid;
  }

  const soon = throttle(1000, async () => {
    frames.forEach((f) => f.refresh());
    const call = newest;
    const [found, missing] = await details().catch(() => [null, []]);
    if (call !== newest || found === null) {
      return;
    }
    if (missing.length) {
      draw();
    } else if (figures) {
      put(figures, figuresOf(found));
    }
  });
  const stream = new EventStream('/api/events', {
    onEvent: (event) => {
      if (chosen.includes(event.data.study)) {
        soon();
      }
    },
    onReconnect: soon,
    onState: frame.link,
  });
  loadStudies();
  draw();
  return {
    dispose() {
      newest++;
      soon.cancel();
      stream.close();
      forget();
    },
    retry: () => stream.retryNow(),
  };
}

function figuresOf(found) {
  return table('Figures of the studies', [
    { title: 'Study', cell: (s) => h('a', { href: studyLink(s.name) }, s.name) },
    { title: 'State', cell: (s) => badge(s.state) },
    { title: 'Optimizer', cell: (s) => s.optimizer },
    { title: 'Objectives', cell: (s) => aims(s.objectives) },
    { title: 'Best', num: true, cell: (s) => (s.best ? (s.best.values.length ? number(s.best.values[0]) : `trial ${s.best.number}`) : s.front_size ? `${count(s.front_size)} on front` : '') },
    { title: 'Complete', num: true, cell: (s) => count(s.counts.complete) },
    { title: 'Cost', num: true, cell: (s) => (s.cost ? number(s.cost) : '') },
  ], found);
}
