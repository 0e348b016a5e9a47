/**
 * A folder as one sequence of bytes. Records follow each other, each directory's before those of what is in it:
 * kind (1 byte), mode (2), bytes of the path (4) and of the content (4), little endian, then path and content. The last
 * record is of the kind `end`, so that an image that was cut off is told from a whole one.
 */
import type { Files } from '../files.ts';

const KIND = { directory: 1, file: 2, link: 3, end: 4 } as const;
const HEADER = 11;
const DT_DIR = 4;
const DT_LNK = 10;
/** Bytes that are gathered before they are handed on. */
const CHUNK = 4_194_304;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

class ChunkWriter {
  #chunk = new Uint8Array(CHUNK);
  #used = 0;

  /** Hands on what is gathered when `size` bytes more would not fit. */
  *room(size: number): Generator<Uint8Array<ArrayBuffer>> {
    if (this.#used + size <= this.#chunk.length) return;
    if (this.#used > 0) yield this.rest();
    this.#chunk = new Uint8Array(Math.max(CHUNK, size));
    this.#used = 0;
  }

  *record(kind: number, mode: number, path: string, content: Uint8Array): Generator<Uint8Array<ArrayBuffer>> {
    const name = encoder.encode(path);
    yield* this.room(HEADER + name.length + content.length);
    const view = new DataView(this.#chunk.buffer, this.#used, HEADER);
    view.setUint8(0, kind);
    view.setUint16(1, mode, true);
    view.setUint32(3, name.length, true);
    view.setUint32(7, content.length, true);
    this.#chunk.set(name, this.#used + HEADER);
    this.#chunk.set(content, this.#used + HEADER + name.length);
    this.#used += HEADER + name.length + content.length;
  }

  rest(): Uint8Array<ArrayBuffer> {
    return this.#chunk.subarray(0, this.#used);
  }
}

const NOTHING = new Uint8Array();

/** The image of the directory `folder`, piece by piece. Throws the kernel's errors. */
export function* treeImage(files: Files, folder: string): Generator<Uint8Array<ArrayBuffer>> {
  const writer = new ChunkWriter();
  function* below(relative: string): Generator<Uint8Array<ArrayBuffer>> {
    // Folders first: npm believes its own list of them (.package-lock.json) when no folder is newer.
    const entries = files.readdir(relative ? `${folder}/${relative}` : folder);
    entries.sort((one, other) => Number(other.type === DT_DIR) - Number(one.type === DT_DIR));
    for (const { name, type } of entries) {
      const inner = relative ? `${relative}/${name}` : name;
      const path = `${folder}/${inner}`;
      if (type === DT_DIR) {
        yield* writer.record(KIND.directory, files.mode(path), inner, NOTHING);
        yield* below(inner);
      } else if (type === DT_LNK) {
        yield* writer.record(KIND.link, 0, inner, encoder.encode(files.readlink(path)));
      } else if (files.type(path) === 'file') {
        yield* writer.record(KIND.file, files.mode(path), inner, files.readFile(path));
      }
    }
  }
  yield* below('');
  yield* writer.record(KIND.end, 0, '', NOTHING);
  yield writer.rest();
}

/** Whether `image` ends where an image ends. */
function isWhole(image: Uint8Array): boolean {
  const end = image.subarray(-HEADER);
  return end.length === HEADER && end[0] === KIND.end && end.subarray(1).every((byte) => byte === 0);
}

/** Makes `folder` of an image. Throws for an image that is cut off, before anything is made, and the kernel's errors. */
export function restoreTree(files: Files, folder: string, image: Uint8Array<ArrayBuffer>): void {
  if (!isWhole(image)) throw new Error('the image of the packages is not whole');
  files.mkdir(folder);
  const view = new DataView(image.buffer, image.byteOffset, image.byteLength);
  for (let at = 0; view.getUint8(at) !== KIND.end; ) {
    const kind = view.getUint8(at);
    const content = at + HEADER + view.getUint32(at + 3, true);
    const end = content + view.getUint32(at + 7, true);
    const path = `${folder}/${decoder.decode(image.subarray(at + HEADER, content))}`;
    if (kind === KIND.directory) files.mkdir(path);
    else if (kind === KIND.link) files.symlink(decoder.decode(image.subarray(content, end)), path);
    else files.writeFile(path, image.subarray(content, end), view.getUint16(at + 1, true));
    at = end;
  }
}
