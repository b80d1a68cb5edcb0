// The list of studies: search, sort, create, archive, delete.

import { get, send, sendText, study as address } from '../lib/api.js';
import { ask } from '../lib/dialog.js';
import { h, put, throttle, toast } from '../lib/dom.js';
import { EventStream } from '../lib/events.js';
import { count, number, plural } from '../lib/format.js';
import { aims, badge, empty, failure, judgeLink, loading, meter, studyLink, time } from '../lib/states.js';

const PAGE = 50;
const COLUMNS = [['name', 'Study'], [null, 'Kind'], ['state', 'State'], [null, 'Progress'], ['best', 'Best', true], ['trials', 'Trials', true], ['created', 'Created'], [null, '']];

export function show({ main, query, frame }) {
  frame.title('Studies');
  const view = {
    query: query.get('q') ?? '', sort: query.get('sort') ?? 'created', order: query.get('order') ?? 'desc',
    archived: query.get('archived') === 'true', offset: Number(query.get('offset') ?? 0),
  };
  const list = h('div', null, loading());
  const search = h('input', {
    type: 'search', placeholder: 'Search by name or tag', 'aria-label': 'Search studies', value: view.query,
    oninput: throttle(200, () => change({ query: search.value, offset: 0 })),
  });
  put(main,
    h('div', { class: 'page-head' },
      h('div', { class: 'titles' }, h('h1', null, 'Studies')),
      h('div', { class: 'row' }, h('button', { type: 'button', class: 'primary', onclick: () => create() }, 'New study'))),
    h('section', { class: 'card', 'aria-label': 'Studies' },
      h('div', { class: 'filters' }, search,
        h('label', { class: 'check' },
          h('input', { type: 'checkbox', checked: view.archived, onchange: (e) => change({ archived: e.target.checked, offset: 0 }) }),
          'Archived'),
        h('span', { class: 'bar-space' }),
        h('span', { class: 'muted', id: 'studies-total', 'aria-live': 'polite' })),
      list));

  let newest = 0;
  async function load() {
    const call = ++newest;
    try {
      const page = await get('/api/studies', {
        query: view.query, archived: view.archived, sort: view.sort, order: view.order, offset: view.offset, limit: PAGE,
      });
      if (call === newest) {
        draw(page);
      }
    } catch (e) {
      if (call === newest && (e.status !== 0 || !list.querySelector('table'))) {
        put(list, failure(e, load));
      }
    }
  }

  function change(part) {
    Object.assign(view, part);
    const kept = new URLSearchParams();
    for (const [key, value, usual] of [['q', view.query, ''], ['sort', view.sort, 'created'], ['order', view.order, 'desc'],
      ['archived', String(view.archived), 'false'], ['offset', String(view.offset), '0']]) {
      if (value !== usual) {
        kept.set(key, value);
      }
    }
    frame.query(kept);
    load();
  }

  function draw(page) {
    document.getElementById('studies-total')?.replaceChildren(page.total === 1 ? '1 study' : `${count(page.total)} studies`);
    if (page.items.length === 0) {
      put(list, view.query
        ? empty('No study matches', h('p', null, `Nothing is called or tagged “${view.query}”.`))
        : view.archived
          ? empty('Nothing is archived')
          : empty('No studies yet', h('p', null, 'Create one here from a study file, or start one with ', h('code', null, 'hone tune study.yaml'), '.')));
      return;
    }
    const focus = document.activeElement?.dataset?.key;
    put(list,
      h('table', { class: 'studies' },
        h('caption', { class: 'sr' }, 'Studies of this store'),
        h('thead', null, h('tr', null, COLUMNS.map(([key, title, num]) => heading(key, title, num)))),
        h('tbody', null, page.items.map(row))),
      page.total > PAGE ? pager(page.total) : null);
    if (focus) {
      list.querySelector(`[data-key="${CSS.escape(focus)}"]`)?.focus();
    }
  }

  function heading(key, title, num) {
    if (!key) {
      return h('th', { scope: 'col' }, title || h('span', { class: 'sr' }, 'Actions'));
    }
    const current = view.sort === key;
    return h('th', { scope: 'col', class: num ? 'num' : null, 'aria-sort': current ? `${view.order}ending` : null },
      h('button', {
        type: 'button', class: 'sort', 'data-key': `sort:${key}`,
        onclick: () => change({ sort: key, order: current && view.order === 'asc' ? 'desc' : current ? 'asc' : key === 'name' ? 'asc' : 'desc', offset: 0 }),
      }, title));
  }

  function row(item) {
    const total = Object.values(item.counts).reduce((a, b) => a + b, 0);
    const done = item.counts.complete + item.counts.pruned + item.counts.failed;
    const budget = item.budget?.trials;
    return h('tr', { 'data-study': item.name },
      h('td', null,
        h('a', { class: 'name', href: studyLink(item.name), 'data-key': `open:${item.name}` }, item.name),
        h('div', { class: 'muted' }, h('small', null, aims(item.objectives))),
        item.tags.length ? h('div', { class: 'row' }, item.tags.map((t) => h('span', { class: 'tag' }, t))) : null),
      h('td', { 'data-label': 'Kind' }, item.kind, h('div', { class: 'muted' }, h('small', null, item.optimizer))),
      h('td', null, badge(item.state), item.counts.running && item.state !== 'running' ? h('div', { class: 'muted' }, h('small', null, `${count(item.counts.running)} still running`)) : null),
      h('td', { class: 'progress-cell' },
        budget ? [meter(done, budget, `Trials of ${item.name}`), h('small', { class: 'muted num' }, `${count(done)} of ${count(budget)}`)]
          : h('small', { class: 'muted num' }, plural(done, 'finished trial'))),
      h('td', { class: 'num', 'data-label': 'Best' }, best(item)),
      h('td', { class: 'num', 'data-label': 'Trials' }, count(total),
        item.counts.failed ? h('div', { class: 'bad' }, h('small', null, `${count(item.counts.failed)} failed`)) : null),
      h('td', { class: 'nowrap', 'data-label': 'Created' }, time(item.created)),
      h('td', { class: 'actions' },
        h('button', { type: 'button', class: 'quiet', 'aria-label': `${item.archived ? 'Restore' : 'Archive'} ${item.name}`, onclick: () => archive(item) },
          item.archived ? 'Restore' : 'Archive'),
        h('button', { type: 'button', class: 'quiet danger', 'aria-label': `Delete ${item.name}`, onclick: () => remove(item).then((gone) => gone && load()) }, 'Delete')));
  }

  function best(item) {
    if (item.objectives.length === 0) {
      return [item.best ? h('strong', null, `trial ${item.best.number}`) : null,
        h('div', { class: 'muted' }, h('small', null, `${plural(item.comparisons, 'comparison')}, `,
          h('a', { href: judgeLink(item.name), 'aria-label': `Compare candidates of ${item.name}`, 'data-key': `judge:${item.name}` }, 'compare')))];
    }
    if (item.objectives.length > 1) {
      return item.front_size ? `${count(item.front_size)} on front` : '';
    }
    return item.best ? h('strong', null, number(item.best.values[0])) : '';
  }

  function pager(total) {
    const last = Math.min(total, view.offset + PAGE);
    return h('div', { class: 'pager' },
      h('span', null, `${view.offset + 1} to ${last} of ${count(total)}`),
      h('span', { class: 'row' },
        h('button', { type: 'button', disabled: view.offset === 0, 'data-key': 'previous', onclick: () => change({ offset: Math.max(0, view.offset - PAGE) }) }, 'Previous'),
        h('button', { type: 'button', disabled: last >= total, 'data-key': 'next', onclick: () => change({ offset: view.offset + PAGE }) }, 'Next')));
  }

  async function archive(item) {
    try {
      await send('PATCH', address(item.name), { archived: !item.archived });
      toast(item.archived ? `${item.name} is back in the list.` : `${item.name} is archived.`);
      load();
    } catch (e) {
      toast(e.message, true);
    }
  }

  const soon = throttle(700, load);
  const stream = new EventStream('/api/events', { onEvent: soon, onReconnect: load, onState: frame.link });
  load();
  return {
    dispose() {
      soon.cancel();
      stream.close();
    },
    retry: () => stream.retryNow(),
  };
}

