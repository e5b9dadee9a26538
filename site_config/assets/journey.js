// @ts-check
/**
 * <pledge-journey>: asks Python for the page of a step and shows it. It keeps the answers as typed in this tab's own
 * storage and the step in the address; it never parses, formats or decides.
 *
 *   data-state   static | loading | ready | busy | failed, as for a calculator panel
 *   data-goto    on a button: the step to go to; data-at: the question to go to there
 */
// Needed by runtime.js; asked for from here they come along with it, not after it.
import './download.js';
// @ts-expect-error written by the bundler
import '../runtime/manifest.js';
import { readValues, replaceResult, showErrors, showHidden } from './form.js';
import { address, copyLink, recalled, remember, stepInAddress, today } from './journey-memory.js';
import { HANG_TEXT, RETRY_TEXT, failureText, progressText } from './messages.js';
import { Hang, engine } from './runtime.js';

/** @typedef {import('./types/wire').Status} Status */
/** @typedef {import('./types/wire').JourneyReply} JourneyReply */

const TYPING_PAUSE = 300;
const CARRIES = '#case=';
const WAKING = ['pointerdown', 'focusin', 'input'];
let lastNumber = 0;

class PledgeJourney extends HTMLElement {
  /** @type {Record<string, string>} */ answers = {};
  /** @type {AbortController} */ listening = new AbortController();
  /** @type {() => void} */ unsubscribe = () => {};
  /** Folds that were opened for paper. @type {Element[]} */ opened = [];
  awake = false;
  typing = 0;
  current = 0;
  /** A link that was opened, until Python has read it, and what a link to this page carries. */ carried = '';
  fragment = '';
  /** How often in a row this question has killed the worker. */ hangs = 0;
  /** What to ask as soon as the engine can answer. @type {{step: string, at?: string, move: boolean} | undefined} */ wanted;

  connectedCallback() {
    const { signal } = (this.listening = new AbortController());
    this.answers = recalled();
    WAKING.forEach((type) => this.addEventListener(type, () => this.wake(), { signal, passive: true }));
    this.addEventListener('input', () => this.typed(), { signal });
    this.addEventListener('change', () => this.typed(), { signal });
    this.addEventListener('submit', (event) => this.submitted(event), { signal });
    this.addEventListener('click', (event) => this.clicked(event), { signal });
    addEventListener('popstate', () => this.ask({ step: stepInAddress(), move: true }), { signal });
    addEventListener('beforeprint', () => this.unfold(true), { signal });
    addEventListener('afterprint', () => this.unfold(false), { signal });
    this.unsubscribe = engine.subscribe((status) => this.heard(status));
    addEventListener('hashchange', () => this.openLink(), { signal });
    if (!this.openLink() && (Object.keys(this.answers).length || stepInAddress())) this.ask({ step: stepInAddress(), move: true });
  }

  /** A link that carries somebody's answers: Python reads it. */
  openLink() {
    if (!location.hash.startsWith(CARRIES)) return false;
    this.carried = location.hash;
    this.ask({ step: stepInAddress(), move: true });
    return true;
  }

  disconnectedCallback() {
    this.listening.abort();
    this.unsubscribe();
    clearTimeout(this.typing);
    this.awake = false;
  }

  get form() {
    return this.querySelector('form');
  }

  get step() {
    return /** @type {HTMLElement | null} */ (this.querySelector('[data-step]'))?.dataset.step ?? '';
  }

  /** @param {string} text */
  speak(text) {
    const place = this.querySelector('[data-status]');
    if (place && place.textContent !== text) place.textContent = text;
  }

  wake() {
    if (this.awake) return;
    this.awake = true;
    engine.start();
    this.heard(engine.status);
  }

  /** What is on the form belongs to the answers from now on, and stays when the page is loaded again. */
  keep() {
    this.hangs = 0;
    if (this.form) Object.assign(this.answers, readValues(this.form));
    remember(this.answers);
  }

  typed() {
    this.keep();
    clearTimeout(this.typing);
    this.typing = setTimeout(() => this.ask({ step: this.step, move: false }), TYPING_PAUSE);
  }

  /** Enter means "next". @param {Event} event */
  submitted(event) {
    event.preventDefault();
    this.go(/** @type {HTMLElement | null} */ (this.querySelector('[data-next]'))?.dataset.next ?? this.step);
  }

