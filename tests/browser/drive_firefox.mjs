// Drives Firefox through puppeteer-core and WebDriver BiDi (Playwright would need its own patched Firefox):
// a request as JSON on standard input, a reply on standard output.
import { readFileSync } from 'node:fs';
import puppeteer from 'puppeteer-core';

async function visit({ binary, url, script, steps, seconds }) {
  const browser = await puppeteer.launch({ browser: 'firefox', executablePath: binary, headless: true });
  try {
    const errors = [];
    const page = await browser.newPage();
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    page.on('pageerror', (error) => errors.push(String(error.message ?? error)));
    await page.goto(url, { timeout: 1000 * seconds });
    const call = `(${script})(${JSON.stringify(steps)})`;
    const reply = await page.evaluate(call);
    return { ...reply, version: await browser.version(), console_errors: errors };
  } finally {
    await browser.close();
  }
}

let reply;
try {
  reply = await visit(JSON.parse(readFileSync(0, 'utf8')));
} catch (error) {
  reply = { values: {}, error: `puppeteer: ${error.stack ?? error}` };
}
console.log(JSON.stringify(reply));
