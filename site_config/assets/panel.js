// @ts-check
/**
 * <calculator-panel>: wakes the HTML that Python rendered. It sends what is typed, as text, and shows what comes back;
 * it never parses, formats or decides.
 *
 *   data-state   static   the worked example, untouched
 *                loading  the engine is on its way
 *                ready    the result belongs to the form
 *                busy     a calculation is running
 *                failed   no engine: the result stays, a message says what to do
 *   data-start="idle"     the author lets a desktop start the engine by itself
 *   cp-answered           event: a reply of the engine is on show
 *
 * A custom element needs no mounting: the browser connects it on a full load and after instant navigation alike, once.
 */
// Needed by runtime.js; asked for from here they come along with it, not after it.
import './download.js';
// @ts-expect-error written by the bundler
import '../runtime/manifest.js';
import { readValues, replaceResult, showErrors, showHidden, wasChanged } from './form.js';
import { HANG_TEXT, OUTDATED_TEXT, RETRY_TEXT, SLOW_TEXT, failureText, progressText } from './messages.js';
import { Hang, Superseded, engine, mayStartAlone } from './runtime.js';

/** @typedef {import('./types/wire').Status} Status */
/** @typedef {import('./types/wire').Reply} Reply */

const TYPING_PAUSE = 200;
/** Milliseconds: earlier than this a text would only flicker; later than this a visitor wants advice. */
const PROGRESS_AFTER = 1000;
const PROGRESS_EVERY = 1500;
const ADVICE_AFTER = 8500;
const WAKING = ['pointerdown', 'pointerover', 'focusin', 'input'];

let lastNumber = 0;

class CalculatorPanel extends HTMLElement {
  /** @type {() => void} */ unsubscribe = () => {};
  /** @type {AbortController} */ listening = new AbortController();
  awake = false;
  typing = 0;
  loadingSince = 0;
  spokenAt = 0;
  ticking = 0;
  /** The id of the newest request: replies to older ones are dropped. */ current = 0;
  /** The newest values that were asked, and those that made the engine hang. */ asked = '';
  hung = '';

  connectedCallback() {
    const { signal } = (this.listening = new AbortController());
    WAKING.forEach((type) => this.addEventListener(type, () => this.wake(), { signal, passive: true }));
    this.addEventListener('input', () => this.typed(), { signal });
    this.addEventListener('change', () => this.typed(), { signal });
    this.addEventListener('submit', (event) => this.submitted(event), { signal });
    this.unsubscribe = engine.subscribe((status) => this.heard(status));
    if (this.touchedEarly()) this.wake();
    if (this.dataset.start === 'idle' && mayStartAlone()) whenIdle(() => this.isConnected && this.wake());
  }

  /** On a slow link somebody may be typing before this script has arrived. */
  touchedEarly() {
    return this.contains(document.activeElement) || (this.form && wasChanged(this.form));
  }

  disconnectedCallback() {
    this.listening.abort();
    this.unsubscribe();
    this.sleep();
  }

  get form() {
    return this.querySelector('form');
  }

  get result() {
    return /** @type {HTMLElement | null} */ (this.querySelector('[data-result]'));
  }

  /** @param {string} state */
  set state(state) {
    if (this.dataset.state !== state) this.dataset.state = state;
    this.result?.setAttribute('aria-busy', String(state === 'busy'));
  }

  /** @param {string} text */
  speak(text) {
    const place = this.querySelector('[data-status]');
    if (place && place.textContent !== text) place.textContent = text;
  }

  /** The first touch. A failed engine waits for the retry button instead. */
  wake() {
    if (this.awake) return;
    engine.start();
    this.awake = true;
    this.heard(engine.status);
  }

  sleep() {
    this.awake = false;
    clearTimeout(this.typing);
    clearInterval(this.ticking);
    this.current = 0;
  }

  typed() {
    clearTimeout(this.typing);
    this.typing = setTimeout(() => this.form && JSON.stringify(readValues(this.form)) !== this.asked && this.calculate(), TYPING_PAUSE);
  }

  /** Enter means "now", not "leave the page". @param {Event} event */
  submitted(event) {
    event.preventDefault();
    clearTimeout(this.typing);
    this.calculate();
  }

  /** @param {Status} status */
  heard(status) {
    if (!this.awake) return;
    if (status.state === 'loading') this.showLoading();
    else clearInterval(this.ticking);
    if (status.state === 'ready') this.calculate();
    if (status.state === 'failed') this.showFailure(status);
    if (status.state === 'idle') this.rest();
  }

