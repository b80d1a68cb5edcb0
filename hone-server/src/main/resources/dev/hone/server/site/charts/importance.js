import { base, legend, tooltip, wholePercent, x } from './parts.js';
import { percent } from '../lib/format.js';

/** How much of the objective's variation each parameter explains, by several methods. */
export const importance = {
  id: 'importance',
  title: 'Parameter importance',
  isEmpty: (data) => !data.methods.some((m) => m.values.length),
  emptyText: 'Too few complete trials to tell which parameters matter.',

  summary(data) {
    return data.methods.map((m) => `${m.title}: ${ordered(m).slice(0, 3).map(([p, v]) => `${p} ${percent(v)}`).join(', ')}`).join('. ');
  },

  columns(data) {
    const names = parameters(data);
    return [['parameter', ...data.methods.map((m) => m.id)], names.map((p) => [p, ...data.methods.map((m) => share(m, p))])];
  },

  option(data, theme) {
    const names = parameters(data).slice(0, 20).reverse();
    return base(theme, {
      legend: legend(theme, { right: 16, left: 'auto' }),
      grid: { left: 12, right: 44, top: 34, bottom: 14, containLabel: true },
      xAxis: x(theme, '', { min: 0, splitNumber: 4, splitLine: { show: true, lineStyle: { color: theme.line } }, axisLabel: { formatter: wholePercent }, axisLine: { show: false } }),
      yAxis: {
        type: 'category', data: names, axisTick: { show: false }, axisLine: { lineStyle: { color: theme.strong } },
        axisLabel: { color: theme.text, fontSize: 12, width: 150, overflow: 'truncate' },
      },
      tooltip: tooltip(theme, 'item', (p) => [p.name, [[p.seriesName, percent(p.value)]]]),
      series: data.methods.map((m) => ({
        name: m.title, type: 'bar', barMaxWidth: 14, barGap: '15%', data: names.map((p) => share(m, p) ?? 0),
        label: { show: names.length <= 12, position: 'right', color: theme.muted, fontSize: 11, formatter: (p) => percent(p.value) },
      })),
    });
  },
};

const ordered = (method) => [...method.values].sort((a, b) => b[1] - a[1]);
const share = (method, parameter) => method.values.find((v) => v[0] === parameter)?.[1] ?? null;

/** All parameters, the most important ones of the first method first. */
function parameters(data) {
  const names = [];
  for (const method of data.methods) {
    ordered(method).forEach(([p]) => names.includes(p) || names.push(p));
  }
  return names;
}
