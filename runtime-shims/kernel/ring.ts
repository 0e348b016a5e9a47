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

/** Whether `length` more bytes fit under `limit`; their storage is then there. */
export function ringReserve(ring: u32, length: i32, limit: i32): i32 {
  const wanted: i32 = (ringCount(ring) + length) | 0;
  if (wanted > limit) return 0;
  grow(ring, wanted, limit);
  return load32(ring + RING_CAPACITY) >= wanted ? 1 : 0;
}

function placeOf(ring: u32, offset: i32): u32 {
  const capacity: i32 = load32(ring + RING_CAPACITY);
  let place: i32 = (load32(ring + RING_HEAD) + offset) | 0;
  if (place >= capacity) place = (place - capacity) | 0;
  return (load32(ring + RING_STORAGE) >>> 0) + place;
}

/** A word of a ring that is written and dropped in whole words only: none lies across the end of its storage. */
export function ringWord(ring: u32, offset: i32): i32 {
  return load32(placeOf(ring, offset));
}

/** Appends a word for which {@link ringReserve} made room; of a ring as {@link ringWord} says. */
export function ringPutWord(ring: u32, value: i32): void {
  const count: i32 = ringCount(ring);
  store32(placeOf(ring, count), value);
  store32(ring + RING_COUNT, (count + 4) | 0);
}

/** Appends `length` bytes of no meaning, for which there is room. */
export function ringPad(ring: u32, length: i32): void {
  store32(ring + RING_COUNT, (ringCount(ring) + length) | 0);
}

/** Takes `length` bytes, which are there, without looking at them. */
export function ringDrop(ring: u32, length: i32): void {
  const count: i32 = ringCount(ring);
  const capacity: i32 = load32(ring + RING_CAPACITY);
  let head: i32 = (load32(ring + RING_HEAD) + length) | 0;
  if (head >= capacity) head = (head - capacity) | 0;
  store32(ring + RING_HEAD, length === count ? 0 : head);
  store32(ring + RING_COUNT, (count - length) | 0);
}

/** Takes up to `length` bytes; the number taken. */
export function ringRead(ring: u32, to: u32, length: i32): i32 {
  const count: i32 = load32(ring + RING_COUNT);
  const size: i32 = length < count ? length : count;
  if (size <= 0) return 0;
  copyOut(ring, to, size);
  ringDrop(ring, size);
  return size;
}
