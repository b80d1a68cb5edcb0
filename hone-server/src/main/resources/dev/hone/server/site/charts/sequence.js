import { base, legend, tooltip, x, y, zoom } from './parts.js';
import { number } from '../lib/format.js';

const pairs = (parameters) => Object.entries(parameters).map(([name, value]) => `${name}=${typeof value === 'number' ? number(value) : value}`).join(' ');

/** Where the axis ends if some fixed choices would have been many times worse, so that those that matter can be told apart. */
function top(data) {
  const last = (points) => points.at(-1)[1];
  const most = 3 * Math.max(last(data.points), last(data.fixed));
  return most > 0 && (data.others ?? []).some((points) => last(points) > most) ? Number(most.toPrecision(1)) : null;
}

/** What a sequence of trials came to so far, beside the best fixed choice where that is known. */
export const sequence = {
  id: 'sequence',
  title: 'Sum over the sequence',
  isEmpty: (data) => data.points.length === 0,
  emptyText: 'No trial has been finished yet.',
  summary: (data) => `${number(data.points.at(-1)[1])} in total; most often played: ${pairs(data.arms[0][0])}, ${data.arms[0][1]} times.`,
  columns: (data) => [['played', 'trials', 'of the last tenth', 'mean', 'probability', 'mean if always played'],
    data.arms.map((a) => [pairs(a[0]), ...a.slice(1)])],

  option(data, theme) {
    const line = (name, points) => ({ name, type: 'line', symbol: 'none', lineStyle: { width: 2 }, data: points });
    const compared = data.fixed.length > 0;
    const others = (data.others ?? []).map((points) => ({
      name: 'other fixed choices', type: 'line', symbol: 'none', silent: true, z: 1, lineStyle: { width: 1, color: theme.strong }, itemStyle: { color: theme.strong }, data: points,
    }));
    return base(theme, {
      legend: legend(theme, { show: compared, left: 'center' }),
      xAxis: x(theme, 'trial', { minInterval: 1, max: 'dataMax' }),
      yAxis: y(theme, 'sum of values', compared ? { max: top(data) } : {}),
      dataZoom: zoom(),
      tooltip: tooltip(theme, 'axis', (points) => [`Trial ${points[0].axisValue}`, points.filter((p) => p.seriesName !== 'other fixed choices').map((p) => [p.seriesName, number(p.value[1])])]),
      series: compared ? [line('played', data.points), line('best fixed choice', data.fixed), ...others] : [line('played', data.points)],
    });
  },
};
