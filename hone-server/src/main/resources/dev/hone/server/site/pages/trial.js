// One trial: what was tried, what came of it, where it came from.

import { ChartFrame } from '../charts/frame.js';
import { intermediate } from '../charts/intermediate.js';
import { get, study as address } from '../lib/api.js';
import { h, put, throttle } from '../lib/dom.js';
import { EventStream } from '../lib/events.js';
import { count, duration, number, pairs, plain, when, worker } from '../lib/format.js';
import { badge, crumbs, empty, failure, loading, studyLink, trialLink } from '../lib/states.js';
import { artifacts } from './trial-artifacts.js';
import { differences } from './trial-diff.js';
import { lineage } from './trial-lineage.js';

export function show({ main, parts: [name, numberText], frame }) {
  const n = Number(numberText);
  frame.title(`Trial ${n}, ${name}`);
  let study = null;
  let trial = null;
  let curve = null;
  let gone = false;
  put(main, loading());

  async function load() {
    try {
      const [s, t] = await Promise.all([get(address(name)), get(address(name, 'trials', n))]);
      if (!gone) {
        [study, trial] = [s, t];
        draw();
      }
    } catch (e) {
      if (!gone && trial === null) {
        put(main, path(), failure(e, load));
      }
    }
  }

  function path() {
    return crumbs(['Studies', '#/'], [name, studyLink(name)], [`Trial ${n}`]);
  }

  function draw() {
    curve?.dispose();
    curve = null;
    const last = Object.values(study.counts).reduce((a, b) => a + b, 0) - 1;
    put(main, path(),
      h('div', { class: 'page-head' },
        h('div', { class: 'titles' },
          h('h1', null, `Trial ${n}`, badge(trial.state), study.best?.number === n ? h('span', { class: 'tag' }, 'best of the study') : null),
          h('div', { class: 'meta' },
            h('span', null, `from ${trial.origin.replace('_', ' ')}`),
            trial.worker ? h('span', { title: trial.worker }, `worker ${worker(trial.worker)}`) : null,
            h('span', null, `attempt ${trial.attempt}`),
            trial.started ? h('span', null, `started ${when(trial.started)}`) : null,
            trial.duration_s !== null && trial.duration_s !== undefined ? h('span', null, `took ${duration(trial.duration_s)}`) : null)),
        h('nav', { class: 'row', 'aria-label': 'Neighbours' },
          n > 0 ? h('a', { class: 'button', href: trialLink(name, n - 1) }, 'Previous') : null,
          n < last ? h('a', { class: 'button', href: trialLink(name, n + 1) }, 'Next') : null)),
      h('div', { class: 'two' },
        h('div', { class: 'stack' }, failed(), candidate(), critique(), differences(name, study, trial), log()),
        h('div', { class: 'stack' }, evaluation(), reports(), lineage(name, trial, study), artifacts(name, trial), attributes())));
  }

  function failed() {
    return trial.failure
      ? h('section', { class: 'card' }, h('h2', null, trial.state === 'pruned' ? 'Why it was pruned' : 'Why it failed'),
        h('div', { class: 'body' }, h('pre', { class: 'code', tabindex: '0' }, trial.failure)))
      : null;
  }

  function candidate() {
    const c = trial.candidate;
    if (c !== null && typeof c === 'object' && !Array.isArray(c)) {
      const entries = Object.entries(c);
      const short = entries.filter(([, v]) => !isText(v));
      return h('section', { class: 'card' }, h('h2', null, 'Candidate'),
        short.length ? h('div', { class: 'body' }, h('dl', { class: 'pairs' }, short.map(([k, v]) => [h('dt', null, k), h('dd', null, plain(v))]))) : null,
        entries.filter(([, v]) => isText(v)).map(([k, v]) => h('div', { class: 'body' }, h('h3', null, k), h('pre', { class: 'code', tabindex: '0' }, v))));
    }
    return h('section', { class: 'card' }, h('h2', null, 'Candidate'),
      h('div', { class: 'body' }, h('pre', { class: 'code', tabindex: '0' }, trial.text ?? (typeof c === 'string' ? c : JSON.stringify(c, null, 2)))));
  }

  function evaluation() {
    const rows = [];
    study.objectives.forEach((o, i) => trial.values?.length && rows.push([o.name, h('strong', null, number(trial.values[i]))]));
    Object.entries(trial.constraints ?? {}).forEach(([k, v]) => rows.push([k, h('span', { class: v <= 0 ? 'good' : 'bad' }, v === 0 ? 'satisfied' : `${v < 0 ? 'satisfied' : 'violated'} by ${number(Math.abs(v))}`)]));
    Object.entries(trial.metrics ?? {}).filter(([k]) => !study.objectives.some((o) => o.name === k)).forEach(([k, v]) => rows.push([k, number(v)]));
    if (trial.fidelity) {
      rows.push(['fidelity', `${trial.fidelity}, below the truth: never a result`]);
    }
    if (trial.cost) {
      rows.push(['cost', number(trial.cost)]);
    }
    return h('section', { class: 'card' }, h('h2', null, 'Evaluation'),
      rows.length ? h('div', { class: 'body' }, h('dl', { class: 'pairs' }, rows.map(([k, v]) => [h('dt', null, k), h('dd', null, v)])))
        : empty(trial.state === 'running' ? 'Being evaluated' : trial.state === 'queued' ? 'Waits for a worker' : 'No result'));
  }

  function critique() {
    return trial.critique ? h('section', { class: 'card' }, h('h2', null, 'Critique'), h('div', { class: 'body' }, trial.critique.split('\n').map((line) => h('p', null, line)))) : null;
  }

  function reports() {
    if (!trial.reports?.length) {
      return null;
    }
    curve = new ChartFrame(intermediate, async () => ({ series: [{ number: n, state: trial.state, points: trial.reports }] }), { study: name, title: `Intermediate values (${count(trial.reports.length)})` });
    return curve.element;
  }

  function log() {
    const long = Object.entries(trial.attributes ?? {}).filter(([, text]) => isText(text));
    const streams = [['stdout', trial.log?.stdout], ['stderr', trial.log?.stderr], ...long].filter(([, text]) => text);
    return streams.length ? h('section', { class: 'card' }, h('h2', null, 'Log, the end of it'),
      streams.map(([title, text]) => h('div', { class: 'body' }, h('h3', null, title), h('pre', { class: 'code', tabindex: '0' }, text)))) : null;
  }

  function attributes() {
    const entries = Object.entries(trial.attributes ?? {}).filter(([, v]) => !isText(v));
    return entries.length ? h('section', { class: 'card' }, h('h2', null, 'Attributes'), h('div', { class: 'body' },
      h('dl', { class: 'pairs' }, entries.map(([k, v]) => [h('dt', null, k), h('dd', null, attribute(v).slice(0, 2000))])))) : null;
  }

  const soon = throttle(700, load);
  const stream = new EventStream(`${address(name)}/events`, {
    onEvent: (event) => {
      if (event.data.number === n || (trial && event.type === 'study')) {
        soon();
      }
    },
    onReconnect: load,
    onState: frame.link,
  });
  load();
  return {
    dispose() {
      gone = true;
      soon.cancel();
      stream.close();
      curve?.dispose();
    },
    retry: () => stream.retryNow(),
  };
}

/** The text, or, where it is a JSON object, its entries. */
function attribute(text) {
  try {
    return pairs(JSON.parse(text));
  } catch {
    return text;
  }
}

/** Whether a value is to be read as text rather than as a name. */
export function isText(value) {
  return typeof value === 'string' && (value.includes('\n') || value.length > 120);
}
