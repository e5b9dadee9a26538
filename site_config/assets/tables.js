// @ts-check
/**
 * A wide table scrolls inside its wrapper, which the theme adds by script. Keys can scroll it only when it can be
 * focused; browsers before 2024 do not allow that by themselves, so wrappers that really scroll are put in the tab order.
 */
const WRAPPERS = '.md-typeset__scrollwrap';

function allowKeys() {
  for (const wrapper of document.querySelectorAll(WRAPPERS)) {
    const scrolls = wrapper.scrollWidth > wrapper.clientWidth;
    wrapper.toggleAttribute('tabindex', scrolls);
    if (!scrolls) continue;
    wrapper.setAttribute('tabindex', '0');
    wrapper.setAttribute('role', 'region');
    wrapper.setAttribute('aria-label', '表格，可左右滚动');
  }
}

/** The theme says when it has put a new page in place; elsewhere there is only the first one. */
const pages = /** @type {{subscribe(next: () => void): void} | undefined} */ (Reflect.get(window, 'document$'));
const soon = () => requestAnimationFrame(allowKeys);
if (pages) pages.subscribe(soon);
else soon();
window.addEventListener('resize', soon);
