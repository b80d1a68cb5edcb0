// Draws one chart as SVG outside of a browser.

import { CHARTS } from './charts/all.js';
import { picture } from './charts/picture.js';

/** The chart as SVG text; throws where it has nothing to show. */
export function render(library, id, dataText, settingsText, width, height) {
  const chart = CHARTS[id];
  const data = JSON.parse(dataText);
  if (chart.isEmpty(data)) {
    throw new Error(data.note ?? chart.emptyText);
  }
  const title = { text: chart.title, left: 8, top: 2, textStyle: { fontSize: 15, fontWeight: 'normal', color: '#18202b' } };
  return picture(library, chart, data, JSON.parse(settingsText), { width, height }, { title });
}
