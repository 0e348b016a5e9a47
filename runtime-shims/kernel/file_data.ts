/** Contents of regular files: a radix tree of 4 KiB pages, holes where nothing was written. */
import { EFBIG, ENOSPC } from './errno.ts';
import { allocate, PAGE, release } from './heap.ts';
import { INODE_COUNT, INODE_DATA, INODE_DATA_EXTENT, INODE_SIZE } from './layout.ts';
import { copyMemory, fillMemory, floor, load32, loadF64, store32, storeF64, truncate32 } from './primitives.ts';

/** Page numbers that one node of the tree tells apart: 1,024 words in a page. */
const FAN_SHIFT: i32 = 10;
const FAN_MASK: i32 = 1023;
/** Largest file: three levels of nodes over 4 KiB pages, 4 TiB. */
const DEEPEST: i32 = 3;
const LARGEST_FILE: f64 = 4398046511104;

/** The word that points to page `index`, making nodes on the way if `create`; 0 for a hole or when memory is out. */
function slotOf(inode: u32, index: i32, create: bool): u32 {
  let depth: i32 = load32(inode + INODE_DATA_EXTENT);
  if (create) {
    while (depth < DEEPEST && index >> (depth * FAN_SHIFT) !== 0) {
      const root: i32 = load32(inode + INODE_DATA);
      if (root !== 0) {
        const above: u32 = allocate(PAGE);
        if (above === 0) return 0;
        store32(above, root);
        store32(inode + INODE_DATA, above);
      }
      depth = (depth + 1) | 0;
      store32(inode + INODE_DATA_EXTENT, depth);
    }
  } else if (depth < DEEPEST && index >> (depth * FAN_SHIFT) !== 0) return 0;
  let slot: u32 = inode + INODE_DATA;
  while (depth > 0) {
    let node: u32 = load32(slot) >>> 0;
    if (node === 0) {
      if (!create) return 0;
      node = allocate(PAGE);
      if (node === 0) return 0;
      store32(slot, node);
    }
    depth = (depth - 1) | 0;
    slot = node + (((index >> (depth * FAN_SHIFT)) & FAN_MASK) << 2);
  }
  return slot;
}

/** Copies up to `length` bytes from `position` to `to`; how many there were. */
export function readData(inode: u32, position: f64, to: u32, length: i32): i32 {
  const size: f64 = loadF64(inode + INODE_SIZE);
  if (position >= size) return 0;
  let left: i32 = length;
  if (position + left > size) left = truncate32(size - position);
  const total: i32 = left;
  let index: i32 = truncate32(floor(position / PAGE));
  let offset: i32 = truncate32(position - floor(position / PAGE) * PAGE);
  let target: u32 = to;
  while (left > 0) {
    let part: i32 = (PAGE - offset) | 0;
    if (part > left) part = left;
    const slot: u32 = slotOf(inode, index, false);
    const page: u32 = slot === 0 ? 0 : load32(slot) >>> 0;
    if (page === 0) fillMemory(target, 0, part);
    else copyMemory(target, page + offset, part);
    target = (target + part) >>> 0;
    left = (left - part) | 0;
    index = (index + 1) | 0;
    offset = 0;
  }
  return total;
}

/** Writes `length` bytes at `position`; how many went in, -ENOSPC when none did, -EFBIG beyond the largest file. */
export function writeData(inode: u32, position: f64, from: u32, length: i32): i32 {
  if (position + length > LARGEST_FILE) return -EFBIG;
  let left: i32 = length;
  let index: i32 = truncate32(floor(position / PAGE));
  let offset: i32 = truncate32(position - floor(position / PAGE) * PAGE);
  let source: u32 = from;
  while (left > 0) {
    let part: i32 = (PAGE - offset) | 0;
    if (part > left) part = left;
    const slot: u32 = slotOf(inode, index, true);
    if (slot === 0) break;
    let page: u32 = load32(slot) >>> 0;
    if (page === 0) {
      page = allocate(PAGE);
      if (page === 0) break;
      store32(slot, page);
      store32(inode + INODE_COUNT, (load32(inode + INODE_COUNT) + 1) | 0);
    }
    copyMemory(page + offset, source, part);
    source = (source + part) >>> 0;
    left = (left - part) | 0;
    index = (index + 1) | 0;
    offset = 0;
  }
  const written: i32 = (length - left) | 0;
  if (written === 0 && length > 0) return -ENOSPC;
  if (position + written > loadF64(inode + INODE_SIZE)) storeF64(inode + INODE_SIZE, position + written);
  return written;
}

/** Frees what lies at or above page `first` below `slot`; 1 when nothing is left there. */
function prune(inode: u32, slot: u32, depth: i32, base: i32, first: i32): i32 {
  const node: u32 = load32(slot) >>> 0;
  if (node === 0) return 1;
  if (depth === 0) {
    if (base < first) return 0;
    release(node);
    store32(slot, 0);
    store32(inode + INODE_COUNT, (load32(inode + INODE_COUNT) - 1) | 0);
    return 1;
  }
  const step: i32 = ((depth - 1) | 0) * FAN_SHIFT;
  let empty: i32 = 1;
  for (let i: i32 = 0; i <= FAN_MASK; i = (i + 1) | 0) {
    const child: i32 = (base + (i << step)) | 0;
    const beyond: i32 = (child + (1 << step)) | 0;
    if (beyond <= first && load32(node + (i << 2)) !== 0) empty = 0;
    else if (beyond > first && prune(inode, node + (i << 2), (depth - 1) | 0, child, first) === 0) empty = 0;
  }
  if (empty !== 0) {
    release(node);
    store32(slot, 0);
  }
  return empty;
}

/** Makes the file `size` bytes long: pages beyond go, a hole comes where it grows. -EFBIG. */
export function truncateData(inode: u32, size: f64): i32 {
  if (size > LARGEST_FILE) return -EFBIG;
  const before: f64 = loadF64(inode + INODE_SIZE);
  storeF64(inode + INODE_SIZE, size);
  if (size >= before) return 0;
  const first: i32 = truncate32(floor((size + PAGE - 1) / PAGE));
  if (prune(inode, inode + INODE_DATA, load32(inode + INODE_DATA_EXTENT), 0, first) !== 0) {
    store32(inode + INODE_DATA_EXTENT, 0);
  }
  const offset: i32 = truncate32(size - floor(size / PAGE) * PAGE);
  if (offset > 0) {
    const slot: u32 = slotOf(inode, truncate32(floor(size / PAGE)), false);
    const page: u32 = slot === 0 ? 0 : load32(slot) >>> 0;
    if (page !== 0) fillMemory(page + offset, 0, (PAGE - offset) | 0);
  }
  return 0;
}
