import { base, counted, tooltip, y, zoom } from './parts.js';
import { plural } from '../lib/format.js';

/** Learning curves; those of pruned trials are marked where they stopped. */
export const intermediate = {
  id: 'intermediate',
  title: 'Intermediate values',
  isEmpty: (data) => !data.series.some((s) => s.points.length),
  emptyText: 'No trial has reported intermediate values.',
  summary: (data) => `Intermediate values of ${plural(data.series.length, 'trial')}, ${data.series.filter((s) => s.state === 'pruned').length} of them pruned.`,
  columns: (data) => [['trial', 'state', 'step', 'value'], data.series.flatMap((s) => s.points.map((p) => [s.number, s.state, ...p]))],

  option(data, theme) {
    const many = data.series.length > 60;
    return base(theme, {
      xAxis: counted(theme, 'step'),
      yAxis: y(theme, 'value'),
      dataZoom: zoom(),
      tooltip: tooltip(theme, 'item', (p) => [`Trial ${p.seriesName}`, [['step', p.value[0]], ['value', p.value[1]]]]),
      series: data.series.map((s) => ({
        name: String(s.number), type: 'line', symbol: 'circle', symbolSize: 4, showSymbol: s.points.length === 1, triggerLineEvent: true,
        lineStyle: { width: many ? 0.8 : 1.4, opacity: many ? 0.5 : 0.75, color: theme.states[s.state] ?? theme.faint },
        itemStyle: { color: theme.states[s.state] ?? theme.faint },
        markPoint: s.state === 'pruned' && s.points.length ? {
          symbol: 'diamond', symbolSize: 7, silent: true, itemStyle: { color: theme.states.pruned }, label: { show: false },
          data: [{ coord: s.points.at(-1) }],
        } : undefined,
        data: s.points,
      })),
    });
  },
};
