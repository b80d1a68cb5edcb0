import { base, counted, legend, tooltip, y, zoom } from './parts.js';
import { duration, number } from '../lib/format.js';

/** What the trials have cost so far, and how long they took. */
export const cost = {
  id: 'cost',
  title: 'Cost so far',
  isEmpty: (data) => data.points.length === 0,
  emptyText: 'No trial has been finished yet.',
  summary: (data) => `${number(data.points.at(-1)[1])} units of cost and ${duration(data.points.at(-1)[2])} of evaluation.`,
  columns: (data) => [['trial', 'cost', 'seconds'], data.points],

  option(data, theme) {
    const priced = data.points.at(-1)[1] > 0;
    const seconds = { name: 'time', type: 'line', symbol: 'none', lineStyle: { width: 2 }, data: data.points.map((p) => [p[0], p[2]]) };
    const money = { name: 'cost', type: 'line', symbol: 'none', yAxisIndex: 1, lineStyle: { width: 2 }, data: data.points.map((p) => [p[0], p[1]]) };
    const time = y(theme, 'evaluation time', { min: 0, axisLabel: { formatter: duration } });
    return base(theme, {
      legend: legend(theme, { show: priced, left: 'center' }),
      xAxis: counted(theme, 'trial'),
      yAxis: priced
        ? [time, { ...y(theme, 'cost', { min: 0 }), splitLine: { show: false }, nameTextStyle: { color: theme.muted, align: 'right' } }]
        : time,
      dataZoom: zoom(),
      tooltip: tooltip(theme, 'axis', (points) => [`Trial ${points[0].axisValue}`,
        points.map((p) => [p.seriesName, p.seriesName === 'time' ? duration(p.value[1]) : number(p.value[1])])]),
      series: priced ? [seconds, money] : [seconds],
    });
  },
};
