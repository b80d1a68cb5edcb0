// A chart on a page: loads when it comes into view, draws, tells what it shows, exports, and follows the study.

import { download, h, put, throttle } from '../lib/dom.js';
import { csv, fileName, plain, plural } from '../lib/format.js';
import { empty, failure, loading } from '../lib/states.js';
import { echarts } from './echarts.js';
import { picture } from './picture.js';
import { DARK, LIGHT } from './theme.js';

const TABLE_ROWS = 200;
/** Picked trials that are named. */
const LINKS = 40;
/** Pictures are as wide as a page of a report. */
const PICTURE = { width: 960, height: 480 };

let count = 0;

function currentTheme() {
  const chosen = document.documentElement.dataset.theme;
  const dark = chosen ? chosen === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  return dark ? DARK : LIGHT;
}

/** Letters, points and lines of charts grow with the letters of the page on very large screens. */
function scaled(option) {
  const factor = parseFloat(getComputedStyle(document.documentElement).fontSize) / 15;
  const walk = (node) => {
    for (const [key, value] of Object.entries(node)) {
      if ((key === 'fontSize' || key === 'symbolSize') && typeof value === 'number') {
        node[key] = value * factor;
      } else if (key === 'lineStyle' && value.width) {
        node[key] = { ...value, width: value.width * factor };
      } else if (value !== null && typeof value === 'object' && typeof value[0] !== 'number' && key !== 'value' && key !== 'point') {
        walk(value);
      }
    }
  };
  if (factor > 1.05) {
    walk(option);
  }
  return option;
}

/** Zoom and hidden series of what is drawn go over to what is to be drawn: a study that runs must not undo them. */
function keepView(instance, option) {
  const old = instance.getOption();
  option.dataZoom?.forEach((zoom, i) => {
    const { start, end, startValue, endValue } = old?.dataZoom?.[i] ?? { start: 0, end: 100 };
    if (start > 0 || end < 100) {
      Object.assign(zoom, { startValue, endValue });
    }
  });
  if (option.legend && old?.legend?.[0]?.selected) {
    option.legend.selected = old.legend[0].selected;
  }
}

export class ChartFrame {

  /**
   * @param chart one of all.js
   * @param load (signal) => the chart's data
   * @param options {study, className, settings, controls (nodes), onPick(number)}
   */
  constructor(chart, load, options = {}) {
    this.chart = chart;
    this.load = load;
    this.options = options;
    this.settings = options.settings ?? {};
    this.data = null;
    this.visible = false;
    this.stale = true;
    this.showTable = false;
    this.minWait = 1000;
    this.build();
    this.onTheme = () => this.draw();
    document.addEventListener('hone:theme', this.onTheme);
    this.resize = new ResizeObserver(throttle(60, () => this.instance?.resize()));
    this.resize.observe(this.plot);
    this.sight = new IntersectionObserver((entries) => {
      this.visible = entries.at(-1).isIntersecting;
      if (this.visible && this.stale) {
        this.reload();
      }
    }, { rootMargin: '200px' });
    this.sight.observe(this.element);
  }

  build() {
    const id = `chart-${++count}`;
    this.plot = h('div', { class: 'plot' }, loading());
    this.tableBox = h('div', { class: 'table-wrap', tabindex: '0', role: 'region', 'aria-label': `${this.chart.title}, as a table`, hidden: true });
    this.noteBox = h('p', { class: 'note', hidden: true });
    /** What the chart tells of what was picked in it. */
    this.pickedBox = h('div', { class: 'note', 'aria-live': 'polite', hidden: true });
    this.tableButton = h('button', { type: 'button', class: 'quiet', 'aria-pressed': 'false', onclick: () => this.toggleTable() }, 'Table');
    this.element = h('figure', { class: `card chart ${this.chart.size ?? ''} ${this.options.className ?? ''}`, 'data-chart': this.chart.id, 'aria-labelledby': id },
      h('figcaption', null,
        h('h3', { id }, this.options.title ?? this.chart.title),
        h('div', { class: 'controls' }, this.options.controls),
        h('div', { class: 'tools', role: 'group', 'aria-label': `${this.chart.title}: show and export` },
          this.tableButton,
          h('button', { type: 'button', class: 'quiet', onclick: () => this.exportSvg() }, 'SVG'),
          h('button', { type: 'button', class: 'quiet', onclick: () => this.exportCsv() }, 'CSV'))),
      this.plot, this.pickedBox, this.noteBox, this.tableBox);
    if (this.options.hint) {
      this.element.title = this.options.hint;
    }
  }