/** Deletes a study once its name has been typed. True if it is gone. */
export async function remove(item) {
  const typed = h('input', { type: 'text', autocomplete: 'off', autofocus: true, 'aria-describedby': 'delete-what' });
  const finished = Object.values(item.counts).reduce((a, b) => a + b, 0);
  const gone = await ask({
    title: `Delete ${item.name}?`,
    small: true,
    danger: true,
    action: 'Delete',
    body: [
      h('p', { id: 'delete-what' }, `The study goes with its ${plural(finished, 'trial')} and all artifacts. This cannot be undone; archiving hides a study and keeps it.`),
      h('label', { class: 'field' }, h('span', null, 'Type the name of the study'), typed),
    ],
    submit: async () => {
      if (typed.value !== item.name) {
        throw new Error(`This is not the name: expected “${item.name}”.`);
      }
      await send('DELETE', `${address(item.name)}?confirm=${encodeURIComponent(typed.value)}`);
      return true;
    },
  });
  if (gone) {
    toast(`${item.name} is deleted.`);
  }
  return Boolean(gone);
}

const EXAMPLE = `study: my-study
objectives:
  - minimize: loss
parameters:
  learning_rate: {type: float, low: 1e-5, high: 0.1, log: true}
  layers: {type: int, low: 1, high: 8}
evaluator: external
budget: {trials: 100}
`;

/** Creates a study from YAML; errors are shown where they are. */
async function create() {
  const text = h('textarea', { rows: 16, spellcheck: 'false', autofocus: true, value: EXAMPLE, 'aria-label': 'Study file' });
  const file = h('input', {
    type: 'file', accept: '.yaml,.yml', 'aria-label': 'Open a study file',
    onchange: async () => {
      if (file.files.length) {
        text.value = await file.files[0].text();
      }
    },
  });
  const made = await ask({
    title: 'New study',
    action: 'Create',
    body: [
      h('p', { class: 'muted' }, 'A study file. With ', h('code', null, 'evaluator: external'), ', whoever asks through REST evaluates. Others need a server that was started with ',
        h('code', null, '--allow-commands'), ', and are evaluated by ', h('code', null, 'hone worker'), '.'),
      h('label', { class: 'field' }, h('span', null, 'From a file'), file),
      text,
    ],
    submit: () => sendText('POST', '/api/studies', 'application/yaml', text.value),
    onProblem: (error) => markLine(text, error.place),
  });
  if (made) {
    location.hash = studyLink(made.name);
  }
}

/** Selects the line that "file:line" or "file:line:column" is about. */
function markLine(text, place) {
  const line = Number(/:(\d+)(?::\d+)?$/.exec(place ?? '')?.[1]);
  const lines = text.value.split('\n');
  if (!line || line > lines.length) {
    return;
  }
  const start = lines.slice(0, line - 1).reduce((sum, l) => sum + l.length + 1, 0);
  text.focus();
  text.setSelectionRange(start, start + lines[line - 1].length);
}
