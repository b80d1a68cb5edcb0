import { base, counted, legend, tooltip, y, zoom } from './parts.js';
import { number } from '../lib/format.js';

/** Whether going on is worth it: how much better it may still get, against the noise. */
export const terminator = {
  id: 'terminator',
  title: 'Is going on worth it?',
  isEmpty: (data) => data.points.length === 0,
  emptyText: 'Too few complete trials to tell.',
  summary(data) {
    const [trial, regret, noise] = data.points.at(-1);
    return `After trial ${trial} the regret is at most ${number(regret)}, the noise ${number(noise)}. ${data.stop_at === null || data.stop_at === undefined ? 'Going on may still pay.' : `From trial ${data.stop_at} on, more trials are not worth it.`}`;
  },
  columns: (data) => [['trial', 'regret_bound', 'noise'], data.points],
  option: (data, theme) => base(theme, {
    legend: legend(theme, { left: 'auto', right: 16 }),
    xAxis: counted(theme, 'trial'),
    yAxis: y(theme, 'difference of the objective', data.points.every((p) => p[1] > 0 && p[2] > 0) ? { type: 'log' } : { min: 0 }),
    dataZoom: zoom(),
    tooltip: tooltip(theme, 'axis', (points) => [`Trial ${points[0].axisValue}`, points.map((p) => [p.seriesName, p.value[1]])]),
    series: [
      { name: 'regret at most', type: 'line', symbol: 'none', lineStyle: { width: 2 }, data: data.points.map((p) => [p[0], p[1]]),
        markLine: data.stop_at === null || data.stop_at === undefined ? undefined : {
          symbol: 'none', silent: true, lineStyle: { color: theme.good, type: 'solid' },
          label: { formatter: 'enough', color: theme.good, position: 'insideEndTop' }, data: [{ xAxis: data.stop_at }],
        } },
      { name: 'noise', type: 'line', symbol: 'none', lineStyle: { width: 1.6, type: 'dashed' }, data: data.points.map((p) => [p[0], p[2]]) },
    ],
  }),
};
