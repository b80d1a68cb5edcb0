// One study: where it stands, its charts, its trials, its definition.

import { get, study as address } from '../lib/api.js';
import { h, put, throttle } from '../lib/dom.js';
import { EventStream } from '../lib/events.js';
import { count, number, plain } from '../lib/format.js';
import { aims, badge, crumbs, failure, judgeLink, loading, meter, time, trialLink } from '../lib/states.js';
import { actions } from './study-actions.js';
import { charts } from './study-charts.js';
import { compared } from './study-compared.js';
import { definition } from './study-definition.js';
import { trials } from './study-trials.js';

const SECTIONS = [
  ['overview', 'Overview', (context) => sectionOf(context, 'overview')],
  ['parameters', 'Parameters', (context) => sectionOf(context, 'parameters')],
  ['progress', 'Progress', (context) => sectionOf(context, 'progress')],
  ['trials', 'Trials', trials],
  ['definition', 'Definition', definition],
];

/** Charts, or what there is instead where nothing is measured. */
function sectionOf(context, section) {
  return (context.study.objectives.length ? charts : compared)(context, section);
}

export function show({ main, parts: [name], query, frame }) {
  frame.title(name);
  const head = h('div');
  const figures = h('section', { class: 'card figures', 'aria-label': 'Key figures' });
  const advice = h('div');
  const panel = h('div', { role: 'tabpanel', id: 'panel', tabindex: '-1' });
  const context = {
    name, query, frame, study: null, reload,
    openTrial: (trial) => {
      location.hash = trialLink(name, trial);
    },
  };
  let section = null;
  let current = SECTIONS.some(([id]) => id === query.get('view')) ? query.get('view') : 'overview';
  let gone = false;
  put(main, loading());

  async function reload() {
    try {
      const study = await get(address(name));
      if (gone) {
        return;
      }
      const first = context.study === null;
      context.study = study;
      drawHead();
      if (first) {
        put(main, head, figures, advice, tabs(), panel);
        open(current);
      } else {
        section?.update?.();
      }
    } catch (e) {
      if (!gone && (context.study === null || e.status === 404)) {
        put(main, crumbs(['Studies', '#/'], [name]), failure(e, reload));
      }
    }
  }

  function drawHead() {
    const study = context.study;
    put(head,
      crumbs(['Studies', '#/'], [name]),
      h('div', { class: 'page-head' },
        h('div', { class: 'titles' },
          h('h1', null, name, badge(study.state)),
          h('div', { class: 'meta' },
            h('span', null, aims(study.objectives)),
            study.optimizer ? h('span', null, `optimizer ${study.optimizer}`) : null,
            h('span', null, `seed ${study.seed}`),
            h('span', null, 'created ', time(study.created)),
            study.tags.map((t) => h('span', { class: 'tag' }, t)))),
        study.objectives.length ? null : h('a', { class: 'button primary', href: judgeLink(name) }, 'Compare candidates'),
        actions(context)));
    drawFigures(study);
    put(advice, recommendation(name, study.recommendation));
  }

  function drawFigures(study) {
    const c = study.counts;
    const done = c.complete + c.pruned + c.failed;
    const budget = study.budget?.trials;
    const single = study.objectives.length === 1;
    put(figures,
      study.objectives.length === 0
        ? [figure('Preferred', study.best ? h('a', { href: trialLink(name, study.best.number) }, `trial ${study.best.number}`) : '–', study.best ? 'of those compared' : 'none yet'),
          figure('Comparisons', count(study.comparisons), h('a', { href: judgeLink(name) }, 'compare'))]
        : single
        ? figure(`Best ${study.objectives[0].name}`, study.best ? number(study.best.values[0]) : '–',
          study.best ? h('a', { href: trialLink(name, study.best.number) }, `trial ${study.best.number}`) : 'none yet')
        : figure('Pareto front', count(study.front_size ?? 0), 'trials on it'),
      figure('Finished', budget ? `${count(done)} / ${count(budget)}` : count(done), budget ? meter(done, budget, 'Finished trials of the budget') : 'no limit of trials'),
      figure('Running', count(c.running), c.queued ? `${count(c.queued)} queued` : 'none queued'),
      figure('Pruned', count(c.pruned), share(c.pruned, done)),
      figure('Failed', count(c.failed), share(c.failed, done), c.failed > 0),
      study.cost ? figure('Cost', number(study.cost), 'in all') : null);
  }

  function figure(label, value, sub, bad = false) {
    return h('div', { class: 'figure' }, h('span', { class: 'k' }, label), h('span', { class: bad ? 'v bad' : 'v' }, value), h('span', { class: 's' }, sub));
  }

  function tabs() {
    const buttons = SECTIONS.map(([id, title]) => h('button', {
      type: 'button', role: 'tab', id: `tab-${id}`, 'aria-controls': 'panel', onclick: () => open(id),
    }, title));
    return h('div', {
      class: 'tabs', role: 'tablist', 'aria-label': 'Parts of the study',
      onkeydown: (e) => {
        const step = { ArrowRight: 1, ArrowLeft: -1 }[e.key];
        if (step) {
          const next = (SECTIONS.findIndex(([id]) => id === current) + step + SECTIONS.length) % SECTIONS.length;
          open(SECTIONS[next][0]);
          buttons[next].focus();
        }
      },
    }, buttons);
  }

  function open(id) {
    section?.dispose?.();
    if (id !== current) {
      query.set('view', id);
      frame.query(query);
    }
    current = id;
    for (const [other] of SECTIONS) {
      const tab = document.getElementById(`tab-${other}`);
      tab.setAttribute('aria-selected', String(other === id));
      tab.tabIndex = other === id ? 0 : -1;
    }
    panel.setAttribute('aria-labelledby', `tab-${id}`);
    section = SECTIONS.find(([other]) => other === id)[2](context);
    put(panel, section.element);
  }

  const soon = throttle(400, reload);
  const stream = new EventStream(`${address(name)}/events`, { onEvent: soon, onReconnect: reload, onState: frame.link });
  reload();
  return {
    dispose() {
      gone = true;
      soon.cancel();
      stream.close();
      section?.dispose?.();
    },
    retry: () => stream.retryNow(),
  };
}

/** What the optimizer's model would use. */
function recommendation(name, use) {
  if (!use) {
    return null;
  }
  const values = Object.entries(use.configuration).filter(([parameter]) => parameter !== use.environment);
  const spread = `${number(use.mean)} ± ${number(use.sd)}`;
  return h('section', { class: 'card recommended', 'aria-labelledby': 'recommended' },
    h('h2', { id: 'recommended' }, 'Recommended by the model'),
    h('div', { class: 'body' },
      h('dl', { class: 'pairs' }, values.map(([parameter, value]) => [h('dt', null, parameter), h('dd', null, plain(value))])),
      h('p', { class: 'muted' }, use.trial === undefined
        ? [`Expected: ${spread}`, use.environment ? ` over all values of ${use.environment}` : null]
        : [h('a', { href: trialLink(name, use.trial) }, `Trial ${use.trial}`), `, utility ${spread} in units of the noise of one comparison`])));
}

function share(part, whole) {
  return whole > 0 && part > 0 ? `${((part / whole) * 100).toFixed(part / whole < 0.1 ? 1 : 0)} % of the finished` : 'none';
}
