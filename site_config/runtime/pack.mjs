// The writing side of assets/unpack.js, which describes the layout.
const GAP = 1024;
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

/** Address and length of the constants of the engine: the one active data segment at the memory base. */
export function constantsOf(wasm) {
  const input = reader(wasm);
  while (input.at() < input.end) {
    const section = input.byte();
    const next = input.number() + input.at();
    if (section === DATA_SECTION) return segment(input);
    input.go(next);
  }
  throw new Error('the engine has no data section');
}

function segment(input) {
  if (input.number() !== 1 || input.number() !== 0) throw new Error('expected one active data segment in the engine');
  if (input.byte() === I32_CONST) throw new Error('expected the data segment at the memory base');
  input.number();
  input.byte();
  return { address: MEMORY_BASE, length: input.number() & ~3 };
}

function runsOf(bytes) {
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  const runs = [];
  for (let index = 0; index < words.length; index += 1) {
    if (!words[index]) continue;
    const last = runs.at(-1);
    if (last && 4 * index - last.end < GAP) last.end = 4 * index + 4;
    else runs.push({ start: 4 * index, end: 4 * index + 4 });
  }
  return runs;
}

/** The packed form of the raw snapshot; `memory` is that of a new engine. */
export function pack(raw, memory, constants, format) {
  const bytes = new Uint8Array(raw);
  const heapStart = new Uint32Array(bytes.buffer, 0, 2)[1];
  const start = heapStart + constants.address;
  for (let index = 0; index < constants.length; index += 1) bytes[start + index] ^= memory[constants.address + index];
  const runs = runsOf(bytes);
  const head = Uint32Array.from([
    format.MAGIC, bytes.length, start, constants.length, heapStart, format.checksum(new Uint8Array(raw)), runs.length,
    ...runs.flatMap((run) => [run.start, run.end - run.start]),
  ]);
  const parts = [new Uint8Array(head.buffer), ...runs.map((run) => bytes.subarray(run.start, run.end))];
  const packed = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    packed.set(part, at);
    at += part.length;
  }
  return packed.buffer;
}
