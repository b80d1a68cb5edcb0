// Apache ECharts, loaded when the first chart is drawn.

let loaded = null;

export function echarts() {
  loaded ??= import('/vendor/echarts/dist/echarts.esm.min.js');
  return loaded;
}
