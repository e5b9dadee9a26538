// @ts-check
/**
 * <what-if>: 改一个数会怎样. Sends what was chosen and typed, as text, together with the form of its panel, and shows what
 * Python answers. Nothing is asked while the fold is closed.
 */
import { readValues } from './form.js';
import { HANG_TEXT } from './messages.js';
import { Hang, Superseded, engine } from './runtime.js';

/** @typedef {import('./types/wire').WhatIfReply} WhatIfReply */

const TYPING_PAUSE = 200;
/** How many runs of the calculator one question may take, and how few where the machine is slow. */
const RUNS = { most: 160, fewest: 8 };
/** Milliseconds: an answer that took longer is asked with fewer runs next time. */
const LONG = 2000;

let lastNumber = 0;

class WhatIf extends HTMLElement {
  /** @type {AbortController} */ listening = new AbortController();
  /** @type {() => void} */ unsubscribe = () => {};
  typing = 0;
  current = 0;
  runs = RUNS.most;
  /** Whether the number is the visitor's own; until then it follows the form. */ own = false;

  connectedCallback() {
    const { signal } = (this.listening = new AbortController());
    const controls = /** @type {HTMLElement | null} */ (this.querySelector('[data-what-controls]'));
    if (controls) controls.hidden = false;
    this.addEventListener('input', (event) => this.changed(event), { signal });
    this.querySelector('details')?.addEventListener('toggle', () => this.ask(), { signal });
    this.panel?.addEventListener('cp-answered', () => this.ask(), { signal });
    this.unsubscribe = engine.subscribe((status) => status.state === 'ready' && this.ask());
  }

  disconnectedCallback() {
    this.listening.abort();
    this.unsubscribe();
    clearTimeout(this.typing);
  }

  /** @returns {HTMLElement | null} */
  get panel() {
    return this.closest('calculator-panel');
  }

  /** @param {string} name @returns {HTMLInputElement | null} */
  control(name) {
    return this.querySelector(`[data-what=${name}]`);
  }

  /** The slider and the number say the same; another question starts from what the form holds. @param {Event} event */
  changed(event) {
    const source = /** @type {HTMLInputElement} */ (event.target);
    const [at, slide] = [this.control('at'), this.control('slide')];
    if (source === slide && at) at.value = source.value;
    this.own = source === slide || source === at || (this.own && source.dataset.what !== 'field');
    clearTimeout(this.typing);
    this.typing = setTimeout(() => this.ask(), TYPING_PAUSE);
  }

  async ask() {
    const form = this.panel?.querySelector('form');
    if (!form || !this.querySelector('details')?.open || engine.status.state !== 'ready') return;
    const number = (this.current = ++lastNumber);
    const asked = Object.fromEntries(['field', 'at', 'question', 'target'].map((name) => [name, this.control(name)?.value ?? '']));
    if (!this.own) asked.at = '';
    const { calculator } = this.panel?.dataset ?? {};
    const request = { id: number, verb: 'what_if', calculator, values: readValues(form), ...asked, budget: this.runs };
    const started = performance.now();
    try {
      const reply = JSON.parse(await engine.ask(this, JSON.stringify(request)));
      this.pace(performance.now() - started);
      if (reply.id === this.current) this.show(reply);
    } catch (error) {
      if (error instanceof Hang) this.tooLong();
      else if (!(error instanceof Superseded)) console.warn(error);
    }
  }

  /** @param {number} took */
  pace(took) {
    if (took > LONG) this.runs = Math.max(RUNS.fewest, Math.floor(this.runs / 2));
  }

  /** The engine has been started anew; it is asked once more with as little as makes a curve. */
  tooLong() {
    if (this.runs > RUNS.fewest) this.runs = RUNS.fewest;
    else {
      this.querySelector('details')?.removeAttribute('open');
      this.say(HANG_TEXT);
    }
  }

  /** @param {string} text */
  say(text) {
    const place = this.querySelector('[data-what-status]');
    if (place) place.textContent = text;
  }

  /** @param {WhatIfReply} reply */
  show(reply) {
    this.say(reply.failure ?? reply.announcement ?? '');
    const result = /** @type {HTMLElement | null} */ (this.querySelector('[data-what-result]'));
    result?.toggleAttribute('data-outdated', !reply.ok);
    if (!reply.html || !reply.controls || !result) return;
    const open = result.querySelector('details')?.open ?? false;
    result.innerHTML = reply.html;
    result.querySelector('details')?.toggleAttribute('open', open);
    this.showControls(reply.controls);
  }

  /** @param {NonNullable<WhatIfReply['controls']>} now */
  showControls(now) {
    const [field, at, slide] = [this.control('field'), this.control('at'), this.control('slide')];
    if (!field || !at || !slide) return;
    const options = now.fields.map(([key, label]) => new Option(label, key));
    if (options.length !== field.querySelectorAll('option').length) field.replaceChildren(...options);
    field.value = now.field;
    if (document.activeElement !== at) at.value = now.at;
    Object.assign(slide, { min: now.low, max: now.high, step: now.step });
    if (slide.value !== now.at) slide.value = now.at;
    slide.setAttribute('aria-valuetext', now.said);
    const unit = this.querySelector('[data-what-unit]');
    if (unit) unit.textContent = now.unit;
  }
}

if (!customElements.get('what-if')) customElements.define('what-if', WhatIf);
