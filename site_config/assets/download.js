// @ts-check
/**
 * Downloads of the engine: status, size and silence are checked, bytes are counted.
 *
 * Bytes are counted after decompression, so the total comes from the manifest. Whatever goes wrong becomes a Failure with
 * a code that has a Chinese text; nothing here waits for ever.
 */

/** @typedef {import('./types/wire').FailureCode} FailureCode */
/** @typedef {import('./types/wire').Manifest} Manifest */

/** Milliseconds without a single byte after which a download counts as dead. */
export const SILENCE_LIMIT = 6000;
const WASM = 'application/wasm';

export class Failure extends Error {
  /**
   * @param {FailureCode} code
   * @param {string} detail short and technical: a file name, a status
   */
  constructor(code, detail) {
    super(`${code}: ${detail}`);
    this.code = code;
    this.detail = detail;
  }
}

/** Ends a fetch when nothing has arrived for a while. */
class Silence {
  /** @param {number} limit */
  constructor(limit) {
    this.limit = limit;
    this.control = new AbortController();
    this.timer = 0;
    this.heard();
  }

  heard() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.control.abort(), this.limit);
  }

  over() {
    clearTimeout(this.timer);
  }
}

/**
 * @param {URL} address
 * @param {Silence} silence
 * @param {RequestCache} cache
 */
async function request(address, silence, cache) {
  const response = await fetch(address, { signal: silence.control.signal, cache });
  silence.heard();
  if (!response.ok) throw new Failure('network', `${nameOf(address)} ${response.status}`);
  return response;
}

/** @param {URL} address */
function nameOf(address) {
  return address.pathname.split('/').pop() ?? address.pathname;
}

/**
 * Turns whatever a fetch throws into a Failure.
 * @param {unknown} error
 * @param {URL} address
 * @param {Silence} silence
 */
function failureOf(error, address, silence) {
  if (error instanceof Failure) return error;
  if (silence.control.signal.aborted) return new Failure('stalled', nameOf(address));
  if (error instanceof WebAssembly.CompileError) return new Failure('damaged', nameOf(address));
  return new Failure('network', nameOf(address));
}

/**
 * The manifest says where everything is. A visitor who retries gets it anew: the site may have been renewed meanwhile.
 * @param {URL} address
 * @returns {Promise<Manifest>}
 */
export async function fetchManifest(address) {
  const silence = new Silence(SILENCE_LIMIT);
  try {
    const response = await request(address, silence, 'reload');
    const manifest = await response.json();
    if (!manifest.folder || !manifest.files) throw new Failure('damaged', nameOf(address));
    return manifest;
  } catch (error) {
    throw error instanceof SyntaxError ? new Failure('damaged', nameOf(address)) : failureOf(error, address, silence);
  } finally {
    silence.over();
  }
}

/** The files of one bundle, each asked for at most once. */
export class Downloads {
  /**
   * @param {Manifest} manifest
   * @param {URL} base the folder of the bundle
   * @param {RequestCache} cache
   * @param {() => void} moved called whenever bytes have arrived
   */
  constructor(manifest, base, cache, moved) {
    this.manifest = manifest;
    this.base = base;
    this.cache = cache;
    this.moved = moved;
    /** @type {Map<string, number>} */
    this.arrived = new Map();
    /** @type {Map<string, Promise<any>>} */
    this.started = new Map();
  }

  /** @param {string} name @returns {number} */
  sizeOf(name) {
    const entry = this.manifest.files[name];
    if (!entry) throw new Failure('damaged', `manifest.json ${name}`);
    return entry.bytes;
  }

  /** The part of these files that is here, 0 to 1. @param {string[]} names */
  share(names) {
    const total = names.reduce((sum, name) => sum + this.sizeOf(name), 0);
    return Math.min(1, names.reduce((sum, name) => sum + (this.arrived.get(name) ?? 0), 0) / total);
  }

  /** It has been given away: whoever asks again starts a new download. @param {string} name */
  forget(name) {
    this.started.delete(name);
  }

  /** @param {string} name @returns {Promise<ArrayBuffer>} */
  bytes(name) {
    return this.once(name, async (address, silence) => {
      const response = await request(address, silence, this.cache);
      return this.collect(response, name, silence);
    });
  }

  /** @param {string} name @returns {Promise<WebAssembly.Module>} */
  module(name) {
    return this.once(name, async (address, silence) => {
      const response = await request(address, silence, this.cache);
      const counting = this.count(response.clone(), name, silence).catch(() => 0);
      const module = await WebAssembly.compileStreaming(labelled(response));
      await counting;
      return module;
    });
  }

  /**
   * @template T
   * @param {string} name
   * @param {(address: URL, silence: Silence) => Promise<T>} work
   * @returns {Promise<T>}
   */
  once(name, work) {
    const known = this.started.get(name);
    if (known) return known;
    const address = new URL(name, this.base);
    const silence = new Silence(SILENCE_LIMIT);
    this.arrived.set(name, 0);
    const result = work(address, silence)
      .catch((error) => {
        throw failureOf(error, address, silence);
      })
      .finally(() => silence.over());
    result.catch(() => this.started.delete(name));
    this.started.set(name, result);
    return result;
  }

  /**
   * @param {Response} response
   * @param {string} name
   * @param {Silence} silence
   */
  async collect(response, name, silence) {
    const whole = new Uint8Array(this.sizeOf(name));
    let at = 0;
    await this.count(response, name, silence, (chunk) => {
      if (at + chunk.length > whole.length) throw new Failure('damaged', `${name} ${at + chunk.length}`);
      whole.set(chunk, at);
      at += chunk.length;
    });
    if (at !== whole.length) throw new Failure('damaged', `${name} ${at}`);
    return whole.buffer;
  }

  /**
   * @param {Response} response
   * @param {string} name
   * @param {Silence} silence
   * @param {(chunk: Uint8Array) => void} [use]
   */
  async count(response, name, silence, use) {
    const reader = response.body?.getReader();
    for (;;) {
      const part = await reader?.read();
      if (!part || part.done) return;
      silence.heard();
      this.arrived.set(name, (this.arrived.get(name) ?? 0) + part.value.length);
      this.moved();
      use?.(part.value);
    }
  }
}

/**
 * Some proxies spoil the type of .wasm, and browsers then refuse to compile it. The original response is kept where it is
 * right, because the browser's own cache of compiled code hangs on it.
 * @param {Response} response
 */
function labelled(response) {
  const type = response.headers.get('Content-Type') ?? '';
  if (type.split(';')[0].trim().toLowerCase() === WASM) return response;
  return new Response(response.body, { headers: { 'Content-Type': WASM } });
}
