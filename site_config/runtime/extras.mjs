// Makes workbooks and QR codes in Node with an extra archive beside the fallback, and says what they are made of.
//
//   node extras.mjs   with on standard input {"pyodide": folder, "stdlib": zip, "package": zip, "lock": text,
//                     "requests": [text], "exports": zip, "proof": extras_proof.py}
//
// Prints one line of JSON: {"digest", "modules"}. Exit code 1 and a sentence when a module is missing.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const job = JSON.parse(readFileSync(0, 'utf8'));
const { loadPyodide } = await import(pathToFileURL(`${job.pyodide}/pyodide.mjs`).href);

try {
  const python = await loadPyodide({
    indexURL: `${job.pyodide}/`,
    stdLibURL: pathToFileURL(job.stdlib).href,
    lockFileContents: job.lock,
    packageBaseUrl: '/',
    enableRunUntilComplete: false,
    env: { HOME: '/home/pyodide', PYTHONHASHSEED: '0' },
    stderr: () => {},
  });
  python.unpackArchive(new Uint8Array(readFileSync(job.package)), 'zip', { extractDir: python._api.sitepackages });
  python.FS.writeFile('/exports.zip', new Uint8Array(readFileSync(job.exports)));
  python.pyimport('importlib').invalidate_caches();
  python.pyimport('pledge_preload');
  python.pyimport('sys').path.insert(0, '/exports.zip');
  python.pyimport('pledge_equip');
  python.runPython(readFileSync(job.proof, 'utf8').split('if __name__')[0]);
  const digest = python.globals.get('digest')(JSON.stringify(job.requests));
  const modules = JSON.parse(python.runPython('json.dumps(sorted(sys.modules))'));
  console.log(JSON.stringify({ digest, modules }));
  process.exit(0);
} catch (error) {
  console.error(`extras: ${error.message}`);
  process.exit(1);
}
