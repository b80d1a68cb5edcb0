// What a study shows whose trials are compared: what was said about them, and the charts that need no values.

import { get, study as address } from '../lib/api.js';
import { CHARTS } from '../charts/all.js';
import { ChartFrame } from '../charts/frame.js';
import { h, put, table, throttle } from '../lib/dom.js';
import { empty, failure, judgeLink, loading, trialLink } from '../lib/states.js';
import { recent } from './study-trials.js';

const SHOWN = 20;

export function compared(context, section) {
  const element = h('div', { class: 'charts' });
  const parts = [];
  if (section === 'overview') {
    parts.push(comparisons(context), recent(context));
    parts.forEach((p) => element.append(p.element));
  } else if (section === 'progress') {
    for (const id of ['cost', 'timeline']) {
      const frame = new ChartFrame(CHARTS[id], (signal) => get(`${address(context.name)}/charts/${id}`, {}, { signal }),
        { study: context.name, onPick: context.openTrial, settings: {} });
      parts.push({ update: () => frame.refresh(), dispose: () => frame.dispose() });
      element.append(frame.element);
    }
  } else {
    put(element, h('p', { class: 'note' }, 'The trials of this study are compared with each other, not measured: there are no values to draw.'));
  }
  return {
    element,
    update: () => parts.forEach((p) => p.update()),
    dispose: () => parts.forEach((p) => p.dispose?.()),
  };
}

/** The latest comparisons. */
function comparisons(context) {
  const body = h('div', { class: 'table-wrap', tabindex: '0', role: 'region', 'aria-label': 'Latest comparisons' }, loading());
  async function load() {
    try {
      const from = Math.max(0, context.study.comparisons - SHOWN);
      const { items } = await get(`${address(context.name)}/comparisons`, { from });
      put(body, items.length ? table('Latest comparisons', [
        { title: 'No.', cell: (c) => String(c.position + 1) },
        { title: 'Judge', cell: (c) => c.judge },
        { title: 'Trials, best first', cell: (c) => ranking(context.name, c.ranking) },
      ], items.reverse()) : empty('Nothing was compared yet', h('p', null, h('a', { href: judgeLink(context.name) }, 'Compare candidates'))));
    } catch (e) {
      if (e.status !== 0) {
        put(body, failure(e, load));
      }
    }
  }
  const soon = throttle(800, load);
  load();
  return {
    element: h('section', { class: 'card' }, h('h2', null, 'Latest comparisons'), body),
    update: soon,
    dispose: () => soon.cancel(),
  };
}

function ranking(name, tiers) {
  const link = (n) => h('a', { href: trialLink(name, n) }, String(n));
  return tiers.map((tier, i) => [
    i > 0 ? ' > ' : null,
    Array.isArray(tier) ? tier.map((n, k) => [k > 0 ? ' = ' : null, link(n)]) : link(tier),
  ]);
}