  /** The study has changed: loads again, now or when the chart is seen. */
  refresh() {
    this.stale = true;
    if (this.visible) {
      this.later ??= setTimeout(() => {
        this.later = null;
        this.reload();
      }, this.minWait);
    }
  }

  set(settings) {
    Object.assign(this.settings, settings);
    this.draw();
  }

  /** Other data than before is wanted: what was zoomed or picked is forgotten. */
  change() {
    this.forget = true;
    this.picked = null;
    return this.reload();
  }

  async reload() {
    this.abort?.abort();
    const abort = this.abort = new AbortController();
    this.stale = false;
    const from = performance.now();
    try {
      const data = await this.load(abort.signal);
      if (abort.signal.aborted) {
        return;
      }
      this.data = data;
      // a chart that takes long to make is made less often
      this.minWait = Math.min(30_000, Math.max(1000, 4 * (performance.now() - from)));
      await this.draw();
    } catch (e) {
      if (e.name !== 'AbortError' && !abort.signal.aborted) {
        this.stale = true;
        if (this.data === null || e.status !== 0) {
          this.clear(failure(e, () => this.reload()));
        }
      }
    }
  }

  clear(content) {
    this.instance?.dispose();
    this.instance = null;
    put(this.plot, h('div', { class: 'plot-empty' }, content));
    this.plot.removeAttribute('role');
    this.plot.removeAttribute('aria-label');
    this.noteBox.hidden = true;
    this.pickedBox.hidden = true;
  }

  async draw() {
    if (this.data === null || this.disposed) {
      return;
    }
    if (this.chart.isEmpty(this.data)) {
      this.clear(empty('Nothing to show yet', h('p', null, this.data.note ?? this.chart.emptyText)));
      this.fillTable();
      this.element.dataset.drawn = 'empty';
      return;
    }
    const library = await echarts();
    if (this.disposed) {
      return;
    }
    if (this.forget) {
      this.instance?.dispose();
      this.instance = null;
      this.forget = false;
    }
    // before drawing: it takes room from the plot
    const note = [this.chart.note?.(this.data), this.data.note].filter(Boolean).join(' ');
    this.noteBox.hidden = note === '';
    this.noteBox.textContent = note;
    if (this.chart.height) {
      this.plot.style.minHeight = `${this.chart.height(this.data)}px`;
    }
    if (this.chart.minWidth) {
      this.plot.style.overflowX = 'auto';
    }
    if (!this.instance) {
      this.plot.replaceChildren();
      const surface = h('div', { class: 'surface' });
      if (this.chart.minWidth) {
        surface.style.minWidth = `${this.chart.minWidth(this.data)}px`;
      }
      this.plot.append(surface);
      this.instance = library.init(surface, null, { renderer: 'canvas' });
      this.listen();
    } else {
      this.instance.resize();
    }
    const settings = { ...this.settings, width: this.plot.clientWidth };
    const option = scaled(this.chart.option(this.data, currentTheme(), settings));
    keepView(this.instance, option);
    this.instance.setOption(option, { notMerge: true });
    this.chart.drawn?.(this);
    this.plot.setAttribute('role', 'img');
    this.plot.setAttribute('aria-label', this.chart.summary(this.data));
    this.fillTable();
    this.element.dataset.drawn = String(Number(this.element.dataset.drawn ?? 0) + 1 || 1);
  }

  listen() {
    this.instance.on('click', (event) => {
      const number = this.pick(event);
      if (Number.isInteger(number)) {
        this.options.onPick?.(number);
      }
    });
    this.instance.getZr().on('dblclick', () => {
      if (this.instance.getOption().dataZoom?.length) {
        this.instance.dispatchAction({ type: 'dataZoom', start: 0, end: 100 });
      }
    });
    this.chart.listen?.(this);
    if (this.chart.turns?.(this.data)) {
      this.turnable();
    }
  }

