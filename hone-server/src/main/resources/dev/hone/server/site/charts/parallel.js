import { base, extent } from './parts.js';
import { number } from '../lib/format.js';
import { valueRamp } from './theme.js';

/** One line a trial across parameters and objectives; dragging along an axis picks lines. */
export const parallel = {
  id: 'parallel',
  title: 'Parallel coordinates',
  size: 'tall',
  // narrower axes than this cannot be told apart: the chart scrolls instead
  minWidth: (data) => 136 + 76 * (Math.min(14, data.axes.length) - 1),
  isEmpty: (data) => data.rows.length === 0,
  emptyText: 'No trial has been completed yet.',
  note: () => 'Drag along an axis to pick trials; click the axis to pick all again.',
  summary: (data) => `Parallel coordinates of ${data.rows.length} trials over ${data.axes.map((a) => a.name).join(', ')}.`,
  columns: (data) => [['trial', ...data.axes.map((a) => a.name)], data.rows],

  /** Ranges that are picked along axes stay when the chart is drawn anew, and the trials in them are told. */
  listen(frame) {
    frame.instance.on('axisareaselected', (event) => {
      for (const { parallelAxisId, intervals } of event.batch ?? [event]) {
        frame.picked = { ...frame.picked, [parallelAxisId]: intervals };
      }
      told(frame);
    });
  },

  drawn(frame) {
    for (const [parallelAxisId, intervals] of Object.entries(frame.picked ?? {})) {
      frame.instance.dispatchAction({ type: 'axisAreaSelect', parallelAxisId, intervals });
    }
    told(frame);
  },

  option(data, theme, settings = {}) {
    const objective = data.axes.findIndex((a) => a.direction);
    const colourBy = objective < 0 ? data.axes.length - 1 : objective + (settings.objective ?? 0);
    const values = data.rows.map((r) => r[colourBy + 1]).filter((v) => typeof v === 'number').sort((a, b) => a - b);
    // the middle nine tenths get the colours: one bad trial must not paint all others alike
    const [low, high] = values.length > 20
      ? [values[Math.floor(values.length * 0.05)], values[Math.floor(values.length * 0.95)]]
      : extent(values);
    const n = data.rows.length;
    return base(theme, {
      parallel: { left: 64, right: 72, top: 44, bottom: 26, axisExpandable: data.axes.length > 14, axisExpandCount: 10, axisExpandWidth: 80 },
      visualMap: {
        show: false, dimension: colourBy, min: low, max: high > low ? high : low + 1,
        inRange: { color: strong(theme, data.axes[colourBy].direction !== 'maximize') },
      },
      parallelAxis: data.axes.map((a, i) => parallelAxis(a, i, theme, data.rows)),
      series: [{
        type: 'parallel', smooth: 0, lineStyle: { width: n > 800 ? 0.6 : 1.1, opacity: n > 800 ? 0.25 : n > 200 ? 0.4 : 0.6 },
        inactiveOpacity: 0.02, activeOpacity: 0.9, progressive: 0,
        data: data.rows.map((r) => data.axes.map((a, i) => cell(a, r[i + 1]))),
      }],
    });
  },
};

function told(frame) {
  const { rows } = frame.data;
  const isPicked = Object.values(frame.picked ?? {}).some((intervals) => intervals.length);
  const inside = isPicked ? frame.instance.getModel().getSeriesByIndex(0).getRawIndicesByActiveState('active').map((i) => rows[i][0]) : [];
  frame.tellPicked(isPicked ? inside : null);
}

/** Without the colours closest to the ground: thin lines would vanish. */
function strong(theme, minimize) {
  return valueRamp({ ramp: theme.ramp.slice(1) }, minimize);
}

/** ECharts' words for "no value", as of a parameter that a condition switched off: null among choices, else '-'. */
function cell(axis, value) {
  if (value === null || value === undefined) {
    return axis.choices ? null : '-';
  }
  return axis.choices ? String(value) : value;
}

function parallelAxis(info, dim, theme, rows) {
  const common = {
    dim, id: `axis-${dim}`, name: info.name, nameLocation: 'end', nameGap: 12, nameTruncate: { maxWidth: 110 },
    nameTextStyle: { color: info.direction ? theme.text : theme.muted, fontWeight: info.direction ? 600 : 400, fontSize: 12 },
    axisLine: { lineStyle: { color: theme.strong } }, axisTick: { lineStyle: { color: theme.strong } },
    axisLabel: { color: theme.text, fontSize: 11, textBorderColor: theme.surface, textBorderWidth: 3, formatter: (v) => (typeof v === 'number' ? number(v) : String(v).slice(0, 16)) },
    areaSelectStyle: { width: 16, color: theme.accent, opacity: 0.25, borderColor: theme.accent },
  };
  if (info.choices) {
    return { ...common, type: 'category', data: info.choices.map(String) };
  }
  const [low, high] = extent(rows.map((r) => r[dim + 1]));
  if (info.log && low > 0) {
    return { ...common, type: 'log', min: low, max: high > low ? high : low * 10 };
  }
  return { ...common, type: 'value', scale: true, min: Number.isFinite(low) ? low : 0, max: Number.isFinite(high) && high > low ? high : low + 1 };
}
