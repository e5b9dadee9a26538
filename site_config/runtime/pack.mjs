// The writing side of assets/unpack.js, which describes the layout.
const GAP = 1024;
const BLOCK = 1024;
const DATA_SECTION = 11;
const I32_CONST = 0x41;
const MEMORY_BASE = 1024;

function reader(bytes) {
  let position = 8;
  const number = () => {
    let [result, shift, byte] = [0, 0, 0];
    do {
      byte = bytes[position++];
      result |= (byte & 0x7f) << shift;
      shift += 7;
    } while (byte & 0x80);
    return result >>> 0;
  };
  return { byte: () => bytes[position++], number, at: () => position, go: (to) => (position = to), end: bytes.length };
}

/** The one active data segment of the engine: its bytes and the address they are put at. */
export function dataOf(wasm) {
  const input = reader(wasm);
  while (input.at() < input.end) {
    const section = input.byte();
    const next = input.number() + input.at();
    if (section === DATA_SECTION) return segment(input, wasm);
    input.go(next);
  }
  throw new Error('the engine has no data section');
}

function segment(input, wasm) {
  if (input.number() !== 1 || input.number() !== 0) throw new Error('expected one active data segment in the engine');
  if (input.byte() === I32_CONST) throw new Error('expected the data segment at the memory base');
  input.number();
  input.byte();
  const length = input.number();
  return { address: MEMORY_BASE, bytes: wasm.subarray(input.at(), input.at() + length) };
}

/**
 * The longest stretch that a new engine has exactly as it is in the file: the read-only data. What follows it is written
 * while an engine starts, with random numbers, the time and addresses that differ between browsers.
 */
function constantsOf(data, memory) {
  let [best, start] = [{ start: 0, end: 0 }, data.address];
  const end = data.address + data.bytes.length;
  for (let at = data.address; at < end; at += BLOCK) {
    const stop = Math.min(at + BLOCK, end);
    const untouched = data.bytes.subarray(at - data.address, stop - data.address).every((byte, index) => byte === memory[at + index]);
    if (!untouched) start = stop;
    else if (stop - start > best.end - best.start) best = { start, end: stop & ~3 };
  }
  return best;
}

/** The stretches that are not zero; none crosses a border. */
function runsOf(bytes, borders) {
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  const runs = [];
  for (let index = 0; index < words.length; index += 1) {
    if (!words[index]) continue;
    const [at, last] = [4 * index, runs.at(-1)];
    const crosses = last && borders.some((border) => last.start < border && border <= at);
    if (last && !crosses && at - last.end < GAP) last.end = at + 4;
    else runs.push({ start: at, end: at + 4 });
  }
  return runs;
}

/** The header of a raw snapshot, in base64, and the length of the heap that follows it. */
export function headOf(raw) {
  const length = new Uint32Array(raw.buffer, raw.byteOffset, 2)[1];
  return { header: Buffer.from(raw.subarray(0, length)).toString('base64'), heap: raw.length - length };
}

/** The packed form of the raw snapshot's heap; `memory` is that of a new engine, `data` what `dataOf` found in its file. */
export function pack(raw, memory, data, format) {
  const heap = raw.slice(raw.length - headOf(raw).heap);
  const { start, end } = constantsOf(data, memory);
  const constants = new Uint32Array(heap.slice(start, end).buffer);
  for (let at = start; at < end; at += 1) heap[at] ^= memory[at];
  const runs = runsOf(heap, [start, end]);
  const payload = joined(runs.map((run) => heap.subarray(run.start, run.end)));
  const check = format.checksum(constants, format.checksum(new Uint32Array(payload.buffer), 0)) >>> 0;
  const head = Uint32Array.from([
    format.MAGIC, heap.length, start, end, check, runs.length,
    ...runs.flatMap((run) => [run.start, run.end - run.start]),
  ]);
  return joined([new Uint8Array(head.buffer), payload]).buffer;
}

function joined(parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
