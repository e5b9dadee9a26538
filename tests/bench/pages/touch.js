// Touches the panel as soon as it can be touched, and tells the server when its result is live and what it says.
const STAY = 2500;

customElements.whenDefined('calculator-panel').then(() => {
  const panel = document.querySelector('calculator-panel');
  const watch = new MutationObserver(() => {
    if (panel.dataset.state !== 'ready' || !panel.querySelector('[data-status]').textContent) return;
    watch.disconnect();
    const found = { ms: performance.now(), value: panel.querySelector('[data-headline]').dataset.value };
    fetch(`live?${new URLSearchParams(found)}`);
    new BroadcastChannel('visits').postMessage('live');
    // The next visit must not share the machine with this one.
    setTimeout(() => window.close(), STAY);
  });
  watch.observe(panel, { attributes: true, subtree: true, childList: true, characterData: true });
  panel.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }));
});
