/**
 * The supervisor's orders: Workers to start and to end. A process has at most one order waiting, for an end takes the
 * place of a start that was not yet taken.
 */
import {
  PROCESS_ORDER,
  PROCESS_ORDER_NEXT,
  PROCESS_PID,
  SUPERBLOCK_ORDER_HEAD,
  SUPERBLOCK_ORDER_TAIL,
} from './layout.ts';
import { wakeProcess } from './poll.ts';
import { load32, store32 } from './primitives.ts';
import { findProcess, INIT_PID } from './process_table.ts';

export const ORDER_NONE: i32 = 0;
export const ORDER_START: i32 = 1;
export const ORDER_TERMINATE: i32 = 2;

export function queueOrder(process: u32, order: i32): void {
  const waiting: i32 = load32(process + PROCESS_ORDER);
  store32(process + PROCESS_ORDER, order);
  if (waiting === ORDER_NONE) {
    const last: u32 = load32(SUPERBLOCK_ORDER_TAIL) >>> 0;
    store32(process + PROCESS_ORDER_NEXT, 0);
    if (last === 0) store32(SUPERBLOCK_ORDER_HEAD, process);
    else store32(last + PROCESS_ORDER_NEXT, process);
    store32(SUPERBLOCK_ORDER_TAIL, process);
  }
  const init: u32 = findProcess(INIT_PID);
  if (init !== 0) wakeProcess(init);
}

/** The next order as `pid << 2 | kind`, or 0. */
export function takeFirstOrder(): i32 {
  const process: u32 = load32(SUPERBLOCK_ORDER_HEAD) >>> 0;
  if (process === 0) return 0;
  const next: u32 = load32(process + PROCESS_ORDER_NEXT) >>> 0;
  store32(SUPERBLOCK_ORDER_HEAD, next);
  if (next === 0) store32(SUPERBLOCK_ORDER_TAIL, 0);
  const order: i32 = load32(process + PROCESS_ORDER);
  store32(process + PROCESS_ORDER, ORDER_NONE);
  return (load32(process + PROCESS_PID) << 2) | order;
}

/** Takes a process's waiting order out of the queue: its Worker has ended by other means. */
export function cancelOrder(process: u32): void {
  if (load32(process + PROCESS_ORDER) === ORDER_NONE) return;
  let previous: u32 = 0;
  let entry: u32 = load32(SUPERBLOCK_ORDER_HEAD) >>> 0;
  while (entry !== 0 && entry !== process) {
    previous = entry;
    entry = load32(entry + PROCESS_ORDER_NEXT) >>> 0;
  }
  if (entry === 0) return;
  const next: u32 = load32(process + PROCESS_ORDER_NEXT) >>> 0;
  if (previous === 0) store32(SUPERBLOCK_ORDER_HEAD, next);
  else store32(previous + PROCESS_ORDER_NEXT, next);
  if (next === 0) store32(SUPERBLOCK_ORDER_TAIL, previous);
  store32(process + PROCESS_ORDER, ORDER_NONE);
}
