import { base, tooltip, x } from './parts.js';
import { duration, plural, when, worker } from '../lib/format.js';

/** Which worker evaluated which trial when. */
export const timeline = {
  id: 'timeline',
  title: 'Timeline of workers',
  isEmpty: (data) => !data.workers.some((w) => w.spans.length),
  emptyText: 'No trial has been started yet.',
  height: (data) => Math.min(900, Math.max(160, 90 + 26 * lanes(data).length)),
  summary: (data) => `${plural(data.workers.length, 'worker')}: ${data.workers.map((w) => `${w.name} ${plural(w.spans.length, 'trial')}`).slice(0, 5).join(', ')}.`,
  columns: (data) => [['worker', 'trial', 'start', 'end', 'state'], data.workers.flatMap((w) => w.spans.map((s) => [w.name, ...s]))],

  option(data, theme) {
    const rows = lanes(data);
    const states = [...new Set(data.workers.flatMap((w) => w.spans.map((s) => s[3])))];
    const now = Date.now();
    return base(theme, {
      legend: { top: 2, right: 16, itemWidth: 14, itemHeight: 8, textStyle: { color: theme.muted, fontSize: 12 } },
      grid: { left: 12, right: 20, top: 30, bottom: 14, containLabel: true },
      xAxis: x(theme, '', { type: 'time', axisLabel: { formatter: null, hideOverlap: true } }),
      yAxis: {
        type: 'category', inverse: true, data: rows.map((r) => (r.lane ? `${worker(r.name)} · ${r.lane}` : worker(r.name))), axisTick: { show: false },
        axisLine: { lineStyle: { color: theme.strong } }, axisLabel: { color: theme.muted, fontSize: 11, width: 130, overflow: 'truncate' },
      },
      dataZoom: [{ type: 'inside', xAxisIndex: 0, filterMode: 'weakFilter', zoomOnMouseWheel: 'ctrl', moveOnMouseWheel: false }],
      tooltip: tooltip(theme, 'item', (p) => [`Trial ${p.value[3]}`, [
        ['worker', rows[p.value[0]].name], ['state', p.seriesName], ['started', when(p.value[1])],
        ['took', duration((p.value[2] - p.value[1]) / 1000)]]]),
      series: states.map((state) => ({
        name: state, type: 'custom', itemStyle: { color: theme.states[state] ?? theme.faint }, encode: { x: [1, 2], y: 0 },
        renderItem: bar, progressive: 0,
        data: rows.flatMap((r, i) => r.spans.filter((s) => s[3] === state)
          .map((s) => [i, Date.parse(s[1]), s[2] ? Date.parse(s[2]) : now, s[0]])),
      })),
    });
  },
};

/** A row for each trial that a worker evaluates at a time: [{name, lane (0 if it is the only one), spans}]. */
function lanes(data) {
  return data.workers.flatMap((w) => {
    const rows = [];
    const spans = w.spans.map((span) => [span, Date.parse(span[1]), span[2] ? Date.parse(span[2]) : Infinity]).sort((a, b) => a[1] - b[1]);
    for (const [span, from, to] of spans) {
      let row = rows.find((r) => r.until <= from);
      if (!row) {
        rows.push(row = { name: w.name, lane: rows.length + 1, spans: [] });
      }
      row.spans.push(span);
      row.until = to;
    }
    if (rows.length === 1) {
      rows[0].lane = 0;
    }
    return rows;
  });
}

function bar(params, api) {
  const [left, middle] = api.coord([api.value(1), api.value(0)]);
  const [right] = api.coord([api.value(2), api.value(0)]);
  const height = Math.min(18, api.size([0, 1])[1] * 0.7);
  const area = params.coordSys;
  const from = Math.max(left, area.x);
  const to = Math.min(Math.max(right, left + 1.5), area.x + area.width);
  return to <= from ? null : {
    type: 'rect', shape: { x: from, y: middle - height / 2, width: to - from, height, r: 2 },
    style: { fill: api.visual('color'), opacity: 0.85 },
  };
}
