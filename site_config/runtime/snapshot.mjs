// Makes the memory snapshot in Node, restores it the way the worker does, and proves that it gives the same answers.
//
//   node snapshot.mjs   with on standard input {"pyodide": folder, "stdlib": zip, "package": zip, "lock": text,
//                       "requests": [text], "warmUp": .py, "format": unpack.js, "empty": a zip to write, "out": file}
//
// Prints one line of JSON: {"python", "header", "heap", "packed", "requests", "replies", "modules"}. Any doubt ends with exit code 1
// and a sentence.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import vm from 'node:vm';
import { pathToFileURL } from 'node:url';
import { makeDeterministic } from './deterministic.mjs';
import { dataOf, headOf, pack } from './pack.mjs';

const EMPTY_ZIP = Uint8Array.from([0x50, 0x4b, 5, 6, ...new Array(18).fill(0)]);
// Growth is refused by old telephones first; the engine itself would allow 4 GB.
const MAX_HEAP = 48 * 2 ** 20;

const job = JSON.parse(readFileSync(0, 'utf8'));
makeDeterministic(1);
writeFileSync(job.empty, EMPTY_ZIP);
const { loadPyodide } = await import(pathToFileURL(`${job.pyodide}/pyodide.mjs`).href);
await import(pathToFileURL(`${job.pyodide}/pyodide.asm.js`).href);
vm.runInThisContext(readFileSync(job.format, 'utf8'), { filename: 'unpack.js' });

function options(stdLibURL, more) {
  return {
    indexURL: `${job.pyodide}/`,
    stdLibURL,
    lockFileContents: job.lock,
    packageBaseUrl: '/',
    enableRunUntilComplete: false,
    env: { HOME: '/home/pyodide', PYTHONHASHSEED: '0' },
    stderr: () => {},
    ...more,
  };
}

function check(holds, sentence) {
  if (!holds) throw new Error(sentence);
}

/** Overwrites memory that malloc has to give with zeros, and the unused part of the stack: litter does not compress. */
function zeroFreeMemory(module) {
  const top = module._sbrk(0);
  const taken = [];
  for (let size = 2 ** 20; size >= 16; size = size > 64 ? Math.floor(size * 0.8) & ~7 : size - 8) {
    for (;;) {
      const address = module.___libc_malloc(size);
      if (!address || address >= top) {
        if (address) module.___libc_free(address);
        break;
      }
      module.HEAPU8.fill(0, address, address + module._malloc_usable_size(address));
      taken.push(address);
    }
  }
  taken.forEach((address) => module.___libc_free(address));
  module.HEAPU8.fill(0, module._emscripten_stack_get_end(), module._emscripten_stack_get_current());
}

/** Every request with its reply. */
function ask(python) {
  const reply = python.globals.get('reply_to');
  const pairs = job.requests.map((request) => [request, reply(request)]);
  reply.destroy();
  return pairs;
}

/** A Python with everything of ours loaded and calculated once; returns its snapshot and what it answered. */
async function record() {
  const python = await loadPyodide(options(job.stdlib, { _makeSnapshot: true }));
  check(!python._module._PyEM_CountArgsPtr, 'the snapshot would only run in engines with wasm garbage collection');
  python.unpackArchive(new Uint8Array(readFileSync(job.package)), 'zip', { extractDir: python._api.sitepackages });
  python.runPython('import importlib; importlib.invalidate_caches()');
  python.runPython(readFileSync(job.warmUp, 'utf8'));
  const first = ask(python);
  const modules = python.runPython('tidy(); loaded()');
  check(JSON.stringify(ask(python)) === JSON.stringify(first), 'the same requests were answered differently the second time');
  const version = python.runPython('"%d.%d.%d" % sys.version_info[:3]');
  python.runPython('tidy()');
  zeroFreeMemory(python._module);
  return { raw: python.makeMemorySnapshot(), pairs: first, modules, version };
}

/** Loads from a snapshot, with a word to say at the moment when the new engine's memory is there and untouched. */
async function loadWith(bytes, atCreation) {
  const create = globalThis._createPyodideModule;
  globalThis._createPyodideModule = async (settings) => {
    const module = await create(settings);
    atCreation(module);
    return module;
  };
  try {
    return await loadPyodide(options(job.empty, { _loadSnapshot: bytes }));
  } finally {
    globalThis._createPyodideModule = create;
  }
}

/** The memory of a new engine, before Python starts in it. */
async function newMemory(raw) {
  let memory;
  const seen = (module) => {
    memory = module.HEAPU8.slice();
    throw new Error('seen enough');
  };
  await loadWith(new Uint8Array(raw.length), seen).catch((error) => check(memory, error.message));
  return memory;
}

/** Restores from the packed bytes as the worker does, with other random numbers and another time. */
async function restore(packed, raw) {
  makeDeterministic(2);
  const { header, heap } = headOf(raw);
  return loadWith(globalThis.snapshotFormat.header(header, heap), (module) => {
    globalThis.snapshotFormat.restore(packed, module.HEAPU8, module._sbrk(0));
    const before = Buffer.from(raw.buffer, raw.byteOffset + raw.length - heap);
    check(before.equals(module.HEAPU8), 'the heap is not what it was before packing');
  });
}

function verify(python, recorded) {
  const answer = python.pyimport('calculators.browser').answer;
  for (const [request, reply] of recorded.pairs) {
    check(answer(request) === reply, `the restored snapshot answers differently: ${request}`);
  }
  const before = new Set(JSON.parse(recorded.modules));
  const late = JSON.parse(python.runPython('loaded()')).filter((name) => !before.has(name));
  check(late.length === 0, `imported only while calculating, impossible in the browser: ${late.join(', ')}`);
  return recorded.pairs.length;
}

try {
  const recorded = await record();
  const { header, heap } = headOf(recorded.raw);
  check(heap <= MAX_HEAP, `the heap has ${heap} bytes, the limit is ${MAX_HEAP}: load less data or fewer modules`);
  const data = dataOf(readFileSync(`${job.pyodide}/pyodide.asm.wasm`));
  const packed = pack(recorded.raw, await newMemory(recorded.raw), data, globalThis.snapshotFormat);
  const requests = verify(await restore(packed, recorded.raw), recorded);
  writeFileSync(job.out, new Uint8Array(packed));
  const replies = createHash('sha256').update(recorded.pairs.map((pair) => pair[1]).join('\n')).digest('hex');
  const modules = JSON.parse(recorded.modules);
  console.log(JSON.stringify({ python: recorded.version, header, heap, packed: packed.byteLength, requests, replies, modules }));
  process.exit(0);
} catch (error) {
  console.error(`snapshot: ${error.message}`);
  process.exit(1);
}
