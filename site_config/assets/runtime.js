// @ts-check
/**
 * The engine of a tab: at most one worker, whatever the number of panels and pages visited by instant navigation.
 *
 * The page downloads and compiles while the worker evaluates its scripts, and hands over each part as soon as it is here:
 * the engine is built while the rest is still on its way. The memory snapshot is tried first, the standard library as bytecode second. Every step has a limit, because Pyodide can wait for ever.
 */
// @ts-expect-error written by the bundler
import bundled from '../runtime/manifest.js';
import { Downloads, Failure, fetchManifest } from './download.js';

/** @typedef {import('./types/wire').Status} Status */
/** @typedef {import('./types/wire').Way} Way */
/** @typedef {import('./types/wire').Manifest} Manifest */
/** @typedef {{owner: object, text: string, limit: number, resolve: (text: string) => void, reject: (error: Error) => void}} Question */

const MANIFEST = new URL('../runtime/manifest.json', import.meta.url);
const ENGINE = 'engine.wasm';
/** @type {Record<Way, string[]>} */
const PAYLOAD = { snapshot: ['snapshot.wasm'], fallback: ['stdlib.zip', 'calculators.zip'] };
const EXTRAS = 'exports.zip'; // the libraries that make workbooks and QR codes
/** Milliseconds for the worker's scripts, for Python's start by either way, for one calculation, and for making a file. */
const LIMITS = { scripts: 8000, snapshot: 8000, fallback: 25000, calculation: 5000, file: 60000 };

/** One calculation took too long; the worker has been replaced. */
export class Hang extends Error {}
/** A newer question of the same panel has taken this one's place. */
export class Superseded extends Error {}

class Engine {
  /** @type {Status} */ status = { state: 'idle' };
  /** @type {Set<(status: Status) => void>} */ listeners = new Set();
  /** @type {Question[]} */ waiting = [];
  /** @type {Question | undefined} */ asked;
  /** @type {Worker | undefined} */ worker;
  /** @type {Downloads | undefined} */ downloads;
  /** @type {RequestCache} */ cache = 'default';
  /** @type {Way} the way that worked last */ way = 'snapshot';
  /** @type {{worker: Worker, done: Promise<void>, settle: () => void} | undefined} who has the extras, or will */ equipped;
  timer = 0;
  /** When the last byte arrived. */ lastByte = 0;
  /** Grows with every start and stop; work of an older number is ignored. */ round = 0;

