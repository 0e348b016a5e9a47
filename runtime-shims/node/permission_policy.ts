/** The permission model's decisions (src/permission/*.cc): what `--permission` and the `--allow-…` options grant. */
import { commandLineOf } from './command_line.ts';
import type { Environment } from './environment.ts';
import { perEnvironment } from './per_environment.ts';

export type Permission =
  | 'FileSystemRead'
  | 'FileSystemWrite'
  | 'ChildProcess'
  | 'WorkerThreads'
  | 'WASI'
  | 'Addon'
  | 'Inspector'
  | 'Net'
  | 'FFI';

const options: Record<Permission, string> = {
  FileSystemRead: '--allow-fs-read',
  FileSystemWrite: '--allow-fs-write',
  ChildProcess: '--allow-child-process',
  WorkerThreads: '--allow-worker',
  WASI: '--allow-wasi',
  Addon: '--allow-addons',
  Inspector: '--allow-inspector',
  Net: '--allow-net',
  FFI: '--allow-ffi',
};

/** Names of process.permission.has(). */
export const scopes: Readonly<Record<string, readonly Permission[]>> = {
  fs: ['FileSystemRead', 'FileSystemWrite'],
  'fs.read': ['FileSystemRead'],
  'fs.write': ['FileSystemWrite'],
  child: ['ChildProcess'],
  worker: ['WorkerThreads'],
  wasi: ['WASI'],
  addon: ['Addon'],
  inspector: ['Inspector'],
  net: ['Net'],
  ffi: ['FFI'],
};

const S_IFMT = 0o170000;
const S_IFDIR = 0o040000;

/** Paths granted: single ones, and all that begin with a prefix. */
class PathGrants {
  readonly #paths: string[] = [];
  readonly #prefixes: string[] = [];
  readonly #withdrawn: string[] = [];
  readonly #isDirectory: (path: string) => boolean;

  constructor(isDirectory: (path: string) => boolean) {
    this.#isDirectory = isDirectory;
  }

  /** `path` is absolute; a `*` ends a prefix, and a directory stands for all that is in it. */
  grant(path: string): void {
    const star = path.indexOf('*');
    if (star >= 0) this.#prefixes.push(path.slice(0, star));
    else {
      this.#paths.push(path);
      if (this.#isDirectory(path)) this.#prefixes.push(`${path.replace(/\/$/, '')}/`);
    }
  }

  withdraw(path: string | undefined): void {
    this.#withdrawn.push(path ?? '/');
  }

  has(path: string | undefined): boolean {
    const isWithdrawn = (name: string) =>
      this.#withdrawn.some((each) => each === '/' || name === each || name.startsWith(`${each}/`));
    if (path === undefined) return this.#prefixes.includes('') && this.#withdrawn.length === 0;
    if (isWithdrawn(path)) return false;
    const isGranted = (name: string) =>
      this.#paths.includes(name) || this.#prefixes.some((prefix) => name.startsWith(prefix));
    return isGranted(path) || isGranted(`${path}/`);
  }
}

export class PermissionPolicy {
  readonly isEnabled: boolean;
  readonly #values: Readonly<Record<string, unknown>>;
  readonly #environment: Environment;
  readonly #read: PathGrants;
  readonly #write: PathGrants;
  readonly #withdrawn = new Set<Permission>();

  constructor(environment: Environment) {
    this.#environment = environment;
    const { values, operands } = commandLineOf(environment);
    this.#values = values;
    this.isEnabled = values['--permission'] === true;
    const isDirectory = (path: string) => {
      const fields = new Float64Array(18);
      return environment.kernel.stat(path, fields, 0) >= 0 && ((fields[1] ?? 0) & S_IFMT) === S_IFDIR;
    };
    this.#read = new PathGrants(isDirectory);
    this.#write = new PathGrants(isDirectory);
    if (!this.isEnabled) return;
    for (const path of values['--allow-fs-read'] as string[]) this.#read.grant(this.#resolved(path));
    for (const path of values['--allow-fs-write'] as string[]) this.#write.grant(this.#resolved(path));
    // The program itself may always be read.
    if (operands[0] !== undefined && values['[has_eval_string]'] !== true)
      this.#read.grant(this.#resolved(operands[0]));
  }

  /** `reference`: the path in question; without one, whether everything is granted. */
  has(permission: Permission, reference?: string | Uint8Array): boolean {
    if (!this.isEnabled) return true;
    const path = typeof reference === 'object' ? new TextDecoder().decode(reference) : reference;
    if (permission === 'FileSystemRead') return this.#read.has(path && this.#resolved(path));
    if (permission === 'FileSystemWrite') return this.#write.has(path && this.#resolved(path));
    if (this.#withdrawn.has(permission)) return false;
    const value = this.#values[options[permission]];
    return Array.isArray(value) ? value.length > 0 : value === true;
  }

  drop(permission: Permission, reference?: string | Uint8Array): void {
    const path = typeof reference === 'object' ? new TextDecoder().decode(reference) : reference;
    if (permission === 'FileSystemRead') this.#read.withdraw(path && this.#resolved(path));
    else if (permission === 'FileSystemWrite') this.#write.withdraw(path && this.#resolved(path));
    else this.#withdrawn.add(permission);
  }

  /** ThrowAccessDenied in src/permission/permission.cc. */
  denied(permission: Permission, resource: string): Error {
    const text = `Access to this API has been restricted. Use ${options[permission]} to manage permissions.`;
    return Object.assign(new Error(text), { code: 'ERR_ACCESS_DENIED', permission, resource });
  }

  #resolved(path: string): string {
    if (path === '*') return '*';
    const { resolve, toNamespacedPath } = this.#environment.requireBuiltin('path') as typeof import('node:path');
    return toNamespacedPath(resolve(path));
  }
}

export const permissionPolicyOf = perEnvironment((environment) => new PermissionPolicy(environment));
