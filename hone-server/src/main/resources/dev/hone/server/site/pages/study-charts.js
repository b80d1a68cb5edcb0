// The charts of a study, in sections; each loads when it is seen.

import { get, study as address } from '../lib/api.js';
import { CHARTS } from '../charts/all.js';
import { ChartFrame } from '../charts/frame.js';
import { h, put, select } from '../lib/dom.js';
import { recent } from './study-trials.js';

export function charts(context, section) {
  const element = h('div', { class: 'charts' });
  const frames = [];
  const shared = { objective: 0 };
  const others = [];
  const { study } = context;
  const several = study.objectives.length > 1;
  const settings = () => ({
    objective: shared.objective,
    objectiveName: study.objectives[shared.objective].name,
    minimize: study.objectives[shared.objective].direction === 'minimize',
  });

  function add(id, options = {}, query = () => ({})) {
    const chart = CHARTS[id];
    const frame = new ChartFrame(chart,
      (signal) => get(`${address(context.name)}/charts/${id}`, { objective: shared.objective, ...query() }, { signal }),
      { study: context.name, onPick: context.openTrial, ...options, settings: { ...settings(), ...options.settings } });
    frames.push(frame);
    element.append(frame.element);
    return frame;
  }

  function objectiveChoice() {
    if (!several) {
      return;
    }
    element.append(h('div', { class: 'row' }, select('Objective', study.objectives.map((o, i) => [i, o.name]), 0, (i) => {
      shared.objective = Number(i);
      frames.forEach((f) => {
        Object.assign(f.settings, settings());
        f.change();
      });
    }, { id: 'objective' })));
  }

  const SECTIONS = {
    overview() {
      if (several) {
        add('front', { className: 'wide', hint: study.objectives.length > 2 ? 'Drag, or use the arrow keys, to turn' : null });
        add('hypervolume', { className: 'third tall' });
      }
      objectiveChoice();
      if (study.sequence) {
        add('sequence', { className: 'wide' });
      }
      addHistory();
      add('importance', { className: 'third tall' });
      const list = recent(context);
      others.push(list);
      element.append(list.element);
    },
    parameters() {
      objectiveChoice();
      add('importance', { className: 'half' });
      addSlice();
      add('parallel');
      addContour();
    },
    progress() {
      objectiveChoice();
      add('edf', { className: 'half' });
      add('terminator', { className: 'half' });
      add('intermediate', { className: 'half' });
      add('cost', { className: 'half' });
      add('timeline', {});
    },
  };

  function toggle(text, name, on) {
    return (frame) => h('label', null, h('input', {
      type: 'checkbox', checked: on, onchange: (e) => frame().set({ [name]: e.target.checked }),
    }), text);
  }

  function addHistory() {
    let frame = null;
    const controls = [toggle('Clip outliers', 'focus', true), toggle('Log', 'log', false)].map((make) => make(() => frame));
    frame = add('history', { className: 'wide', controls, settings: { focus: true, log: false } });
  }

  function addSlice() {
    const names = study.parameters.map((p) => p.name);
    if (!names.length) {
      return;
    }
    let parameter = names[0];
    let frame = null;
    frame = add('slice', {
      className: 'half',
      controls: select('of', names.map((n) => [n, n]), parameter, (value) => {
        parameter = value;
        frame.change();
      }, { 'aria-label': 'Parameter of the slice' }),
    }, () => ({ parameter }));
  }

  function addContour() {
    const names = study.parameters.map((p) => p.name);
    if (names.length < 2) {
      return;
    }
    const axes = { x: names[0], y: names[1] };
    let frame = null;
    const choice = (axis) => select(axis, names.map((n) => [n, n]), axes[axis], (value) => {
      const other = axis === 'x' ? 'y' : 'x';
      if (axes[other] === value) {
        // the same parameter on both axes says nothing: swap
        axes[other] = axes[axis];
      }
      axes[axis] = value;
      boxes.forEach((box, i) => {
        box.querySelector('select').value = axes[i === 0 ? 'x' : 'y'];
      });
      frame.change();
    }, { 'aria-label': `Parameter of the ${axis} axis` });
    const boxes = [choice('x'), choice('y')];
    const layer = select('show', [['mean', 'mean'], ['sd', 'uncertainty']], 'mean', (value) => frame.set({ layer: value }), { 'aria-label': 'What the surrogate shows' });
    frame = add('contour', { controls: [...boxes, layer] }, () => ({ ...axes }));
  }

  SECTIONS[section]();
  if (section === 'parameters' && study.parameters.length === 0) {
    frames.forEach((f) => f.dispose());
    frames.length = 0;
    put(element, h('p', { class: 'note' }, 'The candidates of this study are not made of parameters; each trial’s page shows what it tried.'));
  }
  return {
    element,
    update() {
      frames.forEach((f) => f.refresh());
      others.forEach((o) => o.update());
    },
    dispose() {
      frames.forEach((f) => f.dispose());
      others.forEach((o) => o.dispose?.());
    },
  };
}
