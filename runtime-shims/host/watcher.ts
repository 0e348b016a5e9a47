/** `fs.watch` of the programming interface over the kernel's inotify(7). */
import type { SystemCalls } from '../kernel/system_calls.ts';
import type { Files } from './files.ts';
import type { Reactor, Watch } from './reactor.ts';
import { checked } from './system_error.ts';

const POLLIN = 1;
const IN_MODIFY = 0x2;
const IN_ATTRIB = 0x4;
const IN_MOVED_FROM = 0x40;
const IN_MOVED_TO = 0x80;
const IN_CREATE = 0x100;
const IN_DELETE = 0x200;
const IN_DELETE_SELF = 0x400;
const IN_MOVE_SELF = 0x800;
const IN_ISDIR = 0x40000000;
/** What libuv watches for (src/unix/linux.c, uv_fs_event_start). */
const MASK =
  IN_ATTRIB | IN_CREATE | IN_MODIFY | IN_DELETE | IN_DELETE_SELF | IN_MOVE_SELF | IN_MOVED_FROM | IN_MOVED_TO;
/** `struct inotify_event` without its name: wd, mask, cookie, len. */
const EVENT_SIZE = 16;
const BUFFER_SIZE = 16_384;
const DT_DIR = 4;

export type WatchListener = (event: 'rename' | 'change', filename: string) => void;

export class Watcher {
  readonly #kernel: SystemCalls;
  readonly #files: Files;
  readonly #listener: WatchListener;
  readonly #recursive: boolean;
  /** Watch descriptor → path of the directory relative to the root watched, '' or ending in '/'. */
  readonly #directories = new Map<number, string>();
  readonly #root: string;
  readonly #fd: number;
  readonly #watch: Watch;
  #closed = false;

  constructor(
    kernel: SystemCalls,
    reactor: Reactor,
    files: Files,
    path: string,
    options: { recursive: boolean; shown: string },
    listener: WatchListener,
  ) {
    this.#kernel = kernel;
    this.#files = files;
    this.#listener = listener;
    this.#root = path;
    this.#recursive = options.recursive && files.isDirectory(path);
    this.#fd = checked(kernel.inotifyInit(), 'watch', options.shown);
    try {
      this.#directories.set(checked(kernel.inotifyAddWatch(this.#fd, path, MASK), 'watch', options.shown), '');
      if (this.#recursive) this.#addBelow(path, '');
    } catch (error) {
      kernel.close(this.#fd);
      throw error;
    }
    this.#watch = reactor.watch(this.#fd, POLLIN, () => this.#read());
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#watch.stop();
    this.#kernel.close(this.#fd);
  }

  #addBelow(path: string, relative: string): void {
    for (const { name, type } of this.#files.readdir(path)) {
      if (type === DT_DIR) this.#addDirectory(`${path}/${name}`, `${relative}${name}/`);
    }
  }

  #addDirectory(path: string, relative: string): void {
    const watch = this.#kernel.inotifyAddWatch(this.#fd, path, MASK);
    // It may be gone again already.
    if (watch < 0) return;
    this.#directories.set(watch, relative);
    this.#addBelow(path, relative);
  }

  #read(): void {
    const buffer = new Uint8Array(BUFFER_SIZE);
    const size = this.#kernel.read(this.#fd, buffer, -1);
    if (size <= 0) return;
    const view = new DataView(buffer.buffer);
    for (let at = 0; at + EVENT_SIZE <= size && !this.#closed; ) {
      const mask = view.getUint32(at + 4, true);
      const length = view.getUint32(at + 12, true);
      const bytes = buffer.subarray(at + EVENT_SIZE, at + EVENT_SIZE + length);
      const end = bytes.indexOf(0);
      const name = new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end));
      this.#deliver(view.getInt32(at, true), mask, name);
      at += EVENT_SIZE + length;
    }
  }

  #deliver(watch: number, mask: number, name: string): void {
    const relative = this.#directories.get(watch);
    if (relative === undefined) return;
    if (this.#recursive && mask & IN_ISDIR && mask & (IN_CREATE | IN_MOVED_TO)) {
      this.#addDirectory(`${this.#root}/${relative}${name}`, `${relative}${name}/`);
    }
    const changed = mask & (IN_MODIFY | IN_ATTRIB);
    const event = changed && !(mask & ~(IN_MODIFY | IN_ATTRIB | IN_ISDIR)) ? 'change' : 'rename';
    // An event of the watched file itself carries its base name, as in Node.
    this.#listener(
      event,
      name === '' ? `${relative}${this.#root.slice(this.#root.lastIndexOf('/') + 1)}` : relative + name,
    );
  }
}
