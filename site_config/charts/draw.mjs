// @ts-check
/**
 * Draws charts with ECharts and writes them as SVG that the site's security policy allows: no style attribute, no style
 * element, no script. One JSON text a line: {content: {option, height}, ident} in, {svg} or {error} out.
 *
 *   node draw.mjs PATH/TO/echarts.common.min.js
 */
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

const echarts = createRequire(import.meta.url)(process.argv[2]);
const WIDTHS = { wide: 720, narrow: 330 };
/** Of what the library writes as style, only this is kept, as attributes; the typeface is the page's. */
const KEPT_STYLES = ['font-size', 'font-weight', 'fill', 'stroke'];

/** @param {string} style */
function asAttributes(style) {
  const pairs = style.split(';').map((pair) => pair.split(':').map((part) => part.trim()));
  return pairs.filter(([name]) => KEPT_STYLES.includes(name)).map(([name, value]) => ` ${name}="${value}"`).join('');
}

/**
 * @param {string} svg as the library writes it
 * @param {string} ident makes the ids of patterns and clips unlike those of every other drawing
 */
function clean(svg, ident) {
  return svg
    .replace(/<style[^>]*>[\s\S]*?<\/style>/g, '')
    .replace(/ style="([^"]*)"/g, (_, style) => asAttributes(style))
    .replace(/ (class|ecmeta_[a-z_]+|pointer-events|xml:space)="[^"]*"/g, '')
    .replace(/\bzr\d+-/g, `p${ident}-`)
    .replace(/<rect [^>]*fill="(none|transparent)"[^>]*><\/rect>/g, '')
    .replace(/\n/g, '');
}

/** @param {{option: object, height: number}} content @param {string} ident @param {'wide' | 'narrow'} form */
function draw(content, ident, form) {
  const size = { width: WIDTHS[form], height: content.height };
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, ...size });
  chart.setOption(content.option);
  const svg = clean(chart.renderToSVGString(), `${ident}${form[0]}`);
  chart.dispose();
  const head = `<svg class="cp-${form}" aria-hidden="true" focusable="false" viewBox="0 0 ${size.width} ${size.height}">`;
  return svg.replace(/^<svg[^>]*>/, head);
}

for await (const line of createInterface({ input: process.stdin })) {
  let reply;
  try {
    const { content, ident } = JSON.parse(line);
    reply = { svg: draw(content, ident, 'wide') + draw(content, ident, 'narrow') };
  } catch (error) {
    reply = { error: String(error) };
  }
  process.stdout.write(`${JSON.stringify(reply)}\n`);
}
process.exit(0);
