// @ts-check
/** The form and the result of one panel: reads texts, shows messages, swaps HTML that Python has rendered and escaped. */

/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Control */

const FOCUSABLE = 'a, summary, [tabindex]';

/** @param {HTMLFormElement} form @returns {Control[]} */
function controlsOf(form) {
  return /** @type {Control[]} */ ([...form.elements].filter((element) => 'name' in element && element.name));
}

/**
 * The text of every control under its name, just as typed.
 * @param {HTMLFormElement} form
 * @returns {Record<string, string>}
 */
export function readValues(form) {
  /** @type {Record<string, string>} */
  const values = {};
  for (const control of controlsOf(form)) {
    const choice = control.type === 'radio' || control.type === 'checkbox';
    if (!choice || /** @type {HTMLInputElement} */ (control).checked) values[control.name] = control.value;
  }
  return values;
}

/**
 * Puts texts into the controls of these names; the others keep theirs.
 * @param {HTMLFormElement} form
 * @param {Record<string, string>} values
 */
export function fillValues(form, values) {
  for (const control of controlsOf(form)) {
    if (values[control.name] !== undefined) control.value = values[control.name];
  }
}

/** A message inside something folded would not be seen. @param {Element} element @param {Element} panel */
function unfold(element, panel) {
  const folded = element.parentElement?.closest('details');
  if (!folded || !panel.contains(folded)) return;
  folded.open = true;
  unfold(folded, panel);
}

/**
 * Whether any control differs from what the page came with.
 * @param {HTMLFormElement} form
 */
export function wasChanged(form) {
  return controlsOf(form).some((control) =>
    control instanceof HTMLSelectElement
      ? control.selectedIndex !== Math.max([...control.options].findIndex((option) => option.defaultSelected), 0)
      : control.value !== control.defaultValue,
  );
}

/**
 * @param {HTMLElement} panel
 * @param {Record<string, string>} errors message by field
 */
export function showErrors(panel, errors) {
  for (const place of /** @type {NodeListOf<HTMLElement>} */ (panel.querySelectorAll('[data-error-for]'))) {
    const message = errors[place.dataset.errorFor ?? ''] ?? '';
    if (place.textContent !== message) place.textContent = message;
    place.hidden = !message;
    if (message) unfold(place, panel);
    const folded = place.closest('details');
    if (message && folded) folded.open = true;
  }
  const form = panel.querySelector('form');
  for (const control of form ? controlsOf(form) : []) {
    if (errors[control.name]) control.setAttribute('aria-invalid', 'true');
    else control.removeAttribute('aria-invalid');
  }
}

/**
 * Questions that these values do not raise disappear, and with them a group that has none left. A question in which the
 * visitor is typing stays.
 * @param {HTMLElement} panel
 * @param {string[]} keys
 */
export function showHidden(panel, keys) {
  for (const field of /** @type {NodeListOf<HTMLElement>} */ (panel.querySelectorAll('[data-field]'))) {
    field.hidden = keys.includes(field.dataset.field ?? '') && !field.contains(document.activeElement);
  }
  for (const group of /** @type {NodeListOf<HTMLElement>} */ (panel.querySelectorAll('.cp-group, .cp-more'))) {
    group.hidden = !group.querySelector('[data-field]:not([hidden])');
  }
}

/**
 * A finished picture that still shows the same stays where it is; another one is shown, faded, until its successor is drawn.
 * @param {HTMLElement[]} earlier
 * @param {HTMLElement} section
 */
function keepPictures(earlier, section) {
  const finished = earlier.filter((plot) => plot.childElementCount && (!plot.dataset.plot || 'earlier' in plot.dataset));
  for (const plot of /** @type {NodeListOf<HTMLElement>} */ (section.querySelectorAll('chart-plot:empty'))) {
    const before = finished.find((old) => old.dataset.chart === plot.dataset.chart);
    if (!before) continue;
    if (before.dataset.digest === plot.dataset.digest && !before.dataset.plot) plot.replaceWith(before);
    else {
      plot.dataset.earlier = '';
      plot.append(...before.childNodes);
    }
  }
}

/**
 * Puts the new result in place of the old. What was open stays open, tables stay where they were scrolled to, and the
 * focus stays on the thing it was on.
 * @param {HTMLElement} section
 * @param {string} html from calculators/views/html.py, escaped there
 */
export function replaceResult(section, html) {
  const focused = [...section.querySelectorAll(FOCUSABLE)].indexOf(/** @type {Element} */ (document.activeElement));
  const open = [...section.querySelectorAll('details')].map((details) => details.open);
  const scrolled = [...section.querySelectorAll('.cp-scroll')].map((box) => box.scrollLeft);
  const pictures = /** @type {HTMLElement[]} */ ([...section.querySelectorAll('chart-plot')]);
  section.innerHTML = html;
  keepPictures(pictures, section);
  section.querySelectorAll('details').forEach((details, index) => {
    if (index < open.length) details.open = open[index];
  });
  section.querySelectorAll('.cp-scroll').forEach((box, index) => {
    box.scrollLeft = scrolled[index] ?? 0;
  });
  if (focused < 0) return;
  const target = /** @type {HTMLElement | undefined} */ (section.querySelectorAll(FOCUSABLE)[focused]);
  target?.focus({ preventScroll: true });
}
