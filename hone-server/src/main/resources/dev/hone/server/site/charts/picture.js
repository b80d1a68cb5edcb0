// Charts as SVG text: for files that people save, and outside of browsers.

import { DARK, LIGHT } from './theme.js';

/** The chart as SVG, on white unless `settings.dark`, whatever the page's colours are. `library` is ECharts. */
export function picture(library, chart, data, settings, size, title) {
  const theme = settings.dark ? DARK : LIGHT;
  const option = chart.option(data, theme, { ...settings, width: size.width });
  const instance = library.init(null, null, { renderer: 'svg', ssr: true, width: size.width, height: size.height });
  try {
    instance.setOption(escaped({ ...(title ? titled(option, title, theme) : option), backgroundColor: theme.surface }));
    return instance.renderToSVGString();
  } finally {
    instance.dispose();
  }
}

/** The option with a title, below which the names of axes find room. */
function titled(option, title, theme) {
  const lower = (box, by) => (box ? { ...box, top: box.top + by } : box);
  const legend = option.legend && option.legend.show !== false;
  return {
    ...option,
    title: { text: title, left: 8, top: 2, textStyle: { fontSize: 15, fontWeight: 'normal', color: theme.text } },
    grid: lower(option.grid, legend ? 0 : 16),
    parallel: lower(option.parallel, 16),
  };
}

/**
 * The option with all texts escaped for XML: ECharts writes them into an SVG as they are, so that a name could bring
 * elements of its own. In a page that draws on a canvas nothing of the kind is needed.
 */
function escaped(node, key) {
  if (typeof node === 'string') {
    return text(node);
  }
  if (typeof node === 'function') {
    return key !== 'formatter' ? node : function formatted() {
      return text(String(node.apply(null, arguments)));
    };
  }
  if (Array.isArray(node)) {
    return node.map((item) => escaped(item, key));
  }
  if (node !== null && typeof node === 'object') {
    const out = {};
    Object.keys(node).forEach((name) => {
      out[name] = escaped(node[name], name);
    });
    return out;
  }
  return node;
}

function text(value) {
  return value.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
