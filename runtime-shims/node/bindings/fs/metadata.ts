/** What changes an inode or a name without touching data: modes, owners, times, links, names. */
import type { Path } from '../../../kernel/system_calls.ts';
import type { Binding, Environment } from '../../environment.ts';
import { uvException } from '../../uv_exception.ts';
import { validateFd } from './arguments.ts';
import { fileNamesOf } from './file_names.ts';
import { fileSystemRequestsOf } from './requests.ts';

export function metadataBinding(environment: Environment): Binding {
  const { kernel } = environment;
  const requests = fileSystemRequestsOf(environment);
  const names = fileNamesOf(environment);

  function finish(request: unknown, result: number, syscall: string, path?: Path, dest?: Path): unknown {
    if (request === undefined) return requests.check(result, syscall, path, dest);
    return requests.settle(request, result, undefined, syscall, path, dest);
  }

  function finishPath(
    request: unknown,
    found: Uint8Array | number,
    encoding: unknown,
    syscall: string,
    path: Path,
  ): unknown {
    if (request !== undefined) {
      if (typeof found === 'number') return requests.settle(request, found, undefined, syscall, path);
      return requests.settleWith(request, null, names.encode(found, encoding));
    }
    if (typeof found === 'number') throw uvException(found, syscall, path);
    return names.encode(found, encoding);
  }

  return {
    chmod: (path: Path, mode: number, request?: unknown) => finish(request, kernel.chmod(path, mode), 'chmod', path),
    fchmod(fd: unknown, mode: number, request?: unknown) {
      validateFd(environment, fd);
      return finish(request, kernel.fchmod(fd, mode), 'fchmod');
    },
    chown: (path: Path, uid: number, gid: number, request?: unknown) =>
      finish(request, kernel.chown(path, uid, gid), 'chown', path),
    fchown(fd: unknown, uid: number, gid: number, request?: unknown) {
      validateFd(environment, fd);
      return finish(request, kernel.fchown(fd, uid, gid), 'fchown');
    },
    lchown: (path: Path, uid: number, gid: number, request?: unknown) =>
      finish(request, kernel.lchown(path, uid, gid), 'lchown', path),
    utimes: (path: Path, atime: number, mtime: number, request?: unknown) =>
      finish(request, kernel.utimes(path, atime, mtime), 'utime', path),
    futimes(fd: unknown, atime: number, mtime: number, request?: unknown) {
      validateFd(environment, fd);
      return finish(request, kernel.futimes(fd, atime, mtime), 'futime');
    },
    lutimes: (path: Path, atime: number, mtime: number, request?: unknown) =>
      finish(request, kernel.lutimes(path, atime, mtime), 'lutime', path),
    rename: (from: Path, to: Path, request?: unknown) => finish(request, kernel.rename(from, to), 'rename', from, to),
    link: (from: Path, to: Path, request?: unknown) => finish(request, kernel.link(from, to), 'link', from, to),
    symlink: (target: Path, path: Path, _flags: number, request?: unknown) =>
      finish(request, kernel.symlink(target, path), 'symlink', target, path),
    unlink: (path: Path, request?: unknown) => finish(request, kernel.unlink(path), 'unlink', path),
    rmdir: (path: Path, request?: unknown) => finish(request, kernel.rmdir(path), 'rmdir', path),
    readlink: (path: Path, encoding: unknown, request?: unknown) =>
      finishPath(request, kernel.readlink(path), encoding, 'readlink', path),
    realpath: (path: Path, encoding: unknown, request?: unknown) =>
      finishPath(request, kernel.realpath(path), encoding, 'realpath', path),
  };
}
