/**
 * The worker: one Python in one thread. A classic script, so that older engines run it too.
 *
 * The page downloads everything and hands it over; the worker itself loads three scripts and nothing else. What a visitor
 * types therefore cannot leave it: `fetch` answers from the files handed over and refuses every other address.
 *
 * In:  {type: 'boot', job}  {type: 'ask', text}
 * Out: {type: 'scripts'}  {type: 'ready'}  {type: 'reply', text}  {type: 'failed', code, detail}
 */

/** @typedef {import('./types/wire').Job} Job */

/** @type {((text: string) => string) | undefined} */
let answer;
const EMPTY_ZIP = Uint8Array.from([0x50, 0x4b, 5, 6, ...new Array(18).fill(0)]);

/** @param {import('./types/wire').FromWorker} message */
function say(message) {
  self.postMessage(message);
}

/**
 * @param {import('./types/wire').FailureCode} code
 * @param {unknown} error
 */
function fail(code, error) {
  say({ type: 'failed', code, detail: error instanceof Error ? error.message : String(error) });
}

/**
 * Python's start asks for the engine and the standard library by address; both are here already.
 * @param {Job} job
 */
function answerFromMemory(job) {
  self.fetch = async (address) => {
    const name = new URL(String(address), self.location.href).pathname.split('/').pop();
    if (name === 'pyodide.asm.wasm') return new Response();
    if (name === 'stdlib.zip') return new Response(job.stdlib ?? EMPTY_ZIP);
    throw new TypeError(`the calculators ask for nothing over the network: ${name}`);
  };
  // Pyodide only warns when this fails and then waits for ever, so the failure is reported from here.
  WebAssembly.instantiateStreaming = async (_, imports) => {
    try {
      return { module: job.module, instance: await WebAssembly.instantiate(job.module, imports) };
    } catch (error) {
      fail('engine', error);
      throw error;
    }
  };
}

/**
 * A new engine's memory is the second half of the packed snapshot; this is the moment when it is at hand.
 * @param {ArrayBuffer} packed
 */
function restoreFrom(packed) {
  const snapshot = snapshotFormat.expand(packed);
  const create = self._createPyodideModule;
  self._createPyodideModule = async (settings) => {
    const module = await create(settings);
    snapshotFormat.complete(snapshot, module.HEAPU8);
    return module;
  };
  return snapshot.bytes;
}

/** @param {Job} job */
function options(job) {
  return {
    indexURL: new URL('.', self.location.href).href,
    stdLibURL: new URL('stdlib.zip', self.location.href).href,
    lockFileContents: job.lock,
    packageBaseUrl: self.location.href,
    // The default makes some engines stop in the middle of a call; nothing here waits inside Python.
    enableRunUntilComplete: false,
    env: { HOME: '/home/pyodide', PYTHONHASHSEED: '0' },
    stdout: () => {},
    stderr: () => {},
    ...(job.snapshot ? { _loadSnapshot: restoreFrom(job.snapshot) } : {}),
  };
}

/** @param {Job} job */
async function boot(job) {
  answerFromMemory(job);
  const python = await loadPyodide(options(job));
  if (job.calculators) {
    python.unpackArchive(job.calculators, 'zip', { extractDir: python._api.sitepackages });
    python.pyimport('importlib').invalidate_caches();
  }
  answer = python.pyimport('calculators.browser').answer;
  say({ type: 'ready' });
}

/** @param {string} text */
function reply(text) {
  try {
    if (!answer) throw new Error('asked before Python was ready');
    say({ type: 'reply', text: answer(text) });
  } catch (error) {
    fail('crash', error);
  }
}

self.onmessage = (/** @type {MessageEvent<import('./types/wire').ToWorker>} */ event) => {
  if (event.data.type === 'boot') boot(event.data.job).catch((error) => fail('start', error));
  else reply(event.data.text);
};

try {
  importScripts('unpack.js', 'pyodide.js', 'pyodide.asm.js');
  say({ type: 'scripts' });
} catch (error) {
  fail('scripts', error);
}
