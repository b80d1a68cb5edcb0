import { at, band, base, described, dot, legend, tooltip, y } from './parts.js';
import { number } from '../lib/format.js';

/** The objective over one parameter, with the surrogate's mean and uncertainty where there is one. */
export const slice = {
  id: 'slice',
  title: 'Slice',
  isEmpty: (data) => data.points.length === 0,
  emptyText: 'No complete trial has a value of this parameter yet.',
  note: (data) => (data.surrogate ? told(data) : null),
  summary: (data) => `${data.points.length} trials over ${data.parameter}.`,
  columns: (data) => [[data.parameter, 'value', 'trial'], data.points],

  option(data, theme, settings = {}) {
    const info = { ...data.axis, name: data.parameter };
    const style = dot(data.points.length);
    const numbers = data.points.map((p) => p[2]);
    const last = numbers.reduce((a, b) => Math.max(a, b), 0);
    const series = [{
      name: 'trials', type: 'scatter', symbolSize: style.symbolSize + 1, itemStyle: { opacity: style.opacity },
      data: data.points.map((p) => [at(info, p[0]), p[1], p[2]]),
    }];
    const surrogate = data.surrogate ?? [];
    if (surrogate.length && !info.choices) {
      series.push(
        band(theme, '± 2 sd', surrogate.map(([px, m, sd]) => [px, m - 2 * sd, m + 2 * sd])),
        { name: 'surrogate', type: 'line', symbol: 'none', silent: true, z: 4, lineStyle: { width: 2, color: theme.series[1] },
          itemStyle: { color: theme.series[1] }, data: surrogate.map(([px, m]) => [px, m]) });
    } else if (surrogate.length) {
      series.push(whiskers(theme, surrogate.map(([px, m, sd]) => [at(info, px), m - 2 * sd, m + 2 * sd])), {
        name: 'surrogate', type: 'scatter', symbol: 'rect', symbolSize: [26, 3], silent: true, itemStyle: { color: theme.series[1] },
        data: surrogate.map(([px, m]) => [at(info, px), m]),
      });
    }
    const worth = info.choices ? [] : data.acquisition ?? [];
    if (worth.length) {
      series.push({
        name: 'acquisition', type: 'line', symbol: 'none', silent: true, z: 3, yAxisIndex: 1, data: worth,
        lineStyle: { width: 1.5, type: 'dashed', color: theme.series[2] }, itemStyle: { color: theme.series[2] },
      });
    }
    return base(theme, {
      legend: legend(theme, { left: 'auto', right: 16, show: surrogate.length > 0 }),
      xAxis: described(theme, info),
      yAxis: [y(theme, settings.objectiveName ?? 'value'), { type: 'value', show: false, scale: true }],
      visualMap: {
        show: false, seriesIndex: 0, dimension: 2, min: 0, max: Math.max(1, last),
        inRange: { color: [theme.faint, theme.accent] },
      },
      tooltip: tooltip(theme, 'item', (p) => [`Trial ${p.value[2]}`, [[data.parameter, typeof p.value[0] === 'number' ? number(p.value[0]) : p.value[0]], ['value', p.value[1]]]]),
      series,
    });
  },
};

/** What the curves are, and of whom. */
function told(data) {
  const whose = data.model ? `the model of ${data.model}` : 'the surrogate';
  const dashed = data.acquisition?.length && !data.axis.choices ? '; dashed: what it maximises to choose the next trial, on a scale of its own' : '';
  const length = data.lengthscale ? ` Lengthscale: ${number(data.lengthscale)} of the range.` : '';
  return `${data.axis.choices ? 'Bars' : 'Curve'}: ${whose} through the best configuration, ± 2 sd${dashed}.${length}`;
}

/** The band of the surrogate where values lie apart: an upright bar at each. */
function whiskers(theme, points) {
  return {
    id: 'whiskers', name: '± 2 sd', type: 'custom', silent: true, z: 1, encode: { x: 0, y: [1, 2] }, data: points, tooltip: { show: false },
    itemStyle: { color: theme.series[1], opacity: 0.5 },
    renderItem: (params, api) => {
      const [px, low] = api.coord([api.value(0), api.value(1)]);
      const [, high] = api.coord([api.value(0), api.value(2)]);
      return { type: 'rect', shape: { x: px - 9, y: high, width: 18, height: low - high }, style: { fill: theme.series[1], opacity: 0.2 } };
    },
  };
}
