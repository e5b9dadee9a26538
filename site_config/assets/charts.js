// @ts-check
/**
 * <chart-plot>: a chart whose picture Python could not send along, drawn here by ECharts.
 *
 * At build time the element holds a finished picture. A result that the engine has computed carries, in `data-plot`, what is
 * to be drawn: the option with ready numbers and texts. The library is fetched when the first such chart comes near the
 * window, so that reading a page, and using a calculator without charts, never loads it.
 */
import { CHART_TEXT } from './messages.js';

const LIBRARY = './echarts.js';
const PRINTED_WIDTH = 640;
/** @type {Promise<any> | undefined} */
let loading;
/** @type {any} the library, once it is here */
let library;
/** @type {Set<ChartPlot>} */
const drawn = new Set();

/** The library fits no module: it puts itself on the global object. */
function load() {
  loading ??= import(LIBRARY).then(() => (library = Reflect.get(globalThis, 'echarts')));
  loading.catch(() => (loading = undefined));
  return loading;
}

const near = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) /** @type {ChartPlot} */ (target).seen();
    }
  },
  { rootMargin: '200px' },
);

const sizes = new ResizeObserver((entries) => {
  for (const { target } of entries) /** @type {ChartPlot} */ (target).fit();
});

class ChartPlot extends HTMLElement {
  /** @type {any} */ chart;

  connectedCallback() {
    if (!this.dataset.plot) return;
    // What is drawn again at every keystroke must not flicker: no waiting for the next frame.
    if (library && this.getBoundingClientRect().top < innerHeight + 200) return this.draw();
    this.style.minHeight = `${JSON.parse(this.dataset.plot).height}px`;
    near.observe(this);
  }

  disconnectedCallback() {
    near.unobserve(this);
    this.clear();
  }

  clear() {
    sizes.unobserve(this);
    drawn.delete(this);
    this.chart?.dispose();
    this.chart = undefined;
  }

  async seen() {
    near.unobserve(this);
    try {
      await load();
      if (this.isConnected && !this.chart) this.draw();
    } catch {
      this.fail();
    }
  }

  /** Folded away there is no room to draw in; the observer of sizes comes back when there is. */
  draw(width = this.clientWidth || PRINTED_WIDTH) {
    const { option, height, tips } = JSON.parse(this.dataset.plot ?? '{}');
    const tooltip = { ...option.tooltip, formatter: tipOf(tips) };
    this.replaceChildren();
    this.removeAttribute('data-earlier');
    this.chart = library.init(this, null, { renderer: 'svg', width, height });
    this.chart.setOption({ ...option, tooltip });
    this.querySelector('svg')?.setAttribute('aria-hidden', 'true');
    drawn.add(this);
    sizes.observe(this);
  }

  fit() {
    if (this.clientWidth) this.chart?.resize({ width: this.clientWidth });
  }

  fail() {
    this.replaceChildren(CHART_TEXT);
    this.removeAttribute('data-earlier');
  }

  /** What nobody has scrolled to yet belongs on the paper too, if the library is here. */
  print() {
    if (this.chart) this.chart.resize({ width: PRINTED_WIDTH });
    else if (library && this.dataset.plot) this.draw(PRINTED_WIDTH);
  }
}

/** @param {string[]} tips */
function tipOf(tips) {
  return (/** @type {{dataIndex: number}[] | {dataIndex: number}} */ at) => tips[[at].flat()[0]?.dataIndex] ?? '';
}

addEventListener('beforeprint', () => document.querySelectorAll('chart-plot').forEach((plot) => /** @type {ChartPlot} */ (plot).print()));
addEventListener('afterprint', () => drawn.forEach((plot) => plot.fit()));

if (!customElements.get('chart-plot')) customElements.define('chart-plot', ChartPlot);
