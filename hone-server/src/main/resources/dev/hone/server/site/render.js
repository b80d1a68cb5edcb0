// Draws one chart as SVG outside of a browser.

import { CHARTS, COMPARISONS } from './charts/all.js';
import { picture } from './charts/picture.js';

const WIDTH = 960;
const HEIGHT = 480;

/**
 * The chart as SVG text; throws where it has nothing to show. `settings.compare`: it is one of several studies. Sizes of 0 are
 * those that suit the chart.
 */
export function render(library, id, dataText, settingsText, width, height) {
  const settings = JSON.parse(settingsText);
  const chart = (settings.compare ? COMPARISONS : CHARTS)[id];
  const data = JSON.parse(dataText);
  if (chart.isEmpty(data)) {
    throw new Error(data.note ?? chart.emptyText);
  }
  const size = {
    width: width || Math.max(WIDTH, chart.minWidth ? chart.minWidth(data) : 0),
    height: height || (chart.height ? chart.height(data) : HEIGHT),
  };
  return picture(library, chart, data, settings, size, [chart.title, ...settings.about ?? []].join(' · '));
}