  /** @param {Event} event */
  clicked(event) {
    const button = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest('button'));
    if (!button) return;
    if (button.dataset.goto) this.go(button.dataset.goto, button.dataset.at);
    if ('clear' in button.dataset) this.clear();
    if (button.dataset.print) this.print(button.dataset.print);
    if ('copy' in button.dataset) this.copy(button.dataset);
    if ('retry' in button.dataset) engine.retry();
  }

  /** @param {string} step @param {string} [at] */
  go(step, at) {
    clearTimeout(this.typing);
    this.keep();
    this.ask({ step, at, move: true }, true);
  }

  clear() {
    this.form?.reset();
    this.answers = {};
    remember(this.answers);
    this.ask({ step: '', move: true }, true);
  }

  /** The address of this report with its answers. @param {DOMStringMap} words what to say, by what the browser allows */
  async copy(words) {
    const box = /** @type {HTMLInputElement} */ (this.querySelector('[data-link]'));
    const copied = await copyLink(location.href.split('#')[0] + this.fragment, box);
    this.speak((copied ? words.copied : words.byHand) ?? '');
  }

  /** @param {string} how whether the derivations are printed too */
  print(how) {
    this.dataset.printing = how;
    window.print();
    delete this.dataset.printing;
  }

  /** On paper nothing can be opened: all of the visitor's report is, and closed again afterwards. @param {boolean} open */
  unfold(open) {
    if (open) this.opened = [...this.querySelectorAll('[data-view] details:not([open], form details)')];
    this.opened.forEach((fold) => fold.toggleAttribute('open', open));
  }

  /**
   * Asks for a page, now or as soon as the engine is there.
   * @param {{step: string, at?: string, move: boolean}} wanted `move`: show it as a new page, else only its result
   * @param {boolean} [moved] let the back button return to where the visitor is now
   */
  async ask(wanted, moved = false) {
    this.wanted = wanted;
    if (moved) address(wanted.step);
    this.wake();
    if (engine.status.state !== 'ready') return;
    this.dataset.state = 'busy';
    const reply = await this.reply(wanted.step);
    if (!reply || reply.id !== this.current) return;
    this.fragment = reply.fragment ?? '';
    this.carried = '';
    if (reply.answers) remember((this.answers = reply.answers));
    this.wanted = undefined;
    this.hangs = 0;
    this.dataset.state = 'ready';
    if (reply.failure) return this.speak(reply.failure);
    if (wanted.move || reply.step !== this.step) this.show(reply, wanted.at);
    else this.renew(reply);
  }

  /**
   * What Python says; nothing when something newer was asked, or when the worker died. Then a new one is started, and the
   * same is asked there once more: see `heard`.
   * @param {string} step
   * @returns {Promise<JourneyReply | undefined>}
   */
  async reply(step) {
    const id = (this.current = ++lastNumber);
    try {
      return JSON.parse(await engine.ask(this, JSON.stringify({ id, verb: 'journey', answers: this.answers, step, on: today(), fragment: this.carried })));
    } catch (error) {
      if (error instanceof Hang) this.hangs += 1;
      return undefined;
    }
  }

  /** A new page: the focus goes to its heading, or to the question that was meant. @param {JourneyReply} reply @param {string} [at] */
  show(reply, at) {
    const view = this.querySelector('[data-view]');
    if (!view) return;
    view.innerHTML = reply.html;
    address(reply.step, true);
    showErrors(this, reply.errors);
    this.speak(reply.ok ? `${reply.title}。${reply.announcement}` : reply.announcement);
    const wrong = Object.keys(reply.errors)[0];
    const target = /** @type {HTMLElement | null} */ (this.querySelector(`[name="${CSS.escape(wrong ?? at ?? '')}"]`));
    const fold = target?.closest('details');
    if (fold) fold.open = true;
    const heading = /** @type {HTMLElement | null} */ (this.querySelector('[data-heading]'));
    (target ?? heading)?.focus({ preventScroll: true });
    (target ?? heading)?.scrollIntoView({ block: target ? 'center' : 'start' });
  }

  /** The same page with newer answers: the form stays, the result is renewed. @param {JourneyReply} reply */
  renew(reply) {
    showErrors(this, reply.errors);
    showHidden(this, reply.hidden);
    const result = /** @type {HTMLElement | null} */ (this.querySelector('[data-result]'));
    if (reply.result_html && result) replaceResult(result, reply.result_html);
    result?.toggleAttribute('data-outdated', !reply.ok);
    this.speak(reply.announcement);
  }

  /** @param {Status} status */
  heard(status) {
    if (!this.awake) return;
    this.dataset.state = status.state === 'idle' ? 'static' : status.state;
    if (status.state === 'loading') this.speak(progressText(status.share, status.way));
    if (status.state === 'ready' && this.hangs > 1) this.speak(HANG_TEXT);
    else if (status.state === 'ready') this.ask(this.wanted ?? { step: this.step, move: false });
    if (status.state === 'failed') this.speak(failureText(status.code, status.detail));
    if (status.state === 'idle') this.awake = false;
    this.offerRetry(status.state === 'failed');
  }

  /** @param {boolean} offered */
  offerRetry(offered) {
    let button = /** @type {HTMLButtonElement | null} */ (this.querySelector('[data-retry]'));
    if (!button && offered) {
      button = document.createElement('button');
      button.type = 'button';
      button.className = 'cp-retry';
      button.dataset.retry = '';
      button.textContent = RETRY_TEXT;
      this.querySelector('[data-status]')?.after(button);
    }
    if (button) button.hidden = !offered;
  }
}

if (!customElements.get('pledge-journey')) customElements.define('pledge-journey', PledgeJourney);