  /** @param {(status: Status) => void} listener */
  subscribe(listener) {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** @param {Status} status */
  tell(status) {
    this.status = status;
    this.listeners.forEach((listener) => listener(status));
  }

  /** Starts unless it is already on its way. Panels call it freely. */
  start() {
    if (this.status.state !== 'idle') return;
    this.run();
  }

  /** After a failure: everything anew, past the browser's cache. */
  retry() {
    if (this.status.state !== 'failed') return;
    this.cache = 'reload';
    this.way = 'snapshot';
    this.run();
  }

  /** Ends the worker and forgets the questions. The downloads stay for the next start. */
  stop() {
    this.endWorker();
    this.takeQuestions().forEach((question) => question.reject(new Superseded()));
    this.tell({ state: 'idle' });
  }

  async run() {
    const round = ++this.round;
    this.progress(this.way);
    try {
      if (typeof Worker !== 'function' || !globalThis.WebAssembly?.compileStreaming) throw new Failure('unsupported', '');
      await this.bootEither(round);
      if (round !== this.round) return;
      this.cache = 'default';
      this.tell({ state: 'ready', way: this.way });
      this.next();
    } catch (error) {
      if (round === this.round) this.fail(error);
    }
  }

  /** @param {number} round */
  async bootEither(round) {
    try {
      await this.boot(this.way, round);
    } catch (error) {
      const curable = this.way === 'snapshot' && error instanceof Failure && isCurable(error);
      if (round !== this.round || !curable) throw error;
      this.endWorker(round);
      this.progress('fallback');
      await this.boot('fallback', round);
      this.way = 'fallback';
    }
  }

  /**
   * @param {Way} way
   * @param {number} round
   */
  async boot(way, round) {
    const downloads = await this.prepared(way);
    if (round !== this.round) throw new Superseded();
    const worker = new Worker(new URL('worker.js', downloads.base));
    this.worker = worker;
    const { lock, header, heap } = downloads.manifest;
    worker.postMessage({ type: 'boot', job: { way, lock, header, heap } });
    const scripts = heard(worker, 'scripts', LIMITS.scripts, () => this.lastByte);
    const started = scripts.then(() => heard(worker, 'ready', LIMITS[way], () => this.lastByte));
    const given = [ENGINE, ...PAYLOAD[way]].map((name) => hand(worker, name, downloads));
    await Promise.all([started, ...given]);
    if (round !== this.round) throw new Superseded();
    this.listen(worker);
  }

  /** @param {Way} way */
  async prepared(way) {
    if (!this.downloads) {
      const again = this.cache === 'reload';
      const manifest = /** @type {Manifest} */ (again ? await fetchManifest(MANIFEST) : bundled);
      const base = new URL(`${manifest.folder}/`, MANIFEST);
      this.downloads = new Downloads(manifest, base, this.cache, () => {
        this.lastByte = performance.now();
        if (this.status.state === 'loading') this.progress(this.status.way);
      });
    }
    return this.downloads;
  }

  /** @param {Way} way */
  progress(way) {
    const share = this.downloads?.share([ENGINE, ...PAYLOAD[way]]) ?? 0;
    this.tell({ state: 'loading', way, share });
  }

  /** @param {unknown} error */
  fail(error) {
    this.endWorker();
    this.downloads = undefined;
    const failure = error instanceof Failure ? error : new Failure('start', String(error));
    this.takeQuestions().forEach((question) => question.reject(failure));
    this.tell({ state: 'failed', code: failure.code, detail: failure.detail });
  }

  /** @param {number} [keepRound] stay in this round: the next way follows */
  endWorker(keepRound) {
    clearTimeout(this.timer);
    this.worker?.terminate();
    this.worker = undefined;
    this.equipped?.settle();
    this.round = keepRound ?? this.round + 1;
  }

  takeQuestions() {
    const all = this.asked ? [this.asked, ...this.waiting] : this.waiting;
    this.asked = undefined;
    this.waiting = [];
    return all;
  }

  /**
   * One question, one answer. A newer question of the same owner replaces one that still waits.
   * @param {object} owner
   * @param {string} text
   * @param {'calculation' | 'file'} [work] what it is, and so how long it may take
   * @returns {Promise<string>}
   */
  ask(owner, text, work = 'calculation') {
    return new Promise((resolve, reject) => {
      const older = this.waiting.findIndex((question) => question.owner === owner);
      if (older >= 0) this.waiting.splice(older, 1)[0].reject(new Superseded());
      this.waiting.push({ owner, text, limit: LIMITS[work], resolve, reject });
      this.next();
    });
  }

  /** Brings the libraries for files to the worker, once. What fails here fails alone: the calculators go on. */
  async equip() {
    const { worker, downloads } = this;
    if (!worker || !downloads || this.status.state !== 'ready') throw new Superseded();
    if (this.equipped?.worker !== worker) this.equipped = bring(worker, downloads);
    try {
      await this.equipped.done;
    } catch (error) {
      this.equipped = undefined;
      downloads.cache = 'reload'; // the browser may have kept half a file
      throw error;
    }
  }

  /** One question at a time, so that the limit measures that one. */
  next() {
    if (this.asked || this.status.state !== 'ready') return;
    this.asked = this.waiting.shift();
    if (!this.asked) return;
    this.timer = setTimeout(() => this.respawn(), this.asked.limit);
    this.worker?.postMessage({ type: 'ask', text: this.asked.text });
  }

  /** @param {Worker} worker */
  listen(worker) {
    worker.onmessage = ({ data }) => {
      if (data.type === 'failed') this.fail(new Failure(data.code, data.detail));
      if (data.type === 'equipped') this.equipped?.settle();
      if (data.type !== 'reply') return;
      clearTimeout(this.timer);
      this.asked?.resolve(data.text);
      this.asked = undefined;
      this.next();
    };
    worker.onerror = (event) => this.fail(new Failure('crash', event.message ?? ''));
  }

  /** A calculation that does not end: only a new worker helps. What waited is asked again there. */
  respawn() {
    this.endWorker();
    this.asked?.reject(new Hang());
    this.asked = undefined;
    this.run();
  }
}

/** Failures that the other way may cure: everything but what both ways share. @param {Failure} failure */
function isCurable(failure) {
  const shared = [ENGINE, 'manifest.json', 'scripts'].some((name) => failure.detail.startsWith(name));
  return !shared && failure.code !== 'unsupported' && failure.code !== 'scripts';
}

/**
 * One part to the worker as soon as it is here. The compiled engine can be shared; the others are handed over without a
 * copy, and a new worker takes them from the browser's cache again.
 * @param {Worker} worker
 * @param {string} name
 * @param {Downloads} downloads
 */
async function hand(worker, name, downloads) {
  if (name === ENGINE) return worker.postMessage({ type: 'part', name, content: await downloads.module(name) });
  const content = await downloads.bytes(name);
  downloads.forget(name);
  worker.postMessage({ type: 'part', name, content }, [content]);
}

/** Hands the extras over; `settle` is called when the worker has them or ends. @param {Worker} worker @param {Downloads} downloads */
function bring(worker, downloads) {
  let settle = () => {};
  const told = new Promise((/** @type {(nothing: void) => void} */ resolve) => (settle = resolve));
  const done = hand(worker, EXTRAS, downloads).then(() => {
    worker.postMessage({ type: 'equip', name: EXTRAS });
    return told;
  });
  return { worker, done, settle };
}

/**
 * The worker's next message of this type; any failure, an error event or silence ends the wait.
 * @param {Worker} worker
 * @param {'scripts' | 'ready'} type
 * @param {number} limit
 * @param {() => number} lastSign when something last moved elsewhere: on a slow line the scripts share it with the rest
 * @returns {Promise<void>}
 */
function heard(worker, type, limit, lastSign) {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const timer = setInterval(() => {
      if (performance.now() - Math.max(started, lastSign()) > limit) settle(() => reject(new Failure('stalled', type)));
    }, 250);
    const settle = (/** @type {() => void} */ act) => {
      clearInterval(timer);
      act();
    };
    worker.onmessage = (/** @type {MessageEvent<import('./types/wire').FromWorker>} */ { data }) => {
      if (data.type === 'failed') settle(() => reject(new Failure(data.code, data.detail)));
      else if (data.type === type) settle(resolve);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      settle(() => reject(new Failure('scripts', event.message ?? 'worker.js')));
    };
  });
}

/** Whether the engine may start by itself when the page is idle: on a desktop that does not save data. */
export function mayStartAlone() {
  const phone = /iPad|iPhone|iPod|Android|Mobile|MicroMessenger/i.test(navigator.userAgent);
  return !phone && !navigator.connection?.saveData && matchMedia('(hover: hover) and (pointer: fine)').matches;
}

export const engine = new Engine();
addEventListener('pagehide', () => engine.stop());
