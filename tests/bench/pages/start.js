// Opens the page as often as asked, each time in a tab of its own, when the browser has had time to settle.
const SETTLE = 2000;
// Time for the browser to write its cache of compiled code, which helps every way.
const BETWEEN_VISITS = 3000;
let left = Number(new URLSearchParams(location.search).get('visits'));

function visit() {
  left -= 1;
  window.open('./', '_blank', 'noopener');
}

new BroadcastChannel('visits').onmessage = () => left && setTimeout(visit, BETWEEN_VISITS);
setTimeout(visit, SETTLE);
