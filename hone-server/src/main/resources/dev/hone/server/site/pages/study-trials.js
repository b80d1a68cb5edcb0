// Trials of a study as tables: the latest ones, and all of them in pages.

import { get, study as address } from '../lib/api.js';
import { h, put, select, table, throttle } from '../lib/dom.js';
import { duration, number, pairs, worker } from '../lib/format.js';
import { badge, empty, failure, loading, time, trialLink } from '../lib/states.js';

const PAGE = 100;
const STATES = [['', 'all'], ['running', 'running'], ['queued', 'queued'], ['complete', 'complete'], ['pruned', 'pruned'], ['failed', 'failed']];

function columns(context) {
  const { study, name } = context;
  return [
    { title: 'Trial', cell: (t) => h('a', { href: trialLink(name, t.number) }, String(t.number)) },
    { title: 'State', cell: (t) => badge(t.state) },
    ...study.objectives.map((o, i) => ({
      title: o.name, num: true, cell: (t) => (t.values?.length ? [number(t.values[i]), t.fidelity ? h('span', { class: 'muted' }, ` ${t.fidelity}`) : null] : i === 0 ? reported(t) : ''),
    })),
    { title: 'Candidate', class: 'ellipsis', tip: (t) => t.text ?? pairs(t.candidate), cell: (t) => (t.state === 'failed' && t.failure ? h('span', { class: 'bad' }, t.failure.split('\n')[0]) : t.text ?? pairs(t.candidate)) },
    { title: 'Took', num: true, cell: (t) => duration(t.duration_s) },
    { title: 'Worker', class: 'nowrap muted', tip: (t) => t.worker, cell: (t) => worker(t.worker) },
    { title: 'Started', class: 'nowrap', cell: (t) => time(t.started) },
  ];
}

/** What a trial without a result said last, which is about the first objective. */
function reported(trial) {
  const last = trial.reports?.at(-1);
  return last ? h('span', { class: 'muted', title: `intermediate value at step ${last[0]}` }, number(last[1])) : '';
}

/** The latest trials. */
export function recent(context) {
  const body = h('div', { class: 'table-wrap', tabindex: '0', role: 'region', 'aria-label': 'Latest trials' }, loading());
  async function load() {
    try {
      const { items } = await get(`${address(context.name)}/trials`, { order: 'desc', limit: 8 });
      put(body, items.length
        ? table('Latest trials', columns(context), items)
        : empty('No trials yet', h('p', null, 'They appear here as soon as somebody evaluates: ', h('code', null, 'hone tune'), ', ', h('code', null, 'hone worker'), ' or REST.')));
    } catch (e) {
      if (e.status !== 0) {
        put(body, failure(e, load));
      }
    }
  }
  const soon = throttle(800, load);
  load();
  return {
    element: h('section', { class: 'card' }, h('h2', null, 'Latest trials'), body),
    update: soon,
    dispose: () => soon.cancel(),
  };
}

/** All trials, in pages. */
export function trials(context) {
  const view = { state: context.query.get('state') ?? '', order: 'desc' };
  /** Where each page starts; the first one has no start. */
  let starts = [null];
  let next = null;
  const body = h('div', { class: 'table-wrap', tabindex: '0', role: 'region', 'aria-label': 'Trials' }, loading());
  const previousButton = h('button', { type: 'button', onclick: () => move(-1) }, 'Previous');
  const nextButton = h('button', { type: 'button', onclick: () => move(1) }, 'Next');
  const where = h('span', { 'aria-live': 'polite' });
  let newest = 0;

  async function load() {
    const call = ++newest;
    try {
      const from = starts.at(-1);
      const page = await get(`${address(context.name)}/trials`, { state: view.state, order: view.order, from, limit: PAGE });
      if (call !== newest) {
        return;
      }
      next = page.next;
      put(body, page.items.length
        ? table('Trials', columns(context), page.items)
        : empty(view.state ? `No ${view.state} trials` : 'No trials yet'));
      where.textContent = page.items.length ? `trials ${page.items[0].number} to ${page.items.at(-1).number}` : '';
      previousButton.disabled = starts.length < 2;
      nextButton.disabled = next === null || next === undefined;
    } catch (e) {
      if (call === newest && e.status !== 0) {
        put(body, failure(e, load));
      }
    }
  }

  function move(step) {
    if (step > 0) {
      starts.push(next);
    } else {
      starts.pop();
    }
    load();
  }

  function change(part) {
    Object.assign(view, part);
    starts = [null];
    context.query[view.state ? 'set' : 'delete']('state', view.state);
    context.frame.query(context.query);
    load();
  }

  const soon = throttle(1500, () => starts.length === 1 && load());
  load();
  return {
    element: h('section', { class: 'card', 'aria-label': 'Trials' },
      h('div', { class: 'filters' },
        select('State', STATES, view.state, (state) => change({ state })),
        select('Order', [['desc', 'latest first'], ['asc', 'first first']], view.order, (order) => change({ order }))),
      body,
      h('div', { class: 'pager' }, where, h('span', { class: 'row' }, previousButton, nextButton))),
    update: soon,
    dispose: () => soon.cancel(),
  };
}
