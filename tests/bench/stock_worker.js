// Stock Pyodide, used the way its documentation says: its own files, its own standard library, our package as sources.
importScripts('pyodide.js');
const ready = (async () => {
  const python = await loadPyodide();
  const response = await fetch('calculators.zip');
  await python.unpackArchive(await response.arrayBuffer(), 'zip');
  return python.pyimport('calculators.browser').answer;
})();
self.onmessage = async ({ data }) => {
  const answer = await ready;
  self.postMessage(answer(data));
};
