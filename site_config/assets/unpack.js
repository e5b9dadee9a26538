/**
 * The packed memory snapshot, unpacked. A classic script: part of the worker, and run by the bundler in Node.
 *
 * A raw snapshot is a header and a heap of 20 to 30 MB, mostly zeros, with a copy of the constants that the WebAssembly
 * file carries anyway. Packed, zeros are left out and the constants are stored as a difference (XOR) to the memory of an
 * engine just created. It is unpacked straight into that memory: a copy of the whole heap is never made.
 *
 * Layout, 32-bit little-endian words: magic, length of the heap, start and end of the constants, checksum, number of runs;
 * offset in the heap and length of each run; then the bytes of the runs. The header is in the manifest: Pyodide wants it
 * before the engine is built, when the snapshot is still on its way.
 */

var snapshotFormat = (() => {
  const MAGIC = 0x32504e53;
  const HEAD_WORDS = 6;

  /**
   * Adds words up so that damage shows.
   * @param {Uint32Array<ArrayBuffer>} words
   * @param {number} sum
   */
  function checksum(words, sum) {
    for (let index = 0; index < words.length; index += 1) sum = (Math.imul(sum, 31) + words[index]) | 0;
    return sum;
  }

  /**
   * The words of one run and what it is put over.
   * @param {Uint8Array<ArrayBuffer>} memory
   * @param {number} at
   * @param {Uint32Array<ArrayBuffer>} words
   */
  function addDifference(memory, at, words) {
    const target = new Uint32Array(memory.buffer, at, words.length);
    for (let index = 0; index < words.length; index += 1) target[index] ^= words[index];
  }

  /**
   * What `_loadSnapshot` is given: the header alone. Pyodide reads its length to size the memory and copies what follows
   * the header, so it must claim the full length and have nothing to copy.
   * @param {string} text base64
   * @param {number} heapLength
   */
  function header(text, heapLength) {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    Object.defineProperty(bytes, 'length', { value: bytes.length + heapLength });
    return bytes;
  }

  /**
   * Fills the memory of an engine that has just been created.
   * @param {ArrayBuffer} packed
   * @param {Uint8Array<ArrayBuffer>} memory
   * @param {number} top the end of what the new engine has used so far; beyond it everything is still zero
   */
  function restore(packed, memory, top) {
    const [magic, heapLength, start, end, check, runCount] = new Uint32Array(packed, 0, HEAD_WORDS);
    if (magic !== MAGIC || heapLength > memory.length) throw new Error('snapshot: not a packed snapshot of this engine');
    const runs = new Uint32Array(packed, 4 * HEAD_WORDS, 2 * runCount);
    const payload = runs.byteOffset + runs.byteLength;
    memory.fill(0, 0, start).fill(0, end, top);
    let from = payload;
    for (let index = 0; index < runs.length; index += 2) {
      const [at, length] = [runs[index], runs[index + 1]];
      if (at >= start && at < end) addDifference(memory, at, new Uint32Array(packed, from, length / 4));
      else memory.set(new Uint8Array(packed, from, length), at);
      from += length;
    }
    const sum = checksum(new Uint32Array(packed, payload), 0);
    const found = checksum(new Uint32Array(memory.buffer, start, (end - start) / 4), sum);
    if (found >>> 0 !== check) throw new Error('snapshot: the checksum does not match');
  }

  return { MAGIC, checksum, header, restore };
})();
