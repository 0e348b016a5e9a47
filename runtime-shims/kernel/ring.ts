/**
 * A byte ring inside another kernel object: the buffer of pipes, sockets and the output side of ptys.
 *
 * The storage is a heap block apart, allocated on first use and grown by doubling up to the limit that the caller
 * gives, so that an idle connection costs no buffer.
 */
import { allocate, release } from './heap.ts';
import { copyMemory, load32, store32 } from './primitives.ts';

/** Bytes of a ring's header. */
export const RING_SIZE: u32 = 16;
/** First size of the storage in bytes: one small message; most connections of a test or a CLI never need more. */
const RING_FIRST_CAPACITY: i32 = 4096;

const RING_STORAGE: u32 = 0;
const RING_CAPACITY: u32 = 4;
const RING_HEAD: u32 = 8;
const RING_COUNT: u32 = 12;

/** Bytes that can be read. */
export function ringCount(ring: u32): i32 {
  return load32(ring + RING_COUNT);
}

export function ringClear(ring: u32): void {
  store32(ring + RING_HEAD, 0);
  store32(ring + RING_COUNT, 0);
}

export function ringRelease(ring: u32): void {
  const storage: u32 = load32(ring + RING_STORAGE) >>> 0;
  if (storage !== 0) release(storage);
  store32(ring + RING_STORAGE, 0);
  store32(ring + RING_CAPACITY, 0);
  ringClear(ring);
}

/** Copies `length` bytes out from the head, without consuming. `length` is at most the count. */
function copyOut(ring: u32, to: u32, length: i32): void {
  const storage: u32 = load32(ring + RING_STORAGE) >>> 0;
  const head: i32 = load32(ring + RING_HEAD);
  let first: i32 = (load32(ring + RING_CAPACITY) - head) | 0;
  if (first > length) first = length;
  copyMemory(to, storage + head, first);
  if (length > first) copyMemory(to + first, storage, (length - first) | 0);
}

/** Makes the storage hold at least `wanted` bytes if `limit` and the heap permit; keeps what it has otherwise. */
function grow(ring: u32, wanted: i32, limit: i32): void {
  const capacity: i32 = load32(ring + RING_CAPACITY);
  if (wanted <= capacity || capacity >= limit) return;
  let next: i32 = capacity === 0 ? RING_FIRST_CAPACITY : capacity;
  while (next < wanted && next < limit) next = (next << 1) | 0;
  if (next > limit) next = limit;
  const storage: u32 = allocate(next) >>> 0;
  if (storage === 0) return;
  const count: i32 = load32(ring + RING_COUNT);
  const old: u32 = load32(ring + RING_STORAGE) >>> 0;
  if (count > 0) copyOut(ring, storage, count);
  if (old !== 0) release(old);
  store32(ring + RING_STORAGE, storage);
  store32(ring + RING_CAPACITY, next);
  store32(ring + RING_HEAD, 0);
}

/** Appends as much of `length` bytes as fits under `limit`; the number appended. */
export function ringWrite(ring: u32, from: u32, length: i32, limit: i32): i32 {
  const count: i32 = load32(ring + RING_COUNT);
  grow(ring, (count + length) | 0, limit);
  const capacity: i32 = load32(ring + RING_CAPACITY);
  let size: i32 = (capacity - count) | 0;
  if (size > length) size = length;
  if (size <= 0) return 0;
  const storage: u32 = load32(ring + RING_STORAGE) >>> 0;
  let tail: i32 = (load32(ring + RING_HEAD) + count) | 0;
  if (tail >= capacity) tail = (tail - capacity) | 0;
  let first: i32 = (capacity - tail) | 0;
  if (first > size) first = size;
  copyMemory(storage + tail, from, first);
  if (size > first) copyMemory(storage, from + first, (size - first) | 0);
  store32(ring + RING_COUNT, (count + size) | 0);
  return size;
}

/** Takes up to `length` bytes; the number taken. */
export function ringRead(ring: u32, to: u32, length: i32): i32 {
  const count: i32 = load32(ring + RING_COUNT);
  const size: i32 = length < count ? length : count;
  if (size <= 0) return 0;
  copyOut(ring, to, size);
  const capacity: i32 = load32(ring + RING_CAPACITY);
  let head: i32 = (load32(ring + RING_HEAD) + size) | 0;
  if (head >= capacity) head = (head - capacity) | 0;
  if (size === count) head = 0;
  store32(ring + RING_HEAD, head);
  store32(ring + RING_COUNT, (count - size) | 0);
  return size;
}
