import { at, band, base, described, dot, legend, tooltip, y } from './parts.js';
import { number } from '../lib/format.js';

/** The objective over one parameter, with the surrogate's mean and uncertainty where there is one. */
export const slice = {
  id: 'slice',
  title: 'Slice',
  isEmpty: (data) => data.points.length === 0,
  emptyText: 'No complete trial has a value of this parameter yet.',
  note: (data) => (data.surrogate ? 'Curve: the surrogate through the best configuration, ± 2 sd.' : null),
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
      series.push({
        name: 'surrogate', type: 'scatter', symbol: 'rect', symbolSize: [26, 3], silent: true, itemStyle: { color: theme.series[1] },
        data: surrogate.map(([px, m]) => [at(info, px), m]),
      });
    }
    return base(theme, {
      legend: legend(theme, { left: 'auto', right: 16, show: surrogate.length > 0 }),
      xAxis: described(theme, info),
      yAxis: y(theme, settings.objectiveName ?? 'value'),
      visualMap: {
        show: false, seriesIndex: 0, dimension: 2, min: 0, max: Math.max(1, last),
        inRange: { color: [theme.faint, theme.accent] },
      },
      tooltip: tooltip(theme, 'item', (p) => [`Trial ${p.value[2]}`, [[data.parameter, typeof p.value[0] === 'number' ? number(p.value[0]) : p.value[0]], ['value', p.value[1]]]]),
      series,
    });
  },
};
