// What a study is: parameters, notes, definition, attributes.

import { h, put, table } from '../lib/dom.js';
import { number, plain } from '../lib/format.js';

/** Attributes that the page shows elsewhere. */
const SHOWN = new Set(['notes', 'tags', 'definition', 'archived']);

export function definition(context) {
  const element = h('div', { class: 'two' });
  function draw() {
    const { study } = context;
    const attributes = Object.entries(study.attributes ?? {}).filter(([key]) => !SHOWN.has(key));
    put(element,
      h('div', { class: 'stack' },
        h('section', { class: 'card' }, h('h2', null, 'Parameters'),
          study.parameters.length
            ? h('div', { class: 'table-wrap', tabindex: '0', role: 'region', 'aria-label': 'Parameters' }, table('Parameters', [
              { title: 'Name', cell: (p) => h('code', null, p.name) },
              { title: 'Type', cell: (p) => p.type + (p.log ? ', log' : '') },
              { title: 'Domain', cell: domain },
              { title: 'Only when', cell: (p) => condition(p.condition) },
            ], study.parameters))
            : h('div', { class: 'body muted' }, 'None: candidates are texts or other JSON.')),
        h('section', { class: 'card' }, h('h2', null, 'Definition'),
          study.definition ? h('div', { class: 'body' }, h('pre', { class: 'code', tabindex: '0' }, study.definition))
            : h('div', { class: 'body muted' }, 'None is stored: a program made this study.'))),
      h('div', { class: 'stack' },
        h('section', { class: 'card' }, h('h2', null, 'Notes'),
          h('div', { class: 'body' }, study.notes ? h('p', null, study.notes.split('\n').flatMap((line, i) => (i ? [h('br'), line] : [line])))
            : h('p', { class: 'muted' }, 'None. “Edit” above changes them.'))),
        study.outcome_constraints?.length ? h('section', { class: 'card' }, h('h2', null, 'Outcome constraints'),
          h('div', { class: 'body' }, h('ul', null, study.outcome_constraints.map((c) => h('li', null, h('code', null, bound(c))))))) : null,
        study.fidelity ? h('section', { class: 'card' }, h('h2', null, 'Fidelity'),
          h('div', { class: 'body' }, h('p', null, 'Trials tell with ', h('code', null, study.fidelity.parameter), ' how exactly they are evaluated. Those below the truth are never a result.'),
            h('dl', { class: 'pairs' }, study.fidelity.levels
              ? study.fidelity.levels.map((l, i, all) => [h('dt', null, plain(l.value)), h('dd', null, `cost ${number(l.cost)}${i === all.length - 1 ? ', the truth' : ''}`)])
              : [[h('dt', null, 'truth'), h('dd', null, plain(study.fidelity.truth))], [h('dt', null, 'cost'), h('dd', null, study.fidelity.cost)]]))) : null,
        attributes.length ? h('section', { class: 'card' }, h('h2', null, 'Attributes'),
          h('div', { class: 'body' }, h('dl', { class: 'pairs' }, attributes.map(([k, v]) => [h('dt', null, k), h('dd', null, String(v).slice(0, 400))])))) : null));
  }
  draw();
  return { element, update: draw };
}

function condition(c) {
  return c ? `${c.parent} is ${c.values.map(plain).join(' or ')}` : '';
}

function bound(c) {
  const low = c.min === undefined ? '' : `${number(c.min)} ≤ `;
  const high = c.max === undefined ? '' : ` ≤ ${number(c.max)}`;
  return low + c.metric + high;
}

function domain(p) {
  if (p.value !== undefined) {
    return plain(p.value);
  }
  if (p.choices) {
    return p.choices.map(plain).join(', ');
  }
  if (p.items) {
    return `orders of ${p.items.map(plain).join(', ')}`;
  }
  if (p.low === undefined || p.low === null) {
    return '';
  }
  return `${number(p.low)} to ${number(p.high)}${p.step && !(p.type === 'int' && p.step === 1) ? `, step ${number(p.step)}` : ''}`;
}