  /** The number of the trial under the pointer. */
  pick(event) {
    if (event.data?.point) {
      return this.chart.id === 'contour' ? event.data.point[3] : event.data.point[0];
    }
    switch (this.chart.id) {
      case 'history': return event.value?.[0];
      case 'slice': return event.value?.[2];
      case 'timeline': return event.value?.[3];
      case 'intermediate': return Number(event.seriesName);
      default: return null;
    }
  }

  /** Names the trials that were picked in the chart; null: none were to be picked. */
  tellPicked(numbers) {
    this.pickedBox.hidden = numbers === null;
    if (numbers !== null) {
      const links = numbers.slice(0, LINKS).flatMap((n) => [' ', this.options.onPick
        ? h('button', { type: 'button', class: 'link', onclick: () => this.options.onPick(n) }, String(n)) : String(n)]);
      put(this.pickedBox, `${plural(numbers.length, 'trial')} picked${numbers.length ? ':' : ''}`, links, numbers.length > LINKS ? ' …' : null);
    }
  }

  /** Dragging, and arrow keys, turn a chart of three dimensions. */
  turnable() {
    const turn = (dx, dy) => {
      this.settings.yaw = (this.settings.yaw ?? 35) + dx;
      this.settings.pitch = Math.max(-85, Math.min(85, (this.settings.pitch ?? 22) + dy));
      this.draw();
    };
    let from = null;
    this.plot.tabIndex = 0;
    this.plot.addEventListener('pointerdown', (e) => {
      from = [e.clientX, e.clientY];
    });
    this.plot.addEventListener('pointermove', (e) => {
      if (from && e.buttons) {
        turn((e.clientX - from[0]) * 0.4, (e.clientY - from[1]) * 0.4);
        from = [e.clientX, e.clientY];
      }
    });
    const step = { ArrowLeft: [-6, 0], ArrowRight: [6, 0], ArrowUp: [0, -6], ArrowDown: [0, 6] };
    this.plot.addEventListener('keydown', (e) => {
      if (step[e.key]) {
        e.preventDefault();
        turn(...step[e.key]);
      }
    });
  }

  toggleTable() {
    this.showTable = !this.showTable;
    this.tableButton.setAttribute('aria-pressed', String(this.showTable));
    this.tableBox.hidden = !this.showTable;
    this.fillTable();
  }

  fillTable() {
    if (!this.showTable || this.data === null) {
      return;
    }
    const [header, rows] = this.chart.isEmpty(this.data) ? [[], []] : this.chart.columns(this.data);
    put(this.tableBox, h('table', null,
      h('caption', { class: 'sr' }, this.chart.title),
      h('thead', null, h('tr', null, header.map((name) => h('th', { scope: 'col' }, name)))),
      h('tbody', null, rows.slice(0, TABLE_ROWS).map((row) => h('tr', null, row.map((v) =>
        h('td', { class: typeof v === 'number' ? 'num' : null }, plain(v))))))),
    rows.length > TABLE_ROWS ? h('p', { class: 'note' }, `The first ${TABLE_ROWS} of ${rows.length} rows; CSV has all of them.`) : null);
  }

  exportCsv() {
    if (this.data !== null && !this.chart.isEmpty(this.data)) {
      download(`${this.fileName()}.csv`, 'text/csv', csv(...this.chart.columns(this.data)));
    }
  }

  async exportSvg() {
    if (this.data !== null && !this.chart.isEmpty(this.data)) {
      download(`${this.fileName()}.svg`, 'image/svg+xml', picture(await echarts(), this.chart, this.data, this.settings, PICTURE));
    }
  }

  fileName() {
    return fileName(this.options.study ?? 'hone', this.chart.id);
  }

  dispose() {
    this.disposed = true;
    this.abort?.abort();
    clearTimeout(this.later);
    document.removeEventListener('hone:theme', this.onTheme);
    this.resize.disconnect();
    this.sight.disconnect();
    this.instance?.dispose();
  }
}
