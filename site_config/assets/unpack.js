/**
 * The packed memory snapshot, unpacked. A classic script: the worker loads it with importScripts, the bundler runs it in Node.
 *
 * A raw snapshot is 20 to 30 MB, mostly zeros, with a copy of the constants that the WebAssembly file carries anyway. Packed,
 * zeros are left out and the constants are stored as a difference (XOR) to the memory of an engine just created.
 *
 * Layout, 32-bit little-endian words: magic, bytes in all, start of the heap, start and length of the constants, checksum,
 * number of runs; offset and length of each run; then the bytes of the runs. Offsets count from the start of the raw
 * snapshot.
 */

var snapshotFormat = (() => {
  const MAGIC = 0x31504e53;
  const HEADER_WORDS = 7;

  /**
   * Adds up a byte array whose length is a multiple of four, so that damage shows.
   * @param {Uint8Array<ArrayBuffer>} bytes
   */
  function checksum(bytes) {
    const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
    let sum = 0;
    for (let index = 0; index < words.length; index += 1) sum = (Math.imul(sum, 31) + words[index]) | 0;
    return sum >>> 0;
  }

  /**
   * Puts the runs in their places. The constants still lack the engine's own memory: see `complete`.
   * @param {ArrayBuffer} packed
   * @returns {Snapshot}
   */
  function expand(packed) {
    const [magic, total, heapStart, start, length, check, runCount] = new Uint32Array(packed, 0, HEADER_WORDS);
    if (magic !== MAGIC) throw new Error('snapshot: not a packed snapshot');
    const bytes = new Uint8Array(total);
    const runs = new Uint32Array(packed, 4 * HEADER_WORDS, 2 * runCount);
    let from = runs.byteOffset + runs.byteLength;
    for (let index = 0; index < runs.length; index += 2) {
      bytes.set(new Uint8Array(packed, from, runs[index + 1]), runs[index]);
      from += runs[index + 1];
    }
    return { bytes, heapStart, start, length, check };
  }

  /**
   * Adds the constants from the memory of a new engine, in place, and checks the whole.
   * @param {Snapshot} snapshot
   * @param {Uint8Array} memory the memory of an engine that has just been created
   */
  function complete(snapshot, memory) {
    const { bytes, heapStart, start, length, check } = snapshot;
    const target = new Uint32Array(bytes.buffer, start, length / 4);
    const source = new Uint32Array(memory.buffer, memory.byteOffset + start - heapStart, length / 4);
    for (let index = 0; index < target.length; index += 1) target[index] ^= source[index];
    if (checksum(bytes) !== check) throw new Error('snapshot: the checksum does not match');
  }

  return { MAGIC, HEADER_WORDS, checksum, expand, complete };
})();
