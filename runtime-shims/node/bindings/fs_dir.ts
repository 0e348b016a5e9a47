/** `internalBinding('fs_dir')` (src/node_dir.cc): directories read piece by piece. */
import type { Path } from '../../kernel/system_calls.ts';
import { asyncWrapOf } from '../async_wrap.ts';
import type { BindingFactory } from '../environment.ts';
import { uvException } from '../uv_exception.ts';
import { type DirectoryListing, readDirectory, typeOf } from './fs/directory_listing.ts';
import { fileNamesOf } from './fs/file_names.ts';
import { fileSystemRequestsOf } from './fs/requests.ts';

export const binding: BindingFactory = (environment) => {
  const AsyncWrap = asyncWrapOf(environment);
  const requests = fileSystemRequestsOf(environment);
  const fileNames = fileNamesOf(environment);
  const { kernel } = environment;

  /** The entries are those of the moment when it was opened. */
  class DirHandle extends AsyncWrap {
    readonly #listing: DirectoryListing;
    #next = 0;

    constructor(listing: DirectoryListing) {
      super('DIRHANDLE');
      this.#listing = listing;
    }

    /** Name and type of up to `count` entries, flat; null at the end. */
    #take(encoding: unknown, count: number): unknown[] | null {
      const { names, ascii } = this.#listing;
      if (this.#next >= names.length) return null;
      const result: unknown[] = [];
      const plain = ascii && fileNames.isUtf8(encoding);
      for (const end = Math.min(this.#next + count, names.length); this.#next < end; this.#next++) {
        const name = names[this.#next]!;
        result.push(plain ? name : fileNames.encodeByteString(name, encoding), typeOf(this.#listing, name));
      }
      return result;
    }

    read(encoding: unknown, count: number, request?: unknown): unknown {
      const result = this.#take(encoding, count);
      return request === undefined ? result : requests.settleWith(request, null, result);
    }

    close(request?: unknown): unknown {
      return request === undefined ? undefined : requests.settleWith(request, null, undefined);
    }
  }

  function opendir(path: Path, _encoding: unknown, request?: unknown): unknown {
    const listing = readDirectory(kernel, path);
    if (typeof listing === 'number') {
      if (request === undefined) throw uvException(listing, 'opendir', path);
      return requests.settle(request, listing, undefined, 'opendir', path);
    }
    const handle = new DirHandle(listing);
    return request === undefined ? handle : requests.settleWith(request, null, handle);
  }

  function opendirSync(path: Path): unknown {
    const listing = readDirectory(kernel, path);
    // Natively without a path, unlike the error of opendir.
    if (typeof listing === 'number') throw uvException(listing, 'opendir');
    return new DirHandle(listing);
  }

  return { opendir, opendirSync, DirHandle };
};
