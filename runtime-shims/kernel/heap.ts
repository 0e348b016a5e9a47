/**
 * The heap: blocks for everything in the image. Small ones come from pages cut into one of 14 sizes, larger ones are
 * runs of 2^n pages kept by a buddy allocator. A byte a page, in the page map, says what each page is.
 */
import {
  HEAP_START,
  PAGE_MAP,
  SUPERBLOCK_ALLOCATED,
  SUPERBLOCK_HEAP_END,
  SUPERBLOCK_MAXIMUM_PAGES,
  SUPERBLOCK_RUN_LISTS,
  SUPERBLOCK_SMALL_LISTS,
} from './layout.ts';
import {
  fillMemory,
  growMemory,
  load8,
  load32,
  loadF64,
  memoryPages,
  multiply32,
  store8,
  store32,
  storeF64,
  unsigned,
} from './primitives.ts';

export const PAGE: i32 = 4096;
const PAGE_SHIFT: i32 = 12;
/** Orders of page runs: 2^0 … 2^10 pages, 4 KiB … 4 MiB. */
const TOP_ORDER: i32 = 10;
/** Bytes by which the memory grows at a time: one run of the top order. */
const GROWTH: i32 = 4194304;
const GROWTH_WASM_PAGES: i32 = 64;

/** Page map: 0 inside a run or not ours; 1…14 a page of small blocks; these with the order for heads of runs. */
const RUN_USED: i32 = 0x40;
const RUN_FREE: i32 = 0x80;
const ORDER_MASK: i32 = 0x0f;

const SMALL_CLASSES: i32 = 14;
const LARGEST_SMALL: i32 = 2048;

const FREE_NEXT: u32 = 0;
const FREE_PREVIOUS: u32 = 4;

/** Bytes of a small class: 16, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024, 1360, 2048. */
function classSize(index: i32): i32 {
  if (index === 1) return 16;
  if (index === 2) return 32;
  if (index === 3) return 48;
  if (index === 4) return 64;
  if (index === 5) return 96;
  if (index === 6) return 128;
  if (index === 7) return 192;
  if (index === 8) return 256;
  if (index === 9) return 384;
  if (index === 10) return 512;
  if (index === 11) return 768;
  if (index === 12) return 1024;
  if (index === 13) return 1360;
  return LARGEST_SMALL;
}

function classFor(size: i32): i32 {
  let index: i32 = size <= 64 ? 1 : size <= 256 ? 5 : 9;
  while (classSize(index) < size) index = (index + 1) | 0;
  return index;
}

function mapAddress(address: u32): u32 {
  return PAGE_MAP + (address >>> PAGE_SHIFT);
}

function runBytes(order: i32): i32 {
  return PAGE << order;
}

/** Prepares an empty heap in a fresh image. */
export function formatHeap(maximumPages: i32): void {
  store32(SUPERBLOCK_HEAP_END, HEAP_START);
  store32(SUPERBLOCK_MAXIMUM_PAGES, maximumPages);
}

function pushRun(address: u32, order: i32): void {
  const head: u32 = SUPERBLOCK_RUN_LISTS + (order << 2);
  const first: u32 = load32(head) >>> 0;
  store32(address + FREE_NEXT, first);
  store32(address + FREE_PREVIOUS, 0);
  if (first !== 0) store32(first + FREE_PREVIOUS, address);
  store32(head, address);
  store8(mapAddress(address), RUN_FREE | order);
}

function unlinkRun(address: u32, order: i32): void {
  const next: u32 = load32(address + FREE_NEXT) >>> 0;
  const previous: u32 = load32(address + FREE_PREVIOUS) >>> 0;
  if (previous === 0) store32(SUPERBLOCK_RUN_LISTS + (order << 2), next);
  else store32(previous + FREE_NEXT, next);
  if (next !== 0) store32(next + FREE_PREVIOUS, previous);
  store8(mapAddress(address), 0);
}

/** Adds one run of the top order at the heap's end; 0 when the image may not grow. */
function grow(): i32 {
  const end: u32 = load32(SUPERBLOCK_HEAP_END) >>> 0;
  const wanted: i32 = ((end >>> 16) + GROWTH_WASM_PAGES) | 0;
  if (wanted > load32(SUPERBLOCK_MAXIMUM_PAGES)) return 0;
  const missing: i32 = (wanted - memoryPages()) | 0;
  if (missing > 0 && growMemory(missing) < 0) return 0;
  store32(SUPERBLOCK_HEAP_END, end + GROWTH);
  pushRun(end, TOP_ORDER);
  return 1;
}

