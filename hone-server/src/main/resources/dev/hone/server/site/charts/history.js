import { band, base, counted, dot, legend, tooltip, y, zoom } from './parts.js';
import { number } from '../lib/format.js';

/** Values by trial and the best so far, with the noise where it was measured. */
export const history = {
  id: 'history',
  title: 'History',
  size: 'tall',
  isEmpty: (data) => data.points.length === 0,
  emptyText: 'No trial has been finished yet.',

  summary(data) {
    const last = data.best.at(-1);
    return last
      ? `History of ${data.objective.name}: best so far ${number(last[1])}, found by trial ${lastChange(data.best)}.`
      : `History of ${data.objective.name}.`;
  },

  columns: (data) => [['trial', data.objective.name, 'state'], data.points],

  option(data, theme, settings = {}) {
    const shown = data.points.filter((p) => p[1] !== null);
    const style = dot(data.points.length);
    const name = data.objective.name;
    const minimize = data.objective.direction === 'minimize';
    const limits = settings.focus ? focus(shown, minimize) : null;
    const log = settings.log && shown.every((p) => p[1] > 0) && (limits === null || limits[0] > 0);
    const series = [];
    for (const [state, symbol] of [['complete', 'circle'], ['pruned', 'diamond'], ['failed', 'triangle']]) {
      const points = data.points.filter((p) => p[2] === state);
      const isIn = (p) => p[1] !== null && (limits === null || (p[1] >= limits[0] && p[1] <= limits[1]));
      if (points.length) {
        const common = { name: state === 'complete' ? 'trials' : state, itemStyle: { color: theme.states[state], opacity: style.opacity * (state === 'complete' ? 0.8 : 1) } };
        series.push({ ...common, type: 'scatter', symbol, symbolSize: style.symbolSize, progressive: 0, data: points.filter(isIn) },
          edge(common, points.filter((p) => !isIn(p)), style.symbolSize, minimize));
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
    return base(theme, {
      legend: legend(theme, { right: 16, left: 'auto' }),
      xAxis: counted(theme, 'trial'),
      yAxis: y(theme, shown.length ? `${name} (${data.objective.direction})` : '', { type: log ? 'log' : 'value', ...(limits === null ? {} : { min: limits[0], max: limits[1], axisLabel: { showMinLabel: false, showMaxLabel: false } }) }),
      dataZoom: zoom(['x']),
      tooltip: tooltip(theme, 'item', (p) => [`Trial ${p.value[0]}`, [
        [p.seriesName === 'best so far' ? 'best so far' : name, p.value[1] ?? 'none'], ...(p.value[2] && p.value[2] !== 'complete' ? [['state', p.value[2]]] : [])]]),
      series,
    });
  },
};

/**
 * From the best value to what 95 % of the complete trials are better than: neither a very bad trial nor the early values of
 * pruned ones must flatten all others. Null where there are too few.
 */
function focus(points, minimize) {
  const values = points.filter((p) => p[2] === 'complete').map((p) => p[1]).sort((a, b) => a - b);
  if (values.length < 5) {
    return null;
  }
  const at = (q) => values[Math.round(q * (values.length - 1))];
  const [low, high] = minimize ? [values[0], at(0.95)] : [at(0.05), values.at(-1)];
  const pad = (high - low) * 0.05;
  return high > low ? [low > 0 ? Math.max(low / 2, low - pad) : low - pad, high + pad] : null;
}

/** What is worse than the axis shows, or has no value, along the worse end of it. */
function edge(common, points, size, minimize) {
  return {
    ...common, type: 'custom', encode: { x: 0 }, progressive: 0, data: points,
    renderItem: (params, api) => {
      const [px] = api.coord([api.value(0), 1]);
      const area = params.coordSys;
      const [tip, foot] = minimize ? [area.y, area.y + size] : [area.y + area.height, area.y + area.height - size];
      return px < area.x || px > area.x + area.width ? null : {
        type: 'polygon', shape: { points: [[px, tip], [px - size / 2, foot], [px + size / 2, foot]] },
        style: { fill: api.visual('color'), opacity: common.itemStyle.opacity },
      };
    },
  };
}

function lastChange(best) {
  const value = best.at(-1)[1];
  return best.find((b) => b[1] === value)[0];
}
