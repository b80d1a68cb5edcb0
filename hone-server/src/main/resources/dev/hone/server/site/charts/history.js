import { band, base, dot, legend, tooltip, x, y, zoom } from './parts.js';
import { number } from '../lib/format.js';

/** Values by trial and the best so far, with the noise where it was measured. */
export const history = {
  id: 'history',
  title: 'History',
  size: 'tall',
  isEmpty: (data) => !data.points.some((p) => p[1] !== null),
  emptyText: 'No trial has been completed yet.',

  summary(data) {
    const last = data.best.at(-1);
    return last
      ? `History of ${data.objective.name}: best so far ${number(last[1])}, found by trial ${lastChange(data.best)}.`
      : `History of ${data.objective.name}.`;
  },

  columns: (data) => [['trial', data.objective.name, 'state'], data.points],

  option(data, theme, settings = {}) {
    const shown = data.points.filter((p) => p[1] !== null);
    const style = dot(shown.length);
    const name = data.objective.name;
    const byState = (state) => shown.filter((p) => p[2] === state);
    const series = [];
    for (const [state, symbol] of [['complete', 'circle'], ['pruned', 'diamond'], ['failed', 'triangle']]) {
      const points = byState(state);
      if (points.length) {
        series.push({
          name: state === 'complete' ? 'trials' : state, type: 'scatter', symbol, symbolSize: style.symbolSize,
          large: points.length > 3000, progressive: 0,
          itemStyle: { color: theme.states[state], opacity: style.opacity * (state === 'complete' ? 0.8 : 1) }, data: points,
        });
      }
    }
    if (data.band?.length) {
      series.push(band(theme, '± 2 sd', data.band));
    }
    if (data.best.length) {
      series.push({
        name: 'best so far', type: 'line', step: 'end', symbol: 'none', z: 5, lineStyle: { width: 2.2, color: theme.series[1] },
        itemStyle: { color: theme.series[1] }, data: data.best,
      });
    }
    const log = settings.log && shown.every((p) => p[1] > 0);
    return base(theme, {
      legend: legend(theme, { right: 16, left: 'auto' }),
      xAxis: x(theme, 'trial', { minInterval: 1, max: 'dataMax' }),
      yAxis: y(theme, `${name} (${data.objective.direction})`, { type: log ? 'log' : 'value', ...focus(shown, settings) }),
      dataZoom: zoom(['x']),
      tooltip: tooltip(theme, 'item', (p) => [`Trial ${p.value[0]}`, [[p.seriesName === 'best so far' ? 'best so far' : name, p.value[1]], ...(p.value[2] ? [['state', p.value[2]]] : [])]]),
      series,
    });
  },
};

/** The better 95 %: one very bad trial must not flatten all others. */
function focus(points, settings) {
  if (!settings.focus || points.length < 20) {
    return {};
  }
  const values = points.map((p) => p[1]).sort((a, b) => a - b);
  const at = (q) => values[Math.round(q * (values.length - 1))];
  const [low, high] = settings.minimize ? [values[0], at(0.95)] : [at(0.05), values.at(-1)];
  if (!(high > low)) {
    return {};
  }
  const pad = (high - low) * 0.05;
  return { min: low - pad, max: high + pad, axisLabel: { showMinLabel: false, showMaxLabel: false } };
}

function lastChange(best) {
  const value = best.at(-1)[1];
  return best.find((b) => b[1] === value)[0];
}
