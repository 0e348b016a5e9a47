/** The files that a container has from the start, beyond what the kernel formats (/dev, /proc, /tmp). */
import { NATIVE_MAGIC } from '../kernel/executable.ts';
import type { SystemCalls } from '../kernel/system_calls.ts';
import type { Files } from './files.ts';
import { NATIVE_RUNNER } from './processes.ts';

/** `userland.json`: path → a file with its permission bits and text, or a symbolic link. */
export type Userland = Record<string, { mode: number; text: string } | { link: string }>;

export const HOME = '/home';

const directories = ['/bin', '/etc', '/home', '/usr/lib', '/usr/local/bin', '/usr/local/lib', '/var/tmp'];

const texts: Record<string, string> = {
  '/etc/hosts': '127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n127.0.1.1\twardian\n',
  '/etc/hostname': 'wardian\n',
  '/etc/passwd': `root:x:0:0:root:${HOME}:/bin/sh\nnobody:x:65534:65534:nobody:/nonexistent:/bin/false\n`,
  '/etc/group': 'root:x:0:\nnogroup:x:65534:\n',
  '/etc/resolv.conf': 'nameserver 127.0.0.1\n',
  '/etc/nsswitch.conf': 'passwd: files\ngroup: files\nhosts: files dns\n',
  '/etc/shells': '/bin/sh\n',
  '/etc/os-release': 'NAME="Wardian"\nID=wardian\nPRETTY_NAME="Wardian"\n',
};

/** One folder of programs, under both of its names; the descriptors as Linux names them. */
const links: Record<string, string> = {
  '/usr/bin': '/bin',
  '/dev/fd': '/proc/self/fd',
  '/dev/stdin': '/proc/self/fd/0',
  '/dev/stdout': '/proc/self/fd/1',
  '/dev/stderr': '/proc/self/fd/2',
};

export function layOutRoot(kernel: SystemCalls, files: Files, userland: Userland): void {
  for (const directory of directories) files.mkdirRecursive(directory);
  for (const [path, text] of Object.entries(texts)) files.writeText(path, text, 0o644);
  files.writeText('/bin/node', `${NATIVE_MAGIC}\n`, 0o755);
  // What runs the shell and the commands: see native_worker.ts.
  files.mkdirRecursive(NATIVE_RUNNER.slice(0, NATIVE_RUNNER.lastIndexOf('/')));
  files.writeText(NATIVE_RUNNER, `${NATIVE_MAGIC}\n`, 0o755);
  for (const [path, entry] of Object.entries(userland)) {
    files.mkdirRecursive(path.slice(0, path.lastIndexOf('/')) || '/');
    if ('link' in entry) files.symlink(entry.link, path);
    else {
      files.writeText(path, entry.text, entry.mode);
      // The mode given at creation has passed the umask.
      kernel.chmod(path, entry.mode);
    }
  }
  for (const [path, target] of Object.entries(links)) {
    if (files.type(path) === null) files.symlink(target, path);
  }
}

/** Where package managers load from: npm and pnpm (npm-config(7), “per-user config file”), and Yarn 1. */
export function writeRegistry(files: Files, registry: string): void {
  files.writeText(`${HOME}/.npmrc`, `registry=${registry}\n`, 0o644);
  files.writeText(`${HOME}/.yarnrc`, `registry "${registry}"\n`, 0o644);
}