function allocateRun(order: i32): u32 {
  let from: i32 = order;
  while (from <= TOP_ORDER && load32(SUPERBLOCK_RUN_LISTS + (from << 2)) === 0) from = (from + 1) | 0;
  if (from > TOP_ORDER) {
    if (grow() === 0) return 0;
    from = TOP_ORDER;
  }
  const address: u32 = load32(SUPERBLOCK_RUN_LISTS + (from << 2)) >>> 0;
  unlinkRun(address, from);
  while (from > order) {
    from = (from - 1) | 0;
    pushRun((address + runBytes(from)) >>> 0, from);
  }
  store8(mapAddress(address), RUN_USED | order);
  return address;
}

function releaseRun(start: u32, startOrder: i32): void {
  let address: u32 = start;
  let order: i32 = startOrder;
  store8(mapAddress(address), 0);
  while (order < TOP_ORDER) {
    const buddy: u32 = (address ^ runBytes(order)) >>> 0;
    if (load8(mapAddress(buddy)) !== (RUN_FREE | order)) break;
    unlinkRun(buddy, order);
    if (buddy < address) address = buddy;
    order = (order + 1) | 0;
  }
  pushRun(address, order);
}

/** Cuts a page into blocks of a class. 0 when memory is out. */
function refill(index: i32): i32 {
  const page: u32 = allocateRun(0);
  if (page === 0) return 0;
  store8(mapAddress(page), index);
  const size: i32 = classSize(index);
  let next: u32 = 0;
  for (let offset: i32 = multiply32((PAGE / size) | 0, size) - size; offset >= 0; offset = (offset - size) | 0) {
    const block: u32 = page + offset;
    store32(block + FREE_NEXT, next);
    next = block;
  }
  store32(SUPERBLOCK_SMALL_LISTS + (index << 2), next);
  return 1;
}

function account(bytes: i32): void {
  storeF64(SUPERBLOCK_ALLOCATED, loadF64(SUPERBLOCK_ALLOCATED) + bytes);
}

/** A block of at least `bytes`, zeroed, aligned to 16; 0 when memory is out or more than 4 MiB are asked for. */
export function allocate(bytes: i32): u32 {
  if (bytes > LARGEST_SMALL) {
    let order: i32 = 0;
    while (order <= TOP_ORDER && runBytes(order) < bytes) order = (order + 1) | 0;
    if (order > TOP_ORDER) return 0;
    const run: u32 = allocateRun(order);
    if (run !== 0) {
      fillMemory(run, 0, runBytes(order));
      account(runBytes(order));
    }
    return run;
  }
  const index: i32 = classFor(bytes);
  const head: u32 = SUPERBLOCK_SMALL_LISTS + (index << 2);
  if (load32(head) === 0 && refill(index) === 0) return 0;
  const block: u32 = load32(head) >>> 0;
  store32(head, load32(block + FREE_NEXT));
  fillMemory(block, 0, classSize(index));
  account(classSize(index));
  return block;
}

/** Gives a block back. */
export function release(address: u32): void {
  const kind: i32 = load8(mapAddress(address));
  if ((kind & RUN_USED) !== 0) {
    account(-runBytes(kind & ORDER_MASK) | 0);
    releaseRun(address, kind & ORDER_MASK);
    return;
  }
  const head: u32 = SUPERBLOCK_SMALL_LISTS + (kind << 2);
  store32(address + FREE_NEXT, load32(head));
  store32(head, address);
  account(-classSize(kind) | 0);
}

/** Bytes that blocks hold. */
export function allocatedBytes(): f64 {
  return loadF64(SUPERBLOCK_ALLOCATED);
}

/** Bytes that the image may have for blocks. */
export function heapLimit(): f64 {
  return unsigned(load32(SUPERBLOCK_MAXIMUM_PAGES)) * 65536 - HEAP_START;
}

/** Walks the page map and the free lists; the number of faults (0 is well). */
export function checkHeap(): i32 {
  let faults: i32 = 0;
  let freeRuns: i32 = 0;
  const end: u32 = load32(SUPERBLOCK_HEAP_END) >>> 0;
  let address: u32 = HEAP_START;
  while (address < end) {
    const kind: i32 = load8(mapAddress(address));
    let order: i32 = 0;
    if ((kind & (RUN_USED | RUN_FREE)) !== 0) order = kind & ORDER_MASK;
    else if (kind === 0 || kind > SMALL_CLASSES) faults = (faults + 1) | 0;
    if ((kind & RUN_FREE) !== 0) freeRuns = (freeRuns + 1) | 0;
    address = (address + runBytes(order)) >>> 0;
  }
  for (let order: i32 = 0; order <= TOP_ORDER; order = (order + 1) | 0) {
    let run: u32 = load32(SUPERBLOCK_RUN_LISTS + (order << 2)) >>> 0;
    while (run !== 0) {
      if (load8(mapAddress(run)) !== (RUN_FREE | order)) faults = (faults + 1) | 0;
      freeRuns = (freeRuns - 1) | 0;
      run = load32(run + FREE_NEXT) >>> 0;
    }
  }
  if (freeRuns !== 0) faults = (faults + 1) | 0;
  return faults;
}
