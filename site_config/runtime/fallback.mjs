// Proves that the trimmed standard library is enough: starts the fallback in Node and asks every request.
//
//   node fallback.mjs   with on standard input {"pyodide": folder, "stdlib": zip, "package": zip, "lock": text,
//                       "requests": [text], "replies": hash of all replies}
//
// Exit code 1 and a sentence when a module is missing or a reply differs.
import { createHash } from 'node:crypto';
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
  python.pyimport('importlib').invalidate_caches();
  python.pyimport('pledge_preload');
  const answer = python.pyimport('calculators.browser').answer;
  const replies = job.requests.map((request) => answer(request));
  const found = createHash('sha256').update(replies.join('\n')).digest('hex');
  if (found !== job.replies) throw new Error('the fallback answers differently from the snapshot');
  process.exit(0);
} catch (error) {
  console.error(`fallback: ${error.message}`);
  process.exit(1);
}
