/**
 * Puts the permission model in front of the natives that it guards (THROW_IF_INSUFFICIENT_PERMISSIONS in src/*.cc). Only
 * with `--permission`: a process without it runs the natives as they are.
 */
import { fileSystemRequestsOf } from './bindings/fs/requests.ts';
import type { Binding, Environment } from './environment.ts';
import { type Permission, permissionPolicyOf } from './permission_policy.ts';

type Native = (this: unknown, ...parameters: unknown[]) => unknown;
/** What a call needs, in the order in which it is asked for. */
type Needs = (parameters: readonly unknown[]) => readonly (readonly [Permission, unknown])[];

const O_ACCMODE = 3;
const O_RDONLY = 0;
const O_WRONLY = 1;
/** O_APPEND, O_CREAT and O_TRUNC write as well. */
const WRITES_ASIDE = 0o2000 | 0o100 | 0o1000;

const R = 'FileSystemRead';
const W = 'FileSystemWrite';
const reads: Needs = ([path]) => [[R, path]];
const writes: Needs = ([path]) => [[W, path]];
const opens: Needs = ([path, flags]) => {
  const mode = Number(flags) & O_ACCMODE;
  const needs: [Permission, unknown][] = [];
  if (mode !== O_WRONLY) needs.push([R, path]);
  if (mode !== O_RDONLY || Number(flags) & WRITES_ASIDE) needs.push([W, path]);
  return needs;
};
const copies: Needs = ([from, to]) => [
  [R, from],
  [W, to],
];
const links: Needs = ([from, to]) => [
  [R, from],
  [W, from],
  [W, to],
];

const fileSystem: Record<string, Needs> = {
  access: reads,
  existsSync: reads,
  stat: reads,
  statfs: reads,
  readdir: reads,
  readdirRecursive: reads,
  readlink: reads,
  realpath: reads,
  open: opens,
  openFileHandle: opens,
  readFileBuffer: opens,
  readFileUtf8: opens,
  writeFileUtf8: ([path]) => [[W, path]],
  mkdir: writes,
  mkdtemp: ([prefix]) => [[W, `${prefix as string}XXXXXX`]],
  rmdir: writes,
  rmSync: writes,
  unlink: writes,
  chmod: writes,
  chown: writes,
  lchown: writes,
  utimes: writes,
  lutimes: writes,
  rename: links,
  link: links,
  symlink: links,
  copyFile: copies,
  cpSyncCheckPaths: copies,
  cpSyncCopyDir: copies,
  cpSyncOverrideFile: copies,
};

/** Asynchronous ones that throw all the same. */
const throwing = new Set(['utimes', 'lutimes', 'chmod']);
/** Network natives that return the error as they return error numbers. */
const returning = /^(?:connect6?|bind6?|send6?|getaddrinfo|getnameinfo|query\w+)$/;

const always =
  (permission: Permission, resource: (parameters: readonly unknown[]) => string): Needs =>
  (parameters) => [[permission, resource(parameters)]];
const first = ([value]: readonly unknown[]) =>
  String(typeof value === 'object' ? ((value as { file?: unknown } | null)?.file ?? '') : value);
const nothing = () => '';
const endpoint = ([, address, port]: readonly unknown[]) => `${address}:${port}`;
const connects = always('Net', endpoint);
const network = always('Net', nothing);

/** Natives by binding; `Class.method` is one of a prototype. */
const guarded: Record<string, Record<string, Needs>> = {
  fs: fileSystem,
  fs_dir: { opendir: reads, opendirSync: reads },
  fs_event_wrap: { 'FSEvent.start': reads },
  process_wrap: { 'Process.spawn': always('ChildProcess', first) },
  spawn_sync: { spawn: always('ChildProcess', first) },
  worker: { Worker: always('WorkerThreads', nothing) },
  tcp_wrap: { 'TCP.listen': network, 'TCP.connect': connects, 'TCP.connect6': connects },
  pipe_wrap: { 'Pipe.listen': network, 'Pipe.connect': always('Net', ([, name]) => String(name)) },
  udp_wrap: {
    'UDP.bind': network,
    'UDP.bind6': network,
    'UDP.connect': network,
    'UDP.connect6': network,
    'UDP.send': network,
    'UDP.send6': network,
  },
  cares_wrap: { getaddrinfo: network, getnameinfo: network },
};

function isPath(value: unknown): value is string | Uint8Array {
  return typeof value === 'string' || value instanceof Uint8Array;
}

function guard(environment: Environment, holder: Binding, name: string, needs: Needs): void {
  const native = holder[name] as Native | undefined;
  if (typeof native !== 'function') return;
  const policy = permissionPolicyOf(environment);
  const { FSReqCallback, kUsePromises, settleWith } = fileSystemRequestsOf(environment);
  const checked: Native = function (...parameters) {
    for (const [permission, reference] of needs(parameters)) {
      const isFile = permission === R || permission === W;
      // A descriptor was checked when it was opened.
      if (isFile && !isPath(reference)) continue;
      if (policy.has(permission, isFile ? (reference as string) : undefined)) continue;
      const resource =
        isPath(reference) && typeof reference !== 'string' ? new TextDecoder().decode(reference) : reference;
      const error = policy.denied(permission, String(resource));
      if (!isFile && returning.test(name)) return error;
      const request = parameters.find((each) => each === kUsePromises || each instanceof FSReqCallback);
      if (request === undefined || throwing.has(name)) throw error;
      return settleWith(request, error, undefined);
    }
    if (new.target) return Reflect.construct(native, parameters, new.target);
    return Reflect.apply(native, this, parameters);
  };
  checked.prototype = native.prototype as object;
  Object.defineProperty(checked, 'name', { value: name });
  holder[name] = checked;
}

/** To be called when the command line is known. */
export function enforcePermissions(environment: Environment): void {
  if (!permissionPolicyOf(environment).isEnabled) return;
  for (const [binding, natives] of Object.entries(guarded)) {
    const holder = environment.internalBinding(binding);
    for (const [path, needs] of Object.entries(natives)) {
      const [name = '', method] = path.split('.');
      if (method === undefined) guard(environment, holder, name, needs);
      else guard(environment, (holder[name] as { prototype: Binding }).prototype, method, needs);
    }
  }
}
