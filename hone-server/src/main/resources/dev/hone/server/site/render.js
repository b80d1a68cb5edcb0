// Draws one chart as SVG outside of a browser; the report's bundle without a page.

import { CHARTS } from './charts/all.js';
import { LIGHT } from './charts/theme.js';

/** The chart as SVG text; throws where it has nothing to show. */
export function render(library, id, dataText, settingsText, width, height) {
  const chart = CHARTS[id];
  const data = JSON.parse(dataText);
  if (chart.isEmpty(data)) {
    throw new Error(data.note ?? chart.emptyText);
  }
  const instance = library.init(null, null, { renderer: 'svg', ssr: true, width, height });
  const option = chart.option(data, LIGHT, JSON.parse(settingsText));
  instance.setOption({ ...option, backgroundColor: '#ffffff', title: { text: chart.title, left: 12, top: 4, textStyle: { fontSize: 15, color: LIGHT.text } } });
  const svg = instance.renderToSVGString();
  instance.dispose();
  return svg;
}
