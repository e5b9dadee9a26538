/**
 * The worker: one Python in one thread. A classic script, so that older engines run it too.
 *
 * The bundler puts Pyodide's scripts and unpack.js in front of this file. The page downloads the rest and hands over each
 * part as it arrives, so that the engine is built while the snapshot is still on its way; the worker loads nothing. What a
 * visitor types therefore cannot leave it: `fetch` answers from what was handed over and refuses every other address.
 *
 * In:  {type: 'boot', job}  {type: 'part', name, content}  {type: 'equip', name}  {type: 'ask', text}
 * Out: {type: 'scripts'}  {type: 'ready'}  {type: 'equipped'}  {type: 'reply', text}  {type: 'failed', code, detail}
 */

/** @typedef {import('./types/wire').Job} Job */

/** @type {((text: string) => string) | undefined} */
let answer;
/** Puts an archive that came later where Python looks for modules. @type {((name: string) => Promise<void>) | undefined} */
let equip;
/** @type {Map<string, {promise: Promise<any>, resolve: (content: any) => void}>} */
const parts = new Map();
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

/** A part, whether it has arrived yet or not. @param {string} name */
function part(name) {
  const known = parts.get(name);
  if (known) return known;
  let resolve = (/** @type {any} */ _) => {};
  const promise = new Promise((done) => (resolve = done));
  const fresh = { promise, resolve };
  parts.set(name, fresh);
  return fresh;
}

/** The part itself, once: nothing keeps its memory afterwards. @param {string} name */
async function take(name) {
  const content = await part(name).promise;
  parts.delete(name);
  return content;
}

/**
 * Python's start asks for the engine and the standard library by address; the page hands both over.
 * @param {Job} job
 */
function answerFromMemory(job) {
  self.fetch = async (address) => {
    const name = new URL(String(address), self.location.href).pathname.split('/').pop();
    if (name === 'pyodide.asm.wasm') return new Response();
    if (name === 'stdlib.zip') return new Response(job.way === 'snapshot' ? EMPTY_ZIP : await take('stdlib.zip'));
    throw new TypeError(`the calculators ask for nothing over the network: ${name}`);
  };
  // Pyodide only warns when this fails and then waits for ever, so the failure is reported from here.
  WebAssembly.instantiateStreaming = async (_, imports) => {
    try {
      const module = /** @type {WebAssembly.Module} */ (await take('engine.wasm'));
      return { module, instance: await WebAssembly.instantiate(module, imports) };
    } catch (error) {
      fail('engine', error);
      throw error;
    }
  };
}

/**
 * The snapshot goes into a new engine's memory at the only moment when that is possible: before Pyodide looks at it.
 * @param {Job} job
 */
function restoring(job) {
  const create = self._createPyodideModule;
  self._createPyodideModule = async (settings) => {
    const module = await create(settings);
    snapshotFormat.restore(await take('snapshot.wasm'), module.HEAPU8, module._sbrk(0));
    return module;
  };
  return snapshotFormat.header(job.header, job.heap);
}

/**
 * Our package as files, read from its stored zip. Python could unpack it too, in the time of a whole calculation.
 * @param {ArrayBuffer} zip
 * @param {{mkdirTree(path: string): void, writeFile(path: string, data: Uint8Array): void}} files
 * @param {string} folder
 */
function writePackage(zip, files, folder) {
  const view = new DataView(zip);
  const end = zip.byteLength - 22;
  const [count, directory] = [view.getUint16(end + 10, true), view.getUint32(end + 16, true)];
  for (let entry = 0, at = directory; entry < count; entry += 1) {
    const [size, nameLength] = [view.getUint32(at + 20, true), view.getUint16(at + 28, true)];
    const local = view.getUint32(at + 42, true);
    const name = new TextDecoder().decode(new Uint8Array(zip, at + 46, nameLength));
    const data = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    files.mkdirTree(`${folder}/${name.slice(0, name.lastIndexOf('/'))}`);
    files.writeFile(`${folder}/${name}`, new Uint8Array(zip, data, size));
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
}

/** @param {any} files @param {{sitePackages: string}} places */
async function fillFiles(files, { sitePackages }) {
  writePackage(await take('calculators.zip'), files, sitePackages);
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
    ...(job.way === 'snapshot' ? { _loadSnapshot: restoring(job) } : { fsInit: fillFiles }),
  };
}

/** @param {Job} job */
async function boot(job) {
  answerFromMemory(job);
  const python = await loadPyodide(options(job));
  if (job.way === 'fallback') python.pyimport('pledge_preload');
  answer = python.pyimport('calculators.browser').answer;
  equip = async (name) => {
    const address = `/${name}`;
    python.FS.writeFile(address, new Uint8Array(await take(name)));
    python.pyimport('sys').path.insert(0, address);
    python.pyimport('pledge_equip');
    say({ type: 'equipped' });
  };
  if (job.way === 'fallback') python.pyimport('gc').enable();
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
  const { data } = event;
  if (data.type === 'boot') boot(data.job).catch((error) => fail('start', error));
  else if (data.type === 'part') part(data.name).resolve(data.content);
  else if (data.type === 'equip') equip?.(data.name);
  else reply(data.text);
};

say({ type: 'scripts' });
