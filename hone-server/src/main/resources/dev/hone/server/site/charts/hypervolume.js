import { base, counted, tooltip, y, zoom } from './parts.js';
import { number } from '../lib/format.js';

/** How much of the objectives' space the front dominates, by trial. */
export const hypervolume = {
  id: 'hypervolume',
  title: 'Hypervolume',
  isEmpty: (data) => data.points.length === 0,
  emptyText: 'No feasible trial has been completed yet.',
  summary: (data) => `Hypervolume of the front up to the reference point ${data.reference.map(number).join(', ')}: ${number(data.points.at(-1)[1])} after trial ${data.points.at(-1)[0]}.`,
  note: (data) => `Reference point: ${data.reference.map(number).join(', ')}.`,
  columns: (data) => [['trial', 'hypervolume'], data.points],
  option: (data, theme) => base(theme, {
    xAxis: counted(theme, 'trial'),
    yAxis: y(theme, 'hypervolume'),
    dataZoom: zoom(),
    tooltip: tooltip(theme, 'axis', ([p]) => [`Trial ${p.value[0]}`, [['hypervolume', p.value[1]]]]),
    series: [{ name: 'hypervolume', type: 'line', step: 'end', symbol: 'none', lineStyle: { width: 2 }, areaStyle: { opacity: 0.1 }, data: data.points }],
  }),
};
