/** Offsets within a pty object. */
import { RING_SIZE } from './ring.ts';

export const PTY_IFLAG: u32 = 0;
export const PTY_OFLAG: u32 = 4;
export const PTY_CFLAG: u32 = 8;
export const PTY_LFLAG: u32 = 12;
export const PTY_ROWS: u32 = 16;
export const PTY_COLUMNS: u32 = 20;
/** Process group that the terminal's signals go to, 0: none. */
export const PTY_FOREGROUND: u32 = 24;
/** Session whose controlling terminal this is, 0: none. */
export const PTY_SESSION: u32 = 28;
/** Open descriptions of either end. */
export const PTY_CONTROLLERS: u32 = 32;
export const PTY_TERMINALS: u32 = 36;
/** The controller has been closed. */
export const PTY_HUNG_UP: u32 = 40;
/** Where the cursor is, and where it was when the line began: to erase tabs. */
export const PTY_COLUMN: u32 = 44;
export const PTY_LINE_COLUMN: u32 = 48;
/** The user typed ^S. */
export const PTY_FLOW_STOPPED: u32 = 52;
/** The user typed ^V: the next byte stands for itself. */
export const PTY_LITERAL: u32 = 56;
/** Heap block: the bytes of the input ring, then their marks. See line_discipline.ts for the three counters. */
export const PTY_INPUT: u32 = 60;
export const PTY_INPUT_HEAD: u32 = 64;
export const PTY_INPUT_CANON: u32 = 68;
export const PTY_INPUT_TAIL: u32 = 72;
/** Wait queues of the two ends. */
export const PTY_CONTROLLER_QUEUE: u32 = 76;
export const PTY_TERMINAL_QUEUE: u32 = 80;
/** Room for one byte on its way into the output ring. */
export const PTY_ONE_BYTE: u32 = 84;
/** The inode of /dev/pts/N. */
export const PTY_INODE: u32 = 88;
export const PTY_OUTPUT: u32 = 92;
export const PTY_SIZE: u32 = 92 + RING_SIZE;
