/** `internalBinding('fs_event_wrap')` (src/fs_event_wrap.cc) over inotify(7), as libuv's src/unix/linux.c. */
import type { Path } from '../../kernel/system_calls.ts';
import { asyncWrapOf } from '../async_wrap.ts';
import type { BindingFactory, PollHandle } from '../environment.ts';
import { adoptLoopHandle, handleWrapOf, type NativeHandle } from '../handle_wrap.ts';
import { bytesToByteString } from '../string_bytes.ts';
import { POLLIN, UV_EINVAL } from '../uv_numbers.ts';
import { byteStringOfPath, fileNamesOf } from './fs/file_names.ts';

const IN_MODIFY = 0x2;
const IN_ATTRIB = 0x4;
const IN_MOVED_FROM = 0x40;
const IN_MOVED_TO = 0x80;
const IN_CREATE = 0x100;
const IN_DELETE = 0x200;
const IN_DELETE_SELF = 0x400;
const IN_MOVE_SELF = 0x800;
const IN_Q_OVERFLOW = 0x4000;
const WATCHED =
  IN_ATTRIB | IN_CREATE | IN_MODIFY | IN_DELETE | IN_DELETE_SELF | IN_MOVE_SELF | IN_MOVED_FROM | IN_MOVED_TO;

/** `struct inotify_event`: wd, mask, cookie, len, then `len` bytes of name padded with NUL. */
const EVENT_HEADER_BYTES = 16;
const MASK_OFFSET = 4;
const NAME_LENGTH_OFFSET = 12;
/** As libuv reads at once. */
const READ_BYTES = 4096;

interface Watcher {
  tell(eventType: string, name: string | null): void;
}

export const binding: BindingFactory = (environment) => {
  const AsyncWrap = asyncWrapOf(environment);
  const HandleWrap = handleWrapOf(environment);
  const fileNames = fileNamesOf(environment);
  const { kernel, loop } = environment;
  const buffer = new Uint8Array(READ_BYTES);
  const fields = new DataView(buffer.buffer);

  /** One inotify descriptor for the process, while something is watched. */
  let inotify = -1;
  let poll: PollHandle | null = null;
  const watches = new Map<number, Set<Watcher>>();

  function dispatch(length: number): void {
    for (let offset = 0; offset + EVENT_HEADER_BYTES <= length; ) {
      const watch = fields.getInt32(offset, true);
      const mask = fields.getUint32(offset + MASK_OFFSET, true);
      const nameLength = fields.getUint32(offset + NAME_LENGTH_OFFSET, true);
      const start = offset + EVENT_HEADER_BYTES;
      offset = start + nameLength;
      if ((mask & IN_Q_OVERFLOW) !== 0) continue;
      const end = buffer.indexOf(0, start);
      const name = nameLength === 0 ? null : bytesToByteString(buffer, start, end < 0 || end > offset ? offset : end);
      const eventType = (mask & ~(IN_ATTRIB | IN_MODIFY)) !== 0 ? 'rename' : 'change';
      for (const watcher of watches.get(watch) ?? []) loop.makeCallback(() => watcher.tell(eventType, name));
    }
  }

  function readEvents(): void {
    for (;;) {
      const length = inotify < 0 ? 0 : kernel.read(inotify, buffer, -1);
      if (length <= 0) return;
      dispatch(length);
    }
  }

  function add(path: Path, watcher: Watcher): number {
    if (inotify < 0) {
      const fd = kernel.inotifyInit();
      if (fd < 0) return fd;
      inotify = fd;
      poll = loop.poll(fd, POLLIN, readEvents);
      poll.unref();
    }
    const watch = kernel.inotifyAddWatch(inotify, path, WATCHED);
    if (watch < 0) {
      closeWhenUnused();
      return watch;
    }
    const watchers = watches.get(watch) ?? new Set();
    watches.set(watch, watchers.add(watcher));
    return watch;
  }

  function remove(watch: number, watcher: Watcher): void {
    const watchers = watches.get(watch);
    watchers?.delete(watcher);
    if (watchers?.size === 0) {
      watches.delete(watch);
      kernel.inotifyRemoveWatch(inotify, watch);
    }
    closeWhenUnused();
  }

  function closeWhenUnused(): void {
    if (watches.size > 0 || inotify < 0) return;
    poll?.close();
    poll = null;
    kernel.close(inotify);
    inotify = -1;
  }

  class FSEvent extends HandleWrap {
    onchange: unknown;
    readonly #native: NativeHandle;
    #watch = -1;
    #watcher: Watcher | null = null;

    constructor() {
      const native: NativeHandle = {
        loopHandle: null,
        referenced: true,
        closing: false,
        release: () => {
          if (this.#watcher !== null) remove(this.#watch, this.#watcher);
          this.#watcher = null;
          return [];
        },
      };
      super('FSEVENTWRAP', native);
      this.#native = native;
    }

    get initialized(): boolean {
      return this.#watcher !== null && !this.#native.closing;
    }

    /** `recursive` is not for Linux: the library walks the tree itself there. */
    start(path: Path, persistent: unknown, _recursive: unknown, encoding: unknown): number {
      if (this.#watcher !== null || this.#native.closing) return UV_EINVAL;
      const whole = byteStringOfPath(path);
      const base = whole.slice(whole.replace(/\/+$/, '').lastIndexOf('/') + 1);
      const watcher: Watcher = {
        tell: (eventType, name) => {
          if (this.#watcher !== watcher || this.#native.closing) return;
          const told = fileNames.encodeByteString(name ?? base, encoding);
          AsyncWrap.call(this, this.onchange, 0, eventType, told);
        },
      };
      const watch = add(path, watcher);
      if (watch < 0) {
        super.close();
        return watch;
      }
      this.#watch = watch;
      this.#watcher = watcher;
      const loopHandle = adoptLoopHandle(this.#native, loop.handle());
      if (persistent !== true) {
        this.#native.referenced = false;
        loopHandle.unref();
      }
      return 0;
    }

    /** A handle that was not started has nothing to close. */
    override close(callback?: () => void): void {
      if (this.initialized) super.close(callback);
    }
  }

  return { FSEvent };
};
