import { base, legend, tooltip, wholePercent, x, y, zoom } from './parts.js';
import { percent, number } from '../lib/format.js';

/** Which share of trials is at least as good as a value. */
export const edf = {
  id: 'edf',
  title: 'Empirical distribution',
  isEmpty: (data) => !data.series.some((s) => s.points.length),
  emptyText: 'No trial has been completed yet.',
  summary: (data) => data.series.map((s) => `${s.study}: half of the trials are at most ${number(s.points.find((p) => p[1] >= 0.5)?.[0])}`).join('. '),
  columns: (data) => [['study', 'value', 'share'], data.series.flatMap((s) => s.points.map((p) => [s.study, ...p]))],
  option: (data, theme, settings = {}) => base(theme, {
    legend: legend(theme, { show: data.series.length > 1, left: 'auto', right: 16 }),
    xAxis: x(theme, settings.objectiveName ?? 'value', { type: settings.log ? 'log' : 'value' }),
    yAxis: y(theme, 'share of trials', { min: 0, max: 1, axisLabel: { formatter: wholePercent } }),
    dataZoom: zoom(),
    tooltip: tooltip(theme, 'axis', (points) => [number(points[0].axisValue), points.map((p) => [p.seriesName, percent(p.value[1])])]),
    series: data.series.map((s) => ({ name: s.study, type: 'line', step: 'end', symbol: 'none', lineStyle: { width: 2 }, data: s.points.length ? [[s.points[0][0], 0], ...s.points] : [] })),
  }),
};
