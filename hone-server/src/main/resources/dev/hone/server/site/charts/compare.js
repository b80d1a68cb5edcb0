// Charts over several studies.

import { base, counted, legend, tooltip, x, y, zoom } from './parts.js';
import { number } from '../lib/format.js';

/** Best so far of each study. */
export const compareHistory = {
  id: 'history',
  title: 'Best so far',
  size: 'tall',
  isEmpty: (data) => !data.series.some((s) => s.best.length),
  emptyText: 'None of these studies has a complete trial.',
  summary: (data) => data.series.filter((s) => s.best.length).map((s) => `${s.study}: ${number(s.best.at(-1)[1])}`).join(', '),
  columns: (data) => [['study', 'trial', 'best'], data.series.flatMap((s) => s.best.map((p) => [s.study, ...p]))],
  option: (data, theme, settings = {}) => base(theme, {
    legend: legend(theme, { left: 'auto', right: 16 }),
    xAxis: counted(theme, 'trial'),
    yAxis: y(theme, data.objective?.name ?? 'best so far', { type: settings.log ? 'log' : 'value' }),
    dataZoom: zoom(),
    tooltip: tooltip(theme, 'item', (p) => [p.seriesName, [['trial', p.value[0]], ['best so far', p.value[1]]]]),
    series: data.series.map((s) => ({ name: s.study, type: 'line', step: 'end', symbol: 'none', triggerLineEvent: true, lineStyle: { width: 2 }, data: s.best })),
  }),
};

/** The fronts of the studies in one plane. */
export const compareFront = {
  id: 'front',
  title: 'Pareto fronts',
  size: 'tall',
  isEmpty: (data) => !data.series.some((s) => s.points.length),
  emptyText: 'None of these studies has a feasible trial.',
  summary: (data) => data.series.map((s) => `${s.study}: ${s.points.length} trials on the front`).join(', '),
  columns: (data) => [['study', 'trial', ...data.axes.map((a) => a.name)], data.series.flatMap((s) => s.points.map((p) => [s.study, ...p]))],
  option: (data, theme) => base(theme, {
    legend: legend(theme, { left: 'auto', right: 16 }),
    xAxis: x(theme, data.axes[0].name),
    yAxis: y(theme, data.axes[1].name),
    tooltip: tooltip(theme, 'item', (p) => [p.seriesName, [['trial', p.data.point[0]], ...data.axes.map((a, i) => [a.name, p.data.point[i + 1]])]]),
    series: data.series.map((s) => ({
      name: s.study, type: 'line', symbol: 'circle', symbolSize: 7, showAllSymbol: true, lineStyle: { width: 1.2, type: 'dashed' },
      data: [...s.points].sort((a, b) => a[1] - b[1]).map((p) => ({ value: [p[1], p[2]], point: p })),
    })),
  }),
};
