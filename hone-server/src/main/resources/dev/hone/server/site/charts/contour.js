import { at, base, described, dot, extent, tooltip } from './parts.js';
import { number } from '../lib/format.js';
import { valueRamp } from './theme.js';

/** The objective over two parameters: the surrogate as cells, trials as points. */
export const contour = {
  id: 'contour',
  title: 'Contour',
  size: 'tall',
  isEmpty: (data) => data.points.length === 0 && !data.mean,
  emptyText: 'No complete trial has values of both parameters yet.',
  note: (data) => (data.mean ? null : 'No surrogate here: only trials are shown, coloured by value.'),
  summary: (data) => `Objective over ${data.x.name} and ${data.y.name}, ${data.points.length} trials.`,
  columns: (data) => [[data.x.name, data.y.name, 'value', 'trial'], data.points],

  option(data, theme, settings = {}) {
    const grid = settings.layer === 'sd' ? data.sd : data.mean;
    const cells = [];
    // rows of the grid belong to ys, columns to xs
    grid?.forEach((row, j) => row.forEach((v, i) => cells.push([i, j, v])));
    const [low, high] = extent(grid ? cells.map((c) => c[2]) : data.points.map((p) => p[2]));
    const minimize = settings.minimize !== false;
    const colours = grid && settings.layer === 'sd' ? theme.ramp : valueRamp(theme, minimize);
    const places = grid ? positions(data) : null;
    const style = dot(data.points.length);
    const points = data.points.map((p) => ({
      value: places ? [places.x(p[0]), places.y(p[1]), p[2]] : [at(data.x, p[0]), at(data.y, p[1]), p[2]], point: p,
    }));
    const hidden = (n) => ({ type: 'value', min: -0.5, max: n - 0.5, show: false });
    const most = Math.max(2, Math.min(8, Math.floor(((settings.width ?? 800) - 120) / 80)));
    const label = (info, along, vertical) => categoryAxis(theme, info, along, vertical, vertical ? 6 : most);
    return base(theme, {
      grid: { left: 16, right: 66, top: 32, bottom: 30, containLabel: true },
      xAxis: grid ? [label(data.x, data.xs, false), hidden(data.xs.length)] : described(theme, data.x),
      yAxis: grid ? [label(data.y, data.ys, true), hidden(data.ys.length)] : described(theme, data.y, true),
      visualMap: {
        type: 'continuous', min: low, max: high > low ? high : low + 1, dimension: 2, seriesIndex: 0, calculable: false,
        right: 8, top: 'middle', itemWidth: 10, itemHeight: 140, precision: 3, textGap: 6,
        text: [number(high), number(low)], textStyle: { color: theme.muted, fontSize: 11 }, inRange: { color: colours },
      },
      tooltip: tooltip(theme, 'item', (p) => (p.data.point
        ? [`Trial ${p.data.point[3]}`, [[data.x.name, p.data.point[0]], [data.y.name, p.data.point[1]], ['value', p.data.point[2]]]]
        : [settings.layer === 'sd' ? 'Surrogate, sd' : 'Surrogate, mean', [[data.x.name, data.xs[p.value[0]]], [data.y.name, data.ys[p.value[1]]], ['value', p.value[2]]]])),
      series: grid
        ? [
          { name: 'surrogate', type: 'heatmap', data: cells, progressive: 0 },
          { name: 'trials', type: 'scatter', xAxisIndex: 1, yAxisIndex: 1, symbolSize: style.symbolSize, data: points, z: 5,
            itemStyle: { color: theme.surface, borderColor: theme.text, borderWidth: 1, opacity: Math.max(0.6, style.opacity) } },
        ]
        : [{ name: 'trials', type: 'scatter', symbolSize: style.symbolSize + 3, data: points, itemStyle: { opacity: 0.85 } }],
    });
  },
};

/** Positions between the grid's cells, so that points lie where they belong on a grid of any spacing. */
function positions(data) {
  const along = (info, grid) => (value) => {
    if (info.choices) {
      return grid.map(String).indexOf(String(value));
    }
    const measure = info.log ? Math.log : (v) => v;
    const next = grid.findIndex((g) => g >= value);
    if (next < 1) {
      return next < 0 ? grid.length - 1 : 0;
    }
    return next - (measure(grid[next]) - measure(value)) / (measure(grid[next]) - measure(grid[next - 1]));
  };
  return { x: along(data.x, data.xs), y: along(data.y, data.ys) };
}

function categoryAxis(theme, info, grid, vertical, labels) {
  const every = Math.ceil(grid.length / labels);
  return {
    ...described(theme, { name: info.name, choices: grid }, vertical),
    data: grid.map((v) => (typeof v === 'number' ? number(Number(v.toPrecision(3))) : String(v))),
    axisLabel: { color: theme.muted, fontSize: 11, interval: info.choices ? 0 : (i) => i % every === 0, width: 90, overflow: 'truncate' },
    axisLine: { show: false, onZero: false },
  };
}
