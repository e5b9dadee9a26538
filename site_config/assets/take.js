// @ts-check
/**
 * The row of buttons under a result: links, files, paper. Python makes every link, file and message; this script
 * copies, saves and prints. Nothing is sent anywhere.
 */
import { readValues } from './form.js';
import { TAKE_FAILED_TEXT } from './messages.js';
import { ask, openFile, place, quietly } from './open.js';
import { Superseded, engine } from './runtime.js';

/** @typedef {import('./types/wire').Taken} Taken */
/** @typedef {import('./open.js').Panel} Panel */

const FEEDBACK = new URL('../../about/feedback/', import.meta.url).href;
/** Milliseconds after which a browser has surely taken a download over. */
const DOWNLOAD_TIME = 60_000;

/** @param {Panel} panel @param {string} text */
function say(panel, text) {
  const line = place(panel, 'take-said');
  if (!line) return;
  // The same words twice in a row would not be spoken again.
  line.textContent = '';
  requestAnimationFrame(() => (line.textContent = text));
}

/** A button that was pressed always answers. @param {Panel} panel @param {unknown} error */
function failed(panel, error) {
  quietly(error);
  say(panel, TAKE_FAILED_TEXT);
}

/** @param {Panel} panel @param {string} kind */
async function take(panel, kind) {
  if (!panel.form) return;
  hideManual(panel);
  const values = readValues(panel.form);
  const taken = await fetched(panel, { kind, values, on: values.on, page: location.href.split('#')[0] });
  if (taken.how === 'copy') return copy(panel, taken);
  if (taken.how === 'save') save(taken);
  if (taken.how === 'show') show(panel, taken);
  say(panel, taken.said ?? taken.failure ?? '');
  if (taken.how === 'print') print(panel, taken);
}

/**
 * The answer; when it takes libraries that are not here yet, they are brought and the question is asked again.
 * @param {Panel} panel
 * @param {object} question
 * @returns {Promise<Taken>}
 */
async function fetched(panel, question) {
  const first = await ask(panel, 'take', question, 'file');
  if (!first.needs) return first;
  say(panel, first.wait ?? first.said);
  try {
    await engine.equip();
    const second = await ask(panel, 'take', question, 'file');
    return second.needs ? { ...first, said: first.lost } : second;
  } catch (error) {
    if (error instanceof Superseded) throw error;
    return { ...first, said: first.lost };
  }
}

/** @param {Panel} panel @param {Taken} taken */
async function copy(panel, taken) {
  const text = taken.text ?? '';
  try {
    await navigator.clipboard.writeText(text);
    say(panel, taken.said ?? '');
  } catch {
    copyByHand(panel, taken, text);
  }
}

/**
 * Without a secure connection, or when the visitor refuses, there is no clipboard: the old command is tried, and else
 * the text lies selected in a field.
 * @param {Panel} panel
 * @param {Taken} taken
 * @param {string} text
 */
function copyByHand(panel, taken, text) {
  const field = /** @type {HTMLTextAreaElement | null} */ (place(panel, 'take-text'));
  const box = place(panel, 'take-manual');
  if (!field || !box) return;
  const before = /** @type {HTMLElement | null} */ (document.activeElement);
  box.hidden = false;
  field.value = text;
  field.focus();
  field.select();
  if (document.execCommand('copy')) {
    box.hidden = true;
    before?.focus();
    return say(panel, taken.said ?? '');
  }
  const label = place(panel, 'take-by-hand');
  if (label) label.textContent = taken.by_hand ?? '';
}

/** @param {Panel} panel */
function hideManual(panel) {
  const box = place(panel, 'take-manual');
  if (box) box.hidden = true;
}

/** @param {Taken} taken */
function save(taken) {
  const data = taken.base64 === undefined ? (taken.text ?? '') : bytesOf(taken.base64);
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([data], { type: taken.type }));
  link.download = taken.filename ?? '';
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), DOWNLOAD_TIME);
}

/** @param {string} base64 */
function bytesOf(base64) {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

/** @param {Panel} panel @param {Taken} taken */
function show(panel, taken) {
  const box = place(panel, 'take-show');
  if (!box) return;
  box.innerHTML = taken.html ?? '';
  box.hidden = !taken.html;
}

/**
 * Only this panel goes on paper, with its link. Not every browser waits while it prints: what was put there stays until
 * it says that it has done so.
 * @param {Panel} panel
 * @param {Taken} taken
 */
function print(panel, taken) {
  const paper = place(panel, 'take-paper');
  if (paper) paper.innerHTML = taken.html ?? '';
  const marked = [document.documentElement, panel];
  marked.forEach((element) => element.setAttribute('data-paper', ''));
  addEventListener('afterprint', () => marked.forEach((element) => element.removeAttribute('data-paper')), { once: true });
  window.print();
}

/** What is folded on the screen stands open on paper. */
function unfoldForPaper() {
  const folded = [...document.querySelectorAll('calculator-panel .cp-result details:not([open])')];
  folded.forEach((details) => details.setAttribute('open', ''));
  addEventListener('afterprint', () => folded.forEach((details) => details.removeAttribute('open')), { once: true });
}

/** @param {Event} event */
function clicked(event) {
  const target = /** @type {Element} */ (event.target);
  const panel = /** @type {Panel | null} */ (target.closest('calculator-panel'));
  const button = /** @type {HTMLElement | null} */ (target.closest('[data-take]'));
  if (!panel) return;
  if (button?.dataset.take) take(panel, button.dataset.take).catch((error) => failed(panel, error));
  if (target.closest('[data-take-open]')) /** @type {HTMLInputElement | null} */ (place(panel, 'take-file'))?.click();
}

/** @param {Event} event */
function changed(event) {
  const input = /** @type {Element} */ (event.target);
  const panel = /** @type {Panel | null} */ (input.closest('calculator-panel'));
  if (panel && input.matches('[data-take-file]')) openFile(panel, /** @type {HTMLInputElement} */ (input)).catch(quietly);
}

/** @param {Event} event */
function answered(event) {
  const panel = /** @type {Panel} */ (event.target);
  const bar = place(panel, 'take-bar');
  if (bar) bar.hidden = false;
  place(panel, 'take-feedback')?.setAttribute('href', FEEDBACK);
}

document.addEventListener('click', clicked);
document.addEventListener('change', changed);
document.addEventListener('cp-answered', answered);
addEventListener('beforeprint', unfoldForPaper);
