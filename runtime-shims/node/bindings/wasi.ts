/** `internalBinding('wasi')` (src/node_wasi.cc over uvwasi): WASI preview 1 on the kernel's calls. */
import { O_DIRECTORY, O_RDONLY } from '../../kernel/constants.ts';
import { decodeUtf8, encodeUtf8 } from '../bytes/utf8.ts';
import type { BindingFactory } from '../environment.ts';
import { completeFromShape } from '../from_shape.ts';
import { nativeError } from '../native_error.ts';
import { clockCalls } from './wasi/clock_calls.ts';
import { DescriptorTable } from './wasi/descriptor_table.ts';
import { fileCalls } from './wasi/file_calls.ts';
import { Guest, WasiError } from './wasi/guest.ts';
import { EINVAL, ESUCCESS, errnoOf, nameOfErrno } from './wasi/numbers.ts';
import { pathCalls } from './wasi/path_calls.ts';

type Call = (...values: never[]) => unknown;

/** Kinds of parameters, by call, where they are not all 32-bit integers: l is a 64-bit one. */
const LONG_PARAMETERS: Readonly<Record<string, string>> = {
  clock_time_get: 'ili',
  fd_advise: 'illi',
  fd_allocate: 'ill',
  fd_fdstat_set_rights: 'ill',
  fd_filestat_set_size: 'il',
  fd_filestat_set_times: 'illi',
  fd_pread: 'iiili',
  fd_pwrite: 'iiili',
  fd_readdir: 'iiili',
  fd_seek: 'ilii',
  path_filestat_set_times: 'iiiilli',
  path_open: 'iiiiillii',
  sock_accept: 'iii',
  sock_recv: 'iiiiii',
  sock_send: 'iiiii',
  sock_shutdown: 'ii',
  proc_raise: 'i',
};

const ORDER = [
  ...['args_get', 'args_sizes_get', 'clock_res_get', 'clock_time_get', 'environ_get', 'environ_sizes_get'],
  ...['fd_advise', 'fd_allocate', 'fd_close', 'fd_datasync', 'fd_fdstat_get', 'fd_fdstat_set_flags'],
  ...['fd_fdstat_set_rights', 'fd_filestat_get', 'fd_filestat_set_size', 'fd_filestat_set_times', 'fd_pread'],
  ...['fd_prestat_get', 'fd_prestat_dir_name', 'fd_pwrite', 'fd_read', 'fd_readdir', 'fd_renumber', 'fd_seek'],
  ...['fd_sync', 'fd_tell', 'fd_write', 'path_create_directory', 'path_filestat_get', 'path_filestat_set_times'],
  ...['path_link', 'path_open', 'path_readlink', 'path_remove_directory', 'path_rename', 'path_symlink'],
  ...['path_unlink_file', 'poll_oneoff', 'proc_exit', 'proc_raise', 'random_get', 'sched_yield', 'sock_accept'],
  ...['sock_recv', 'sock_send', 'sock_shutdown'],
];

function isOfKind(kind: string, value: unknown): boolean {
  return kind === 'l' ? typeof value === 'bigint' : typeof value === 'number' && Number.isInteger(value);
}

export const binding: BindingFactory = (environment) => {
  const { kernel } = environment;

  class WASI {
    readonly #guest = new Guest();

    /** `preopens` are pairs: the program's path, then the kernel's. */
    constructor(args: string[], env: string[], preopens: string[], stdio: number[]) {
      const guest = this.#guest;
      const table = new DescriptorTable(kernel);
      for (const fd of stdio) table.insert(fd);
      for (let at = 0; at < preopens.length; at += 2) {
        const [path, host] = [preopens[at]!, preopens[at + 1]!];
        const fd = kernel.open(host, O_RDONLY | O_DIRECTORY, 0);
        if (fd < 0) throw initializationError(errnoOf(fd));
        const real = kernel.realpath(host);
        const hostPath = typeof real === 'number' ? host : decodeUtf8(real, 0, real.length);
        table.insert(fd, { guest: path, host: hostPath, isPreopened: true });
      }
      const sizes = (texts: readonly string[], count: number, size: number) => {
        const bytes = texts.reduce((sum, text) => sum + encodeUtf8(text).length + 1, 0);
        guest.setWord(count, texts.length);
        guest.setWord(size, bytes);
      };
      const calls: Record<string, Call> = {
        args_get: (pointers: number, buffer: number) => guest.texts(args, pointers, buffer),
        args_sizes_get: (count: number, size: number) => sizes(args, count, size),
        environ_get: (pointers: number, buffer: number) => guest.texts(env, pointers, buffer),
        environ_sizes_get: (count: number, size: number) => sizes(env, count, size),
        ...clockCalls(kernel, table, guest),
        ...fileCalls(kernel, table, guest),
        ...pathCalls(kernel, table, guest),
      };
      const own = this as unknown as Record<string, unknown>;
      // The order of the native class, and of the specification.
      for (const name of ORDER) {
        const call = calls[name];
        own[name] = call ? this.#guarded(name, call) : (code: number) => environment.exit(code);
      }
      own['_setMemory'] = (memory: unknown) => {
        if (!(memory instanceof WebAssembly.Memory)) {
          const message = '"instance.exports.memory" property must be a WebAssembly.Memory object';
          throw nativeError(TypeError, 'ERR_INVALID_ARG_TYPE', message);
        }
        guest.memory = memory;
      };
    }

    /** The errno of a call. */
    #guarded(name: string, call: Call): (...values: unknown[]) => number {
      const kinds = LONG_PARAMETERS[name] ?? 'i'.repeat(call.length);
      return (...values) => {
        if (values.length !== kinds.length) return EINVAL;
        if (!values.every((value, index) => isOfKind(kinds[index]!, value))) return EINVAL;
        if (this.#guest.memory === null) {
          throw nativeError(Error, 'ERR_WASI_NOT_STARTED', 'wasi.start() has not been called');
        }
        // Addresses and lengths of the program are unsigned.
        const given = values.map((value) => (typeof value === 'number' ? value >>> 0 : value));
        try {
          Reflect.apply(call, null, given);
          return ESUCCESS;
        } catch (error) {
          if (error instanceof WasiError) return error.errno;
          throw error;
        }
      };
    }
  }
  return completeFromShape(environment, 'wasi', { WASI });
};

function initializationError(errno: number): Error {
  const code = `UVWASI_${nameOfErrno(errno)}`;
  return Object.assign(nativeError(Error, code, `${code}, uvwasi_init`), { errno, syscall: 'uvwasi_init' });
}
