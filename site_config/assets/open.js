// @ts-check
/**
 * Opening what somebody else has made: a link in the address of the page, or a case file. Python reads it and says what
 * was dropped and what has changed; this script fills the form. A fragment never leaves the browser.
 */
import { Failure } from './download.js';
import { fillValues } from './form.js';
import { Superseded, engine } from './runtime.js';

/** @typedef {import('./types/wire').Opened} Opened */
/** @typedef {HTMLElement & {form: HTMLFormElement | null, wake(): void, calculate(): Promise<void>}} Panel */

const LINK = /^#case(=|%3d)/i;
/** A case file is some kilobytes; more than this is not read into memory. */
const LARGEST_FILE = 1_100_000;

/** The address that was opened last and the panel that shows it: one link is opened once. */
let openedAddress = '';
/** @type {Panel | undefined} */
let openedPanel;

/** @param {Element} panel @param {string} hook */
export function place(panel, hook) {
  return /** @type {HTMLElement | null} */ (panel.querySelector(`[data-${hook}]`));
}

/**
 * @param {Panel} panel
 * @param {string} verb
 * @param {object} more
 * @param {'calculation' | 'file'} [work]
 */
export async function ask(panel, verb, more, work) {
  // An owner of its own: a calculation that is asked meanwhile must not replace this question.
  const reply = await engine.ask({}, JSON.stringify({ id: 0, verb, calculator: panel.dataset.calculator, ...more }), work);
  return JSON.parse(reply);
}

/**
 * @param {Panel} panel
 * @param {{fragment: string} | {text: string}} source
 */
async function open(panel, source) {
  panel.wake();
  try {
    await show(panel, await ask(panel, 'open', source));
  } catch (error) {
    // After a failed start the panel offers a retry; what was brought waits for it.
    if (error instanceof Failure) return open(panel, source);
    throw error;
  }
}

/** @param {Panel} panel @param {Opened} reply */
async function show(panel, reply) {
  const box = place(panel, 'opened');
  if (box) {
    box.hidden = false;
    box.innerHTML = reply.message_html ?? '';
    if (reply.failure) box.textContent = reply.failure;
    box.scrollIntoView({ block: 'nearest' });
  }
  if (!reply.values || !panel.form) return;
  fillValues(panel.form, reply.values);
  await panel.calculate();
}

/** The theme has put the same page in place anew; now and then it drops the fragment while doing so. */
function renewed() {
  return openedPanel?.isConnected === false && openedAddress.split('#')[0] === location.href.split('#')[0];
}

/**
 * A link of ours in the address; anchors of the page are none of our business. Where the theme renews the page, the link
 * is opened again.
 */
function openAddress() {
  const address = LINK.test(location.hash) ? location.href : renewed() ? openedAddress : '';
  if (address === openedAddress && openedPanel?.isConnected) return;
  const panels = /** @type {Panel[]} */ ([...document.querySelectorAll('calculator-panel')]);
  openedAddress = address;
  openedPanel = panels.find((panel) => address.includes(`C=${panel.dataset.calculator}&`)) ?? panels[0];
  if (address && openedPanel) open(openedPanel, { fragment: new URL(address).hash }).catch(quietly);
}

/** @param {Panel} panel @param {HTMLInputElement} input */
export async function openFile(panel, input) {
  const file = input.files?.[0];
  if (!file) return;
  const text = await file.slice(0, LARGEST_FILE).text();
  input.value = '';
  await open(panel, { text });
}

/** The panel itself says why the engine does not answer. @param {unknown} error */
export function quietly(error) {
  if (!(error instanceof Superseded)) console.warn(error);
}

addEventListener('hashchange', openAddress);
// The theme says when it has put a new page in place; elsewhere there is only the first one.
if (globalThis.document$) globalThis.document$.subscribe(openAddress);
else openAddress();
