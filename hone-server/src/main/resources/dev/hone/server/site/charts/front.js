import { base, dot, legend, tooltip, x, y } from './parts.js';
import { number, plural } from '../lib/format.js';

/** All trials in the space of two or three objectives, the Pareto front marked. */
export const front = {
  id: 'front',
  title: 'Pareto front',
  size: 'tall',
  isEmpty: (data) => data.points.length === 0,
  emptyText: 'No feasible trial has been completed yet.',
  turns: (data) => data.axes.length > 2,

  summary(data) {
    const on = data.points.filter((p) => p.at(-1));
    return `Pareto front of ${data.axes.map((a) => a.name).join(', ')}: ${plural(on.length, 'trial')} of ${data.points.length} shown are on it.`;
  },

  columns: (data) => [['trial', ...data.axes.map((a) => a.name), 'on_front'], data.points],

  option(data, theme, settings = {}) {
    const on = data.points.filter((p) => p.at(-1));
    const off = data.points.filter((p) => !p.at(-1));
    return data.axes.length > 2 ? space(data, on, off, theme, settings) : plane(data, on, off, theme);
  },
};

function tip(theme, axes) {
  return tooltip(theme, 'item', (p) => {
    const point = p.data.point ?? p.value;
    return [`Trial ${point[0]}${point.at(-1) ? ', on the front' : ''}`, axes.map((a, i) => [a.name, point[i + 1]])];
  });
}

function plane(data, on, off, theme) {
  const style = dot(off.length);
  const sorted = [...on].sort((a, b) => a[1] - b[1]);
  const place = (p) => ({ value: [p[1], p[2]], point: p });
  return base(theme, {
    legend: legend(theme, { right: 16, left: 'auto' }),
    xAxis: x(theme, title(data.axes[0])),
    yAxis: y(theme, title(data.axes[1])),
    tooltip: tip(theme, data.axes),
    series: [
      { name: 'dominated', type: 'scatter', symbolSize: style.symbolSize, itemStyle: { color: theme.faint, opacity: style.opacity }, data: off.map(place) },
      { name: 'front', type: 'line', z: 4, symbol: 'circle', symbolSize: 8, showAllSymbol: true,
        lineStyle: { color: theme.series[1], width: 1.4, type: 'dashed' }, itemStyle: { color: theme.series[1] }, data: sorted.map(place) },
    ],
  });
}

/** Three objectives, drawn as a cube that can be turned: an orthographic projection, points far away first. */
function space(data, on, off, theme, { yaw = 35, pitch = 22 }) {
  const axes = data.axes.slice(0, 3);
  const ranges = axes.map((_, i) => {
    const values = data.points.map((p) => p[i + 1]);
    const low = values.reduce((a, b) => Math.min(a, b), Infinity);
    const high = values.reduce((a, b) => Math.max(a, b), -Infinity);
    return [low, high > low ? high : low + 1];
  });
  const project = projection(yaw, pitch);
  const unit = (p) => ranges.map(([low, high], i) => (p[i + 1] - low) / (high - low));
  const place = (p) => {
    const [u, v, depth] = project(unit(p));
    return { value: [u, v], point: p, depth };
  };
  const byDepth = (points) => points.map(place).sort((a, b) => a.depth - b.depth);
  const style = dot(off.length);
  const shown = axes.map((_, i) => outerEdge(i, project));
  const edges = cube().map(([from, to]) => [project(from).slice(0, 2), project(to).slice(0, 2),
    shown.some(([f, t]) => String(f) === String(from) && String(t) === String(to))]);
  const flat = { type: 'value', min: -1, max: 1, show: false };
  return base(theme, {
    legend: legend(theme, { right: 16, left: 'auto', data: ['dominated', 'front'] }),
    grid: { left: 48, right: 32, top: 34, bottom: 14 },
    xAxis: flat,
    yAxis: flat,
    tooltip: tip(theme, axes),
    series: [
      ...edges.map(([from, to, main]) => ({
        type: 'line', name: 'cube', silent: true, symbol: 'none', data: [from, to], tooltip: { show: false },
        lineStyle: { color: main ? theme.muted : theme.line, width: 1 },
      })),
      { type: 'scatter', name: 'names', silent: true, symbolSize: 0.1, tooltip: { show: false }, z: 6,
        data: labels(axes, ranges, shown, project, theme) },
      { name: 'dominated', type: 'scatter', symbolSize: style.symbolSize, itemStyle: { color: theme.faint, opacity: style.opacity }, data: byDepth(off) },
      { name: 'front', type: 'scatter', symbolSize: 9, itemStyle: { color: theme.series[1], borderColor: theme.surface, borderWidth: 1 }, data: byDepth(on) },
    ],
  });
}

/** The twelve edges of the unit cube. */
function cube() {
  const corner = (bits) => [0, 1, 2].map((i) => (bits >> i) & 1);
  const edges = [];
  for (let bits = 0; bits < 8; bits++) {
    for (let i = 0; i < 3; i++) {
      if (!((bits >> i) & 1)) {
        edges.push([corner(bits), corner(bits | (1 << i))]);
      }
    }
  }
  return edges;
}

/** The edge along axis i that carries its labels: the leftmost for the upright axis, the lowest for the others. */
function outerEdge(i, project) {
  const rank = ([from, to]) => {
    const middle = project(from.map((v, k) => (v + to[k]) / 2));
    return i === 2 ? middle[0] : middle[1];
  };
  return cube().filter(([from, to]) => from[i] !== to[i]).reduce((a, b) => (rank(b) < rank(a) ? b : a));
}

/** Name and ends of each axis, beside its edge and away from the cube. */
function labels(axes, ranges, edges, project, theme) {
  const out = [];
  axes.forEach((a, i) => {
    const [from, to] = edges[i];
    const text = (t, words, strong) => {
      const [u, v] = project(from.map((f, k) => f + (to[k] - f) * t));
      const away = strong ? 0.17 : 0.1;
      const shift = i === 2 ? [-0.03, 0] : [u < 0 ? -away / 2 : away / 2, -away];
      const beside = i !== 2 ? {} : strong ? { rotate: 90, align: 'center', verticalAlign: 'bottom' } : { align: 'right' };
      return {
        value: [u + shift[0], v + shift[1]],
        label: { show: true, formatter: words, color: strong ? theme.text : theme.muted, fontSize: strong ? 12 : 11, fontWeight: strong ? 600 : 400, ...beside },
      };
    };
    out.push(text(0.5, a.name, true), text(0.1, number(ranges[i][0]), false), text(0.9, number(ranges[i][1]), false));
  });
  return out;
}

/** From the unit cube to the plane [-1, 1]^2 and a depth that grows towards the viewer. Angles in degrees. */
export function projection(yaw, pitch) {
  const a = (yaw * Math.PI) / 180;
  const b = (pitch * Math.PI) / 180;
  return ([p, q, r]) => {
    const [cx, cy, cz] = [p - 0.5, q - 0.5, r - 0.5];
    const right = Math.cos(a) * cx - Math.sin(a) * cy;
    const away = Math.sin(a) * cx + Math.cos(a) * cy;
    return [right * 1.1, (Math.cos(b) * cz + Math.sin(b) * away) * 1.1, Math.sin(b) * cz - Math.cos(b) * away];
  };
}

function title(a) {
  return a.direction ? `${a.name} (${a.direction})` : a.name;
}
