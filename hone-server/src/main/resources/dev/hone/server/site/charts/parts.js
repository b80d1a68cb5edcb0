// Pieces of ECharts options that all charts share. No DOM here, except inside tooltips, which only exist in a browser.

import { number } from '../lib/format.js';

/** Without quotation marks: ECharts would write them into an SVG's attributes as they are. */
const FONTS = 'system-ui, Segoe UI, Roboto, Noto Sans, DejaVu Sans, sans-serif';

/** What every chart starts from. */
export function base(theme, more = {}) {
  const hasLegend = more.legend && more.legend.show !== false;
  return {
    backgroundColor: 'transparent',
    animation: false,
    textStyle: { fontFamily: FONTS, color: theme.text },
    color: theme.series,
    grid: { left: 12, right: 20, top: hasLegend ? 48 : 32, bottom: 30, containLabel: true },
    aria: { enabled: false },
    ...more,
  };
}

/** A legend above the plot. */
export function legend(theme, more = {}) {
  return {
    type: 'scroll', top: 2, left: 10, right: 10, itemWidth: 14, itemHeight: 8, itemGap: 14,
    textStyle: { color: theme.muted, fontSize: 12 }, inactiveColor: theme.strong,
    pageTextStyle: { color: theme.muted }, pageIconColor: theme.muted, pageIconInactiveColor: theme.strong, ...more,
  };
}

/** A value axis with a name along it. */
export function axis(theme, name, more = {}) {
  const vertical = more.vertical === true;
  return {
    type: 'value', name, nameLocation: 'middle', nameGap: 26, scale: true,
    nameTextStyle: { color: theme.muted, fontSize: 12 },
    axisLine: { show: !vertical, lineStyle: { color: theme.strong } },
    axisTick: { show: false },
    splitLine: { lineStyle: { color: theme.line } },
    axisPointer: { label: { show: false } },
    ...more,
    axisLabel: { color: theme.muted, fontSize: 11, formatter: number, hideOverlap: true, ...more.axisLabel },
  };
}

export function x(theme, name, more) {
  return axis(theme, name, { splitLine: { show: false }, ...more });
}

/** The axis of what is counted, such as numbers of trials; a zoomed one has ends between them. */
export function counted(theme, name) {
  return x(theme, name, { minInterval: 1, max: 'dataMax', axisLabel: { formatter: (v) => (Number.isInteger(v) ? number(v) : '') } });
}

/** The name stands above the axis, where it never runs into labels however wide those are. */
export function y(theme, name, more) {
  return axis(theme, name, {
    vertical: true, nameLocation: 'end', nameGap: 10,
    nameTextStyle: { color: theme.muted, fontSize: 12, align: 'left', padding: [0, 0, 0, -30] }, ...more,
  });
}

/** A shaded region between [x, low, high]; stacking lines cannot do it where both axes have values. */
export function band(theme, name, points, more = {}) {
  return {
    type: 'custom', name, silent: true, clip: true, z: 1, encode: { x: 0, y: [1, 2] }, data: points, tooltip: { show: false },
    itemStyle: { color: theme.series[1], opacity: 0.5 }, progressive: 0,
    renderItem: (params, api) => (params.dataIndexInside > 0 ? null : {
      type: 'polygon',
      shape: { points: [...points.map(([px, low]) => api.coord([px, low])), ...[...points].reverse().map(([px, low, high]) => api.coord([px, high]))] },
      style: { fill: theme.series[1], opacity: 0.16 },
    }),
    ...more,
  };
}

/** An axis for a parameter or objective as the server describes it: {name, type, log, choices}. */
export function described(theme, info, vertical = false) {
  const make = vertical ? y : x;
  if (info.choices) {
    return make(theme, info.name, {
      type: 'category', data: info.choices.map(String), axisLabel: { formatter: String, interval: 0, width: 90, overflow: 'truncate' },
      splitLine: { show: false },
    });
  }
  return info.log
    ? make(theme, info.name, { type: 'log', min: 'dataMin', max: 'dataMax' })
    : make(theme, info.name);
}

/** Position on an axis: a choice is a category's name. */
export function at(info, value) {
  return info.choices ? String(value) : value;
}

/** Labels of shares: whole per cent. */
export const wholePercent = (share) => `${Math.round(share * 100)}%`;

/** Zooming by dragging and by the wheel with Ctrl: a page that scrolls must not get stuck in a chart. */
export function zoom(axes = ['x']) {
  return axes.map((a) => ({ type: 'inside', [`${a}AxisIndex`]: 0, zoomOnMouseWheel: 'ctrl', moveOnMouseWheel: false, filterMode: 'none' }));
}

/** A tooltip of name-value lines. rows(params) gives [title, [[name, value]…]]; texts never become HTML. */
export function tooltip(theme, trigger, rows, more = {}) {
  return {
    trigger, confine: true, transitionDuration: 0, backgroundColor: theme.surface, borderColor: theme.strong, borderWidth: 1, padding: [6, 10],
    textStyle: { color: theme.text, fontSize: 12 },
    axisPointer: { type: trigger === 'axis' ? 'line' : 'none', lineStyle: { color: theme.strong }, label: { show: false } },
    formatter: (params) => {
      const [title, lines] = rows(params);
      const box = document.createElement('div');
      box.className = 'tip';
      const head = document.createElement('strong');
      head.textContent = title;
      box.append(head);
      for (const [name, value] of lines) {
        const k = document.createElement('span');
        k.className = 'k';
        k.textContent = name;
        const v = document.createElement('span');
        v.className = 'v';
        v.textContent = typeof value === 'number' ? number(value) : String(value ?? '');
        box.append(k, v);
      }
      return box;
    },
    ...more,
  };
}

/** Lowest and highest finite number of an iterable. */
export function extent(values) {
  let low = Infinity;
  let high = -Infinity;
  for (const v of values) {
    if (Number.isFinite(v)) {
      low = Math.min(low, v);
      high = Math.max(high, v);
    }
  }
  return [low, high];
}

/** Large sets of points are drawn smaller and more transparent. */
export function dot(n) {
  return n > 3000 ? { symbolSize: 3, opacity: 0.35 } : n > 600 ? { symbolSize: 4, opacity: 0.5 } : { symbolSize: 6, opacity: 0.7 };
}
