// What can be done with a study: pause, resume, stop, enqueue, export, edit, archive, delete.

import { request, send, study as address } from '../lib/api.js';
import { ask } from '../lib/dialog.js';
import { download, h, toast } from '../lib/dom.js';
import { fileName } from '../lib/format.js';
import { studyLink } from '../lib/states.js';
import { remove } from './studies.js';

const SAID = {
  pause: 'Paused: running trials finish, no new ones start.',
  resume: 'Resumed: whoever evaluates it takes trials again.',
  stop: 'Stopped: running trials go back to the queue, and the run ends.',
};

export function actions(context) {
  const { study } = context;
  const button = (text, run, className) => h('button', { type: 'button', class: className, onclick: run }, text);
  const held = study.state === 'paused' || study.state === 'stopped';
  return h('div', { class: 'row', role: 'group', 'aria-label': 'Actions' },
    held ? button('Resume', () => control(context, 'resume'), 'primary') : null,
    !held && study.state !== 'finished' ? button('Pause', () => control(context, 'pause')) : null,
    study.state !== 'stopped' && study.state !== 'finished' ? button('Stop', () => stop(context)) : null,
    study.parameters?.length ? button('Enqueue', () => enqueue(context)) : null,
    button('Edit', () => edit(context)),
    exportMenu(context),
    button(study.archived ? 'Restore' : 'Archive', () => archive(context)),
    button('Delete', async () => {
      if (await remove(study)) {
        location.hash = '#/';
      }
    }, 'danger'));
}

async function attempt(context, call, said) {
  try {
    await call();
    toast(said);
    context.reload();
  } catch (e) {
    toast(e.message, true);
  }
}

function control(context, action) {
  return attempt(context, () => send('POST', `${address(context.name)}/control`, { action }), SAID[action]);
}

async function stop(context) {
  const sure = await ask({
    title: `Stop ${context.name}?`, small: true, action: 'Stop',
    body: h('p', null, 'Running evaluations are ended and their trials go back to the queue. Everything is kept, and the study can be resumed.'),
    submit: async () => true,
  });
  if (sure) {
    control(context, 'stop');
  }
}

function archive(context) {
  const archived = !context.study.archived;
  return attempt(context, () => send('PATCH', address(context.name), { archived }), archived ? 'Archived.' : 'Back in the list.');
}

function exportMenu(context) {
  const formats = [['', 'Export'], ['csv', 'CSV'], ['jsonl', 'JSON lines'], ['optuna', 'Optuna (SQLite)']];
  const box = h('select', {
    'aria-label': 'Export the study',
    onchange: async () => {
      const format = box.value;
      box.value = '';
      try {
        const response = await request(`${address(context.name)}/export?format=${format}`);
        download(fileName(context.name) + { csv: '.csv', jsonl: '.jsonl', optuna: '.db' }[format], '', await response.blob());
      } catch (e) {
        toast(e.message, true);
      }
    },
  }, formats.map(([value, text]) => h('option', { value }, text)));
  return box;
}

async function edit(context) {
  const { study } = context;
  const name = h('input', { type: 'text', value: study.name, required: true });
  const tags = h('input', { type: 'text', value: study.tags.join(', ') });
  const notes = h('textarea', { rows: 6, value: study.notes ?? '' });
  const changed = await ask({
    title: 'Edit study', action: 'Save',
    body: [
      h('label', { class: 'field' }, h('span', null, 'Name'), name),
      h('label', { class: 'field' }, h('span', null, 'Tags, with commas between'), tags),
      h('label', { class: 'field' }, h('span', null, 'Notes'), notes),
    ],
    submit: async () => {
      const list = [...new Set(tags.value.split(',').map((t) => t.trim()).filter(Boolean))];
      const body = { notes: notes.value, tags: list };
      if (name.value !== study.name) {
        body.name = name.value;
      }
      await send('PATCH', address(study.name), body);
      return { name: name.value };
    },
  });
  if (changed?.name && changed.name !== study.name) {
    location.hash = studyLink(changed.name);
  } else if (changed) {
    context.reload();
  }
}

/** A form with one control a parameter; what is left empty is chosen by the optimizer. */
async function enqueue(context) {
  const { study } = context;
  const controls = study.parameters.filter((p) => p.type !== 'constant').map((p) => [p, inputFor(p)]);
  const made = await ask({
    title: 'Enqueue a configuration', action: 'Enqueue',
    body: [
      h('p', { class: 'muted' }, 'Evaluated before the optimizer’s own proposals. What is left empty is filled in.'),
      controls.map(([p, input]) => h('label', { class: 'field' }, h('span', null, p.name, ' ', h('small', null, hint(p))), input)),
    ],
    submit: async () => {
      const configuration = {};
      for (const [p, input] of controls) {
        if (input.value !== '') {
          configuration[p.name] = read(p, input.value);
        }
      }
      return send('POST', `${address(study.name)}/enqueue`, { configurations: [configuration] });
    },
  });
  if (made) {
    toast(`Queued as trial ${made.numbers.join(', ')}.`);
    context.reload();
  }
}

function inputFor(p) {
  if (p.choices) {
    return h('select', null, h('option', { value: '' }, ''), p.choices.map((c, i) => h('option', { value: String(i) }, String(c))));
  }
  return h('input', { type: 'text', inputmode: p.type === 'float' || p.type === 'int' ? 'decimal' : 'text', autocomplete: 'off' });
}

function hint(p) {
  if (p.choices) {
    return '';
  }
  if (p.items) {
    return `an order of ${JSON.stringify(p.items)}`;
  }
  return p.low === undefined ? '' : `${p.low} to ${p.high}${p.log ? ', logarithmic' : ''}${p.step && p.type === 'float' ? `, step ${p.step}` : ''}`;
}

function read(p, text) {
  if (p.choices) {
    return p.choices[Number(text)];
  }
  if (p.type === 'float' || p.type === 'int') {
    const value = Number(text);
    if (Number.isNaN(value)) {
      throw new Error(`${p.name} is “${text}”, expected a number.`);
    }
    return value;
  }
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
