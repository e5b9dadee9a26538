// Makes Node the same every time, so that the same input gives the same snapshot, byte for byte; and makes it look like
// an engine without wasm garbage collection, because a snapshot taken with it fails in engines that lack it (Chromium
// 109): Pyodide then adds one function to the table, and every later function pointer in the heap is off by one.
import nodeCrypto from 'node:crypto';

/** Random numbers and the clock both begin at `start`, a small whole number. */
export function makeDeterministic(start) {
  let seed = start;
  const next = () => {
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
    return (seed >>> 16) & 255;
  };
  const fill = (array) => {
    new Uint8Array(array.buffer, array.byteOffset, array.byteLength).forEach((_, index, bytes) => {
      bytes[index] = next();
    });
    return array;
  };
  const midnight = Date.UTC(2000, 0, start);
  let clock = midnight;
  globalThis.crypto.getRandomValues = fill;
  nodeCrypto.randomFillSync = fill;
  Math.random = () => next() / 256;
  Date.now = () => (clock += 1);
  globalThis.performance.now = () => (clock += 1) - midnight + start;
  process.env.TZ = 'UTC';
  Object.defineProperty(globalThis, 'navigator', { value: { userAgent: 'iPhone', platform: '' }, configurable: true });
}
