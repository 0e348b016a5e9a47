/**
 * Memory access of the kernel, plain-JavaScript build (tests, debugging, differential fuzz). `primitives.wasm.ts` stands
 * in its place when AssemblyScript compiles. `load32` is signed; `>>> 0` makes an address of it. Words are aligned.
 */
let memory: WebAssembly.Memory;
let bytes = new Uint8Array(0);
let halves = new Uint16Array(0);
let words = new Int32Array(0);
let doubles = new Float64Array(0);

/** Binds this thread's build to a memory. */
export function bindMemory(target: WebAssembly.Memory): void {
  memory = target;
  refresh();
}

function refresh(): void {
  const { buffer } = memory;
  bytes = new Uint8Array(buffer);
  halves = new Uint16Array(buffer);
  words = new Int32Array(buffer);
  doubles = new Float64Array(buffer);
}

export function load8(address: u32): i32 {
  return bytes[address] as number;
}

export function load16(address: u32): i32 {
  return halves[address >>> 1] as number;
}

export function load32(address: u32): i32 {
  return words[address >>> 2] as number;
}

export function store8(address: u32, value: i32): void {
  bytes[address] = value;
}

export function store16(address: u32, value: i32): void {
  halves[address >>> 1] = value;
}

export function store32(address: u32, value: i32): void {
  words[address >>> 2] = value;
}

export function loadF64(address: u32): f64 {
  return doubles[address / 8] as number;
}

export function storeF64(address: u32, value: f64): void {
  doubles[address / 8] = value;
}

export function atomicLoad32(address: u32): i32 {
  return Atomics.load(words, address >>> 2);
}

export function atomicStore32(address: u32, value: i32): void {
  Atomics.store(words, address >>> 2, value);
}

/** Stores `replacement` if `expected` is there; answers what was there. */
export function atomicCompareExchange32(address: u32, expected: i32, replacement: i32): i32 {
  return Atomics.compareExchange(words, address >>> 2, expected, replacement);
}

/** Answers the value before. */
export function atomicAdd32(address: u32, value: i32): i32 {
  return Atomics.add(words, address >>> 2, value);
}

/** Sleeps while `expected` is there, at most `timeout` ms (below 0: without end). 0 woken, 1 not equal, 2 timed out. */
export function wait32(address: u32, expected: i32, timeout: f64): i32 {
  const result = Atomics.wait(words, address >>> 2, expected, timeout < 0 ? Number.POSITIVE_INFINITY : timeout);
  return result === 'ok' ? 0 : result === 'not-equal' ? 1 : 2;
}

/** Wakes up to `count` sleepers; answers how many. */
export function notify32(address: u32, count: i32): i32 {
  return Atomics.notify(words, address >>> 2, count);
}

export function copyMemory(to: u32, from: u32, length: i32): void {
  bytes.copyWithin(to, from, from + length);
}

export function fillMemory(address: u32, value: i32, length: i32): void {
  bytes.fill(value, address, address + length);
}

/** Size of the memory in pages of 64 KiB. */
export function memoryPages(): i32 {
  return memory.buffer.byteLength / 65_536;
}

/** Grows by `pages` of 64 KiB; -1 when it cannot. */
export function growMemory(pages: i32): i32 {
  try {
    const before = memory.grow(pages);
    refresh();
    return before;
  } catch {
    return -1;
  }
}

/** The integer part of a number that fits 32 bits. */
export function truncate32(value: f64): i32 {
  return value | 0;
}

/** An address or count as an unsigned number. */
export function unsigned(value: u32): f64 {
  return value >>> 0;
}

export function multiply32(a: i32, b: i32): i32 {
  return Math.imul(a, b);
}

export function floor(value: f64): f64 {
  return Math.floor(value);
}

/** The browser's own: Node's library puts another in its place, whose times begin with the process. */
const host = performance;

/** Milliseconds since the epoch, fractional. */
export function clock(): f64 {
  return host.timeOrigin + host.now();
}