  /** The engine was stopped because the page is left; the browser may bring the page back later. */
  rest() {
    this.sleep();
    this.state = 'static';
  }

  showLoading() {
    if (this.dataset.state === 'loading') return;
    this.state = 'loading';
    this.offerRetry(false);
    this.loadingSince = performance.now();
    this.spokenAt = 0;
    clearInterval(this.ticking);
    this.ticking = setInterval(() => this.tick(), 250);
  }

  /** Says how far the download is, at a pace that a screen reader can follow. */
  tick() {
    const status = engine.status;
    const [now, waited] = [performance.now(), performance.now() - this.loadingSince];
    if (status.state !== 'loading' || waited < PROGRESS_AFTER || now - this.spokenAt < PROGRESS_EVERY) return;
    this.spokenAt = now;
    this.speak(progressText(status.share, status.way) + (waited > ADVICE_AFTER ? SLOW_TEXT : ''));
  }

  /** @param {Extract<Status, {state: 'failed'}>} status */
  showFailure(status) {
    this.state = 'failed';
    this.speak(failureText(status.code, status.detail));
    this.offerRetry(true);
  }

  /** @param {boolean} offered */
  offerRetry(offered) {
    let button = /** @type {HTMLButtonElement | null} */ (this.querySelector('[data-retry]'));
    if (!button) {
      if (!offered) return;
      button = document.createElement('button');
      button.type = 'button';
      button.className = 'cp-retry';
      button.dataset.retry = '';
      button.textContent = RETRY_TEXT;
      button.addEventListener('click', () => engine.retry());
      this.querySelector('[data-status]')?.after(button);
    }
    if (!offered && document.activeElement === button) this.focusStatus();
    button.hidden = !offered;
  }

  /** The button that had the focus disappears; what comes next is said right beside it. */
  focusStatus() {
    const place = /** @type {HTMLElement | null} */ (this.querySelector('[data-status]'));
    place?.setAttribute('tabindex', '-1');
    place?.focus({ preventScroll: true });
  }

  async calculate() {
    const form = this.form;
    if (!form || engine.status.state !== 'ready') return;
    const number = (this.current = ++lastNumber);
    const values = readValues(form);
    this.asked = JSON.stringify(values);
    if (this.asked === this.hung) return this.showHang();
    const request = { id: number, verb: 'calculate', calculator: this.dataset.calculator, values, on: values.on };
    this.state = 'busy';
    try {
      const reply = JSON.parse(await engine.ask(this, JSON.stringify(request)));
      if (reply.id === this.current) this.show(reply);
    } catch (error) {
      if (error instanceof Hang) this.hung = JSON.stringify(values);
      else if (!(error instanceof Superseded)) console.warn(error);
    }
  }

  /** @param {Reply} reply */
  show(reply) {
    this.state = 'ready';
    if (reply.failure) {
      this.speak(reply.failure);
      return this.markOutdated(true);
    }
    showErrors(this, reply.errors ?? {});
    showHidden(this, reply.hidden ?? []);
    this.speak(reply.announcement ?? '');
    if (reply.result_html && this.result) replaceResult(this.result, reply.result_html);
    this.markOutdated(!reply.ok);
    this.dispatchEvent(new CustomEvent('cp-answered', { bubbles: true }));
  }

  /** The engine has been replaced; the same input is not asked again, it would hang again. */
  showHang() {
    this.state = 'ready';
    this.speak(HANG_TEXT);
    this.markOutdated(true);
  }

  /** @param {boolean} outdated the result belongs to an earlier input */
  markOutdated(outdated) {
    this.result?.toggleAttribute('data-outdated', outdated);
    let note = /** @type {HTMLElement | null} */ (this.querySelector('[data-outdated-note]'));
    if (!note && outdated) {
      note = document.createElement('p');
      note.className = 'cp-outdated';
      note.dataset.outdatedNote = '';
      note.textContent = OUTDATED_TEXT;
      this.result?.before(note);
    }
    if (note) note.hidden = !outdated;
  }
}

/** @param {() => void} work */
function whenIdle(work) {
  const wait = globalThis.requestIdleCallback ?? ((/** @type {() => void} */ later) => setTimeout(later, 1000));
  if (document.readyState === 'complete') wait(work);
  else addEventListener('load', () => wait(work), { once: true });
}

if (!customElements.get('calculator-panel')) customElements.define('calculator-panel', CalculatorPanel);
