/**
 * The part of MessagePack (github.com/msgpack/msgpack/blob/master/spec.md) that snapshots of `@webcontainer/snapshot`
 * are made of: maps with string keys, strings, byte strings, booleans and nil.
 */

export type Packed = string | boolean | null | Uint8Array<ArrayBuffer> | { [key: string]: Packed };

class Reader {
  readonly #bytes: Uint8Array<ArrayBuffer>;
  readonly #view: DataView;
  readonly #decoder = new TextDecoder();
  #position = 0;

  constructor(bytes: Uint8Array<ArrayBuffer>) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  value(): Packed {
    const type = this.#number(1);
    if (type >= 0x80 && type <= 0x8f) return this.#map(type & 0x0f);
    if (type >= 0xa0 && type <= 0xbf) return this.#string(type & 0x1f);
    switch (type) {
      case 0xc0:
        return null;
      case 0xc2:
        return false;
      case 0xc3:
        return true;
      case 0xc4:
        return this.#take(this.#number(1)).slice();
      case 0xc5:
        return this.#take(this.#number(2)).slice();
      case 0xc6:
        return this.#take(this.#number(4)).slice();
      case 0xd9:
        return this.#string(this.#number(1));
      case 0xda:
        return this.#string(this.#number(2));
      case 0xdb:
        return this.#string(this.#number(4));
      case 0xde:
        return this.#map(this.#number(2));
      case 0xdf:
        return this.#map(this.#number(4));
      default:
        throw new Error(`not a snapshot: unexpected MessagePack type 0x${type.toString(16)}`);
    }
  }

  #number(size: 1 | 2 | 4): number {
    if (this.#position + size > this.#bytes.length) throw new Error('not a snapshot: it ends too early');
    const at = this.#position;
    this.#position += size;
    return size === 1 ? this.#view.getUint8(at) : size === 2 ? this.#view.getUint16(at) : this.#view.getUint32(at);
  }

  #take(length: number): Uint8Array<ArrayBuffer> {
    if (this.#position + length > this.#bytes.length) throw new Error('not a snapshot: it ends too early');
    const taken = this.#bytes.subarray(this.#position, this.#position + length);
    this.#position += length;
    return taken;
  }

  #string(length: number): string {
    return this.#decoder.decode(this.#take(length));
  }

  #map(size: number): { [key: string]: Packed } {
    const map: { [key: string]: Packed } = Object.create(null);
    for (let i = 0; i < size; i++) {
      const key = this.value();
      if (typeof key !== 'string') throw new Error('not a snapshot: a key that is not a string');
      map[key] = this.value();
    }
    return map;
  }
}

export function unpack(bytes: Uint8Array<ArrayBuffer>): Packed {
  return new Reader(bytes).value();
}

const encoder = new TextEncoder();

function head(
  small: [limit: number, type: number] | null,
  types: [number, number, number],
  length: number,
): Uint8Array {
  if (small && length < small[0]) return Uint8Array.of(small[1] | length);
  if (length < 0x100 && types[0]) return Uint8Array.of(types[0], length);
  if (length < 0x10000) return Uint8Array.of(types[1], length >> 8, length & 0xff);
  return Uint8Array.of(types[2], length >>> 24, (length >> 16) & 0xff, (length >> 8) & 0xff, length & 0xff);
}

function packInto(value: Packed, parts: Uint8Array[]): void {
  if (value === null) parts.push(Uint8Array.of(0xc0));
  else if (typeof value === 'boolean') parts.push(Uint8Array.of(value ? 0xc3 : 0xc2));
  else if (typeof value === 'string') {
    const text = encoder.encode(value);
    parts.push(head([32, 0xa0], [0xd9, 0xda, 0xdb], text.length), text);
  } else if (value instanceof Uint8Array) {
    parts.push(head(null, [0xc4, 0xc5, 0xc6], value.length), value);
  } else {
    const entries = Object.entries(value);
    parts.push(head([16, 0x80], [0, 0xde, 0xdf], entries.length));
    for (const [key, inner] of entries) {
      packInto(key, parts);
      packInto(inner, parts);
    }
  }
}

export function pack(value: Packed): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  packInto(value, parts);
  return concatenate(parts);
}

export function concatenate(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let position = 0;
  for (const part of parts) {
    whole.set(part, position);
    position += part.length;
  }
  return whole;
}
