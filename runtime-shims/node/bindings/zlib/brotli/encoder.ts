/**
 * A streaming brotli compressor (RFC 7932): one meta-block for each block of input, with one prefix code for each kind of
 * symbol. It refers neither to the static dictionary nor to contexts of literals, so that it is quick and small; every
 * brotli reader takes its output.
 */
import { BitWriter } from './bit_writer.ts';
import {
  COMMAND_SYMBOLS,
  commandSymbol,
  copyExtra,
  DISTANCE_SYMBOLS,
  distanceExtra,
  distanceSymbol,
  FIRST_WITH_DISTANCE,
  insertExtra,
} from './commands.ts';
import { writePrefixCode } from './prefix_code.ts';
import { type Match, Window } from './window.ts';

const BLOCK_BITS = 18;
const BLOCK = 1 << BLOCK_BITS;
/** Copies come from no further back, in bits, whatever window the stream announces: memory for each stream. */
const FURTHEST_BITS = 20;
const LITERALS = 256;
/** What a later copy must gain more than one that is at hand, in sixteenths of a bit: a literal before it. */
const LAZINESS = 80;
/** Of the copy length that is written with the literals at the end, and read by nobody. */
const UNREAD_COPY = 2;
const INITIAL_DISTANCE = 4;
/** Candidates tried for each copy, by quality. */
const DEPTHS = [2, 4, 8, 12, 16, 24, 32, 48, 64, 96, 160, 256];

interface Command {
  insert: number;
  copy: number;
  distance: number;
  symbol: number;
}

export class BrotliStream {
  readonly #writer = new BitWriter();
  readonly #window: Window;
  readonly #isLazy: boolean;
  /** Everything before is written. */
  #written = 0;
  #lastDistance = INITIAL_DISTANCE;

  /** `quality` 0 to 11, `windowBits` 10 to 24. */
  constructor(quality: number, windowBits: number) {
    this.#window = new Window(1 << Math.min(windowBits, FURTHEST_BITS), BLOCK, DEPTHS[quality]!);
    this.#isLazy = quality > 1;
    this.#writeWindowBits(windowBits);
  }

