// @ts-check
/**
 * Cases side by side. <scenario-columns> keeps up to four cases of its panel for as long as the tab lives;
 * <choice-comparison> tries the panel's case under every choice of one question. Python writes the tables.
 */
import { readValues } from './form.js';
import { failureText } from './messages.js';
import { engine } from './runtime.js';

/** @typedef {import('./types/wire').Compared} Compared */

/** Resolves when the engine is live; a failed one is started anew by the panel's own button. */
function live() {
  return /** @type {Promise<void>} */ (
    new Promise((resolve, reject) => {
      /** @param {import('./types/wire').Status} status */
      const heard = (status) => {
        if (status.state === 'failed') reject(new Error(failureText(status.code, status.detail)));
        if (status.state === 'ready') resolve();
        return status.state === 'failed' || status.state === 'ready';
      };
      engine.start();
      if (heard(engine.status)) return;
      const leave = engine.subscribe((status) => heard(status) && leave());
    })
  );
}

class Comparison extends HTMLElement {
  /** @param {string} hook */
  piece(hook) {
    return /** @type {HTMLElement | null} */ (this.querySelector(`[data-${hook}]`));
  }

  /** @param {string} text */
  say(text) {
    const line = this.piece('said');
    if (line) line.textContent = text;
  }

  /**
   * Asks and shows; what was there before stays when the answer is no.
   * @param {object} request
   */
  async ask(request) {
    try {
      await live();
      /** @type {Compared} */
      const reply = JSON.parse(await engine.ask(this, JSON.stringify({ id: 0, ...request })));
      this.say(reply.announcement ?? reply.failure ?? '');
      const place = this.piece('columns');
      if (reply.ok && reply.html !== undefined && place) place.innerHTML = reply.html;
      return reply.ok;
    } catch (error) {
      this.say(error instanceof Error ? error.message : '');
      return false;
    }
  }
}

class ScenarioColumns extends Comparison {
  get panel() {
    return /** @type {HTMLElement} */ (this.closest('calculator-panel'));
  }

  get memory() {
    return `columns:${this.panel.dataset.calculator}`;
  }

  /** @returns {Record<string, string>[]} */
  get columns() {
    return JSON.parse(sessionStorage.getItem(this.memory) ?? '[]');
  }

  connectedCallback() {
    this.hidden = false;
    this.piece('keep')?.addEventListener('click', () => this.keep());
    this.piece('columns')?.addEventListener('click', (event) => this.drop(event));
    this.querySelector('details')?.addEventListener('toggle', () => this.columns.length && this.show(this.columns));
  }

  keep() {
    const form = this.panel.querySelector('form');
    if (form) this.show([...this.columns, readValues(form)]);
  }

  /** @param {Event} event */
  async drop(event) {
    const button = /** @type {HTMLElement} */ (event.target).closest('[data-remove]');
    if (!button) return;
    const index = Number(/** @type {HTMLElement} */ (button).dataset.remove);
    await this.show(this.columns.filter((_, place) => place !== index));
    this.piece('keep')?.focus();
  }

  /** @param {Record<string, string>[]} columns */
  async show(columns) {
    const shown = await this.ask({ verb: 'compare', calculator: this.panel.dataset.calculator, columns });
    if (shown) sessionStorage.setItem(this.memory, JSON.stringify(columns));
  }
}

class ChoiceComparison extends Comparison {
  get form() {
    return document.querySelector(`calculator-panel[data-calculator="${this.dataset.calculator}"] form`);
  }

  connectedCallback() {
    const button = this.piece('redo');
    if (button && this.form) button.hidden = false;
    button?.addEventListener('click', () => this.redo());
    this.piece('columns')?.addEventListener('click', (event) => this.sort(event));
  }

  redo() {
    const { calculator, by, figures } = this.dataset;
    const values = readValues(/** @type {HTMLFormElement} */ (this.form));
    this.ask({ verb: 'choices', calculator, by, figures: figures?.split(','), values, on: values.on });
  }

  /** Python has numbered the cells of each column in their order. @param {Event} event */
  sort(event) {
    const button = /** @type {HTMLElement} */ (event.target).closest('[data-sort]');
    const head = button?.closest('th');
    const body = this.querySelector('tbody');
    if (!head || !body) return;
    const descending = head.getAttribute('aria-sort') === 'ascending';
    const rank = (/** @type {Element} */ row) => Number(row.children[head.cellIndex].getAttribute('data-rank'));
    const rows = [...body.rows].sort((one, other) => (descending ? rank(other) - rank(one) : rank(one) - rank(other)));
    this.querySelectorAll('th[aria-sort]').forEach((other) => other.removeAttribute('aria-sort'));
    head.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
    body.append(...rows);
  }
}

customElements.define('scenario-columns', ScenarioColumns);
customElements.define('choice-comparison', ChoiceComparison);
