// @ts-check
/** What a journey remembers: the answers in this tab's own storage, the step in the address. Nothing else, nowhere else; a link is made only when asked for. */

const KEPT = 'pledge-journey';
const STEP = 'step';

/** The answers of this tab; none when storage is forbidden or spoilt. @returns {Record<string, string>} */
export function recalled() {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT) ?? '{}') ?? {};
  } catch {
    return {};
  }
}

/** Storage may be forbidden; the journey works without, until the page is left. @param {Record<string, string>} answers */
export function remember(answers) {
  try {
    if (Object.keys(answers).length) sessionStorage.setItem(KEPT, JSON.stringify(answers));
    else sessionStorage.removeItem(KEPT);
  } catch {
    // Then only this page knows them.
  }
}

export function stepInAddress() {
  return new URLSearchParams(location.search).get(STEP) ?? '';
}

/**
 * The step in the address, so that the back button and a reload find it.
 * @param {string} step
 * @param {boolean} [same] the visitor has not moved: correct the address in place
 */
export function address(step, same = false) {
  const url = new URL(location.href);
  if (step) url.searchParams.set(STEP, step);
  else url.searchParams.delete(STEP);
  url.hash = '';
  if (url.href !== location.href) history[same ? 'replaceState' : 'pushState'](null, '', url);
}

/** Only the browser knows the date; Python reads it. */
export function today() {
  const now = new Date();
  const part = (/** @type {number} */ number) => String(number).padStart(2, '0');
  return `${now.getFullYear()}-${part(now.getMonth() + 1)}-${part(now.getDate())}`;
}

/**
 * Copies a link; where the browser forbids that, shows it selected in a box. Says whether it was copied.
 * @param {string} link
 * @param {HTMLInputElement} box
 */
export async function copyLink(link, box) {
  try {
    await navigator.clipboard.writeText(link);
    return true;
  } catch {
    box.hidden = false;
    box.value = link;
    box.select();
    return false;
  }
}