  #writeWindowBits(bits: number): void {
    if (bits === 16) this.#writer.write(0, 1);
    else if (bits > 17) this.#writer.write(((bits - 17) << 1) | 1, 4);
    else if (bits === 17) this.#writer.write(1, 7);
    else this.#writer.write(((bits - 8) << 4) | 1, 7);
  }

  /** Takes input; whole blocks are compressed at once. */
  write(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) {
      const length = Math.min(BLOCK - (this.#window.end - this.#written), bytes.length - at);
      this.#window.append(bytes.subarray(at, at + length));
      at += length;
      if (this.#window.end - this.#written === BLOCK) this.#writeBlock();
    }
  }

  /** All that was taken can be read from what {@link take} gives then. */
  flush(): void {
    this.#writeBlock();
    if (this.#writer.isAligned) return;
    // An empty block of metadata ends at a byte.
    this.#writer.write(6, 6);
    this.#writer.align();
  }

  /** A block that readers pass over (BROTLI_OPERATION_EMIT_METADATA). */
  writeMetadata(bytes: Uint8Array): void {
    this.#writeBlock();
    const lengthBytes = bytes.length === 0 ? 0 : Math.ceil((32 - Math.clz32(bytes.length - 1)) / 8) || 1;
    this.#writer.write(6 | (lengthBytes << 4), 6);
    if (lengthBytes) this.#writer.write(bytes.length - 1, lengthBytes * 8);
    this.#writer.align();
    this.#writer.append(bytes);
  }

  finish(): void {
    this.#writeBlock();
    this.#writer.write(3, 2);
    this.#writer.align();
  }

  /** The output so far. */
  take(): Uint8Array {
    return this.#writer.take();
  }

  #writeBlock(): void {
    const start = this.#written;
    const { end, base, bytes } = this.#window;
    if (start === end) return;
    const writer = this.#writer;
    const before = writer.position;
    const lastDistance = this.#lastDistance;
    const commands = this.#findCommands(start, end);
    writer.write(0, 1);
    this.#writeLength(end - start);
    writer.write(0, 1);
    this.#writeCommands(commands, bytes.subarray(start - base, end - base), lastDistance);
    this.#written = end;
    const stored = (end - start) * 8;
    if (writer.position - before <= stored) return;
    writer.rewind(before);
    this.#lastDistance = lastDistance;
    writer.write(0, 1);
    this.#writeLength(end - start);
    writer.write(1, 1);
    writer.align();
    writer.append(bytes.subarray(start - base, end - base));
  }

  #writeLength(length: number): void {
    const nibbles = length > 1 << 16 ? 5 : 4;
    this.#writer.write(nibbles - 4, 2);
    this.#writer.write(length - 1, nibbles * 4);
  }

  #findCommands(start: number, end: number): Command[] {
    const window = this.#window;
    const commands: Command[] = [];
    let literals = start;
    let at = start;
    let match: Match | null = null;
    while (at < end) {
      match ??= window.find(at, end, this.#lastDistance);
      window.insert(at);
      if (match === null) {
        at++;
        continue;
      }
      if (this.#isLazy && at + 1 < end) {
        const later: Match | null = window.find(at + 1, end, this.#lastDistance);
        if (later && later.gain > match.gain + LAZINESS) {
          match = later;
          at++;
          continue;
        }
      }
      const { length, distance } = match;
      const repeats = distance === this.#lastDistance;
      const insert = at - literals;
      commands.push({ insert, copy: length, distance, symbol: commandSymbol(insert, length, repeats) });
      this.#lastDistance = distance;
      for (let inside = at + 1; inside < at + length; inside++) window.insert(inside);
      at += length;
      literals = at;
      match = null;
    }
    if (literals < end) {
      const insert = end - literals;
      commands.push({ insert, copy: 0, distance: 0, symbol: commandSymbol(insert, UNREAD_COPY, false) });
    }
    return commands;
  }

  /** `last` is the distance that was used before. */
  #writeCommands(commands: readonly Command[], block: Uint8Array, last: number): void {
    const writer = this.#writer;
    const literalCounts = new Uint32Array(LITERALS);
    const commandCounts = new Uint32Array(COMMAND_SYMBOLS);
    const distanceCounts = new Uint32Array(DISTANCE_SYMBOLS);
    let at = 0;
    let previous = last;
    const distances = new Uint8Array(commands.length);
    commands.forEach(({ insert, copy, distance, symbol }, index) => {
      for (const end = at + insert; at < end; at++) literalCounts[block[at]!]!++;
      at += copy;
      commandCounts[symbol]!++;
      if (copy === 0 || symbol < FIRST_WITH_DISTANCE) return;
      // Symbol 0 is the last distance again.
      const isRepeated = distance === previous;
      distances[index] = isRepeated ? 0 : distanceSymbol(distance);
      distanceCounts[distances[index]!]!++;
      previous = distance;
    });
    // One type of blocks of each kind, no postfix bits and direct distances, a context mode, one tree of each kind.
    writer.write(0, 3);
    writer.write(0, 6);
    writer.write(0, 2);
    writer.write(0, 2);
    const literalCode = writePrefixCode(writer, literalCounts);
    const commandCode = writePrefixCode(writer, commandCounts);
    const distanceCode = writePrefixCode(writer, distanceCounts);
    at = 0;
    commands.forEach(({ insert, copy, distance, symbol }, index) => {
      writer.write(commandCode.bits[symbol]!, commandCode.lengths[symbol]!);
      const inserted = insertExtra(insert);
      if (inserted.count) writer.write(inserted.value, inserted.count);
      const copied = copyExtra(copy || UNREAD_COPY);
      if (copied.count) writer.write(copied.value, copied.count);
      for (const end = at + insert; at < end; at++) {
        const literal = block[at]!;
        writer.write(literalCode.bits[literal]!, literalCode.lengths[literal]!);
      }
      at += copy;
      if (copy === 0 || symbol < FIRST_WITH_DISTANCE) return;
      const code = distances[index]!;
      writer.write(distanceCode.bits[code]!, distanceCode.lengths[code]!);
      if (code === 0) return;
      const further = distanceExtra(distance);
      writer.write(further.value, further.count);
    });
  }
}
