/** DER (ITU-T X.690), as far as keys and certificates go. */
import { bytesToInteger, integerToBytes } from './big_integer.ts';

export const Tag = {
  BOOLEAN: 0x01,
  INTEGER: 0x02,
  BIT_STRING: 0x03,
  OCTET_STRING: 0x04,
  NULL: 0x05,
  OBJECT_IDENTIFIER: 0x06,
  UTF8_STRING: 0x0c,
  PRINTABLE_STRING: 0x13,
  T61_STRING: 0x14,
  IA5_STRING: 0x16,
  UTC_TIME: 0x17,
  GENERALIZED_TIME: 0x18,
  UNIVERSAL_STRING: 0x1c,
  BMP_STRING: 0x1e,
  SEQUENCE: 0x30,
  SET: 0x31,
} as const;

/** Context-specific tags: [n] in ASN.1. */
export const contextTag = (number: number, constructed = true): number => (constructed ? 0xa0 : 0x80) | number;

/** What is not DER, or not of the wanted structure. */
export class DerError extends Error {}

/** One element: its tag, its content, and the whole of it with its header. */
export class DerElement {
  readonly tag: number;
  readonly content: Uint8Array;
  readonly whole: Uint8Array;
  #children: DerElement[] | undefined;

  constructor(tag: number, content: Uint8Array, whole: Uint8Array) {
    this.tag = tag;
    this.content = content;
    this.whole = whole;
  }

  /** Throws unless the tag is `tag`. */
  expect(tag: number): this {
    if (this.tag !== tag) throw new DerError(`tag ${this.tag}, not ${tag}`);
    return this;
  }

  /** The elements inside (of a constructed one, or of an OCTET STRING that holds DER). */
  get children(): readonly DerElement[] {
    this.#children ??= readAll(this.content);
    return this.#children;
  }

  /** The child at `index`, which must be there. */
  child(index: number, tag?: number): DerElement {
    const child = this.children[index];
    if (!child) throw new DerError(`no element ${index}`);
    return tag === undefined ? child : child.expect(tag);
  }

  find(tag: number): DerElement | undefined {
    return this.children.find((child) => child.tag === tag);
  }

  get integer(): bigint {
    this.expect(Tag.INTEGER);
    const value = bytesToInteger(this.content);
    return (this.content[0] ?? 0) & 0x80 ? value - (1n << BigInt(8 * this.content.length)) : value;
  }

  get number(): number {
    return Number(this.integer);
  }

  get octets(): Uint8Array {
    return this.expect(Tag.OCTET_STRING).content;
  }

  /** A BIT STRING of whole bytes. */
  get bits(): Uint8Array {
    this.expect(Tag.BIT_STRING);
    if (this.content.length === 0) throw new DerError('empty BIT STRING');
    return this.content.subarray(1);
  }

  /** In dotted form. */
  get objectIdentifier(): string {
    this.expect(Tag.OBJECT_IDENTIFIER);
    return dotted(this.content);
  }
}

export function dotted(content: Uint8Array): string {
  const numbers: bigint[] = [];
  let value = 0n;
  for (const byte of content) {
    value = (value << 7n) | BigInt(byte & 0x7f);
    if (byte & 0x80) continue;
    if (numbers.length) numbers.push(value);
    else numbers.push(...(value < 80n ? [value / 40n, value % 40n] : [2n, value - 80n]));
    value = 0n;
  }
  return numbers.join('.');
}

function readAt(bytes: Uint8Array, start: number): DerElement {
  const tag = bytes[start];
  let length = bytes[start + 1];
  if (tag === undefined || length === undefined) throw new DerError('the data ends early');
  let at = start + 2;
  if (length & 0x80) {
    const size = length & 0x7f;
    if (size === 0 || size > 4 || at + size > bytes.length) throw new DerError('length');
    length = 0;
    for (let i = 0; i < size; i++) length = length * 256 + bytes[at++]!;
  }
  if (at + length > bytes.length) throw new DerError('the data ends early');
  return new DerElement(tag, bytes.subarray(at, at + length), bytes.subarray(start, at + length));
}

function readAll(bytes: Uint8Array): DerElement[] {
  const elements: DerElement[] = [];
  for (let at = 0; at < bytes.length; ) {
    const element = readAt(bytes, at);
    elements.push(element);
    at += element.whole.length;
  }
  return elements;
}

/** The element at the start; what follows it is left alone, as OpenSSL's d2i functions do. */
export const readDer = (bytes: Uint8Array): DerElement => readAt(bytes, 0);

export function concatenate(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export function encode(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = concatenate(...parts);
  const { length } = content;
  const size = length < 0x80 ? [] : [...integerToBytes(BigInt(length))];
  return concatenate(Uint8Array.of(tag, ...(size.length ? [0x80 | size.length, ...size] : [length])), content);
}

export const sequence = (...parts: readonly Uint8Array[]): Uint8Array => encode(Tag.SEQUENCE, ...parts);
export const octetString = (content: Uint8Array): Uint8Array => encode(Tag.OCTET_STRING, content);
export const bitString = (content: Uint8Array): Uint8Array => encode(Tag.BIT_STRING, Uint8Array.of(0), content);
export const nullValue = (): Uint8Array => encode(Tag.NULL);

/** A non-negative integer. */
export function integer(value: bigint | number): Uint8Array {
  const bytes = integerToBytes(BigInt(value));
  return encode(Tag.INTEGER, bytes[0]! & 0x80 ? concatenate(Uint8Array.of(0), bytes) : bytes);
}

export function objectIdentifier(text: string): Uint8Array {
  const [first = 0n, second = 0n, ...rest] = text.split('.').map(BigInt);
  const bytes: number[] = [];
  for (const value of [first * 40n + second, ...rest]) {
    const group = [Number(value & 0x7fn)];
    for (let left = value >> 7n; left > 0n; left >>= 7n) group.unshift(Number(left & 0x7fn) | 0x80);
    bytes.push(...group);
  }
  return encode(Tag.OBJECT_IDENTIFIER, Uint8Array.from(bytes));
}
