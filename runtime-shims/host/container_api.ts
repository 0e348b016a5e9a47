/** The instance of `@webcontainer/api` 1.x, served from the supervisor: each key is a name of its wire. */
import { type ExportOptions, exportTree, mountTree, parseTree } from './file_tree.ts';
import type { Files } from './files.ts';
import { filesApi } from './files_api.ts';
import { HOME } from './root_tree.ts';
import type { InstalledPackages } from './snapshots/installed_packages.ts';
import { spawnError } from './system_error.ts';
import { Terminal, type TerminalContext } from './terminal.ts';
import { Proxied, type RemoteFunction, type Served, Transfer } from './wire.ts';

const ENOENT = 2;
const EACCES = 13;

export interface PreviewScript {
  src: string;
  options: { type?: string; defer?: boolean; async?: boolean };
}

export interface ContainerContext extends TerminalContext {
  files: Files;
  packages: InstalledPackages;
  events: ContainerEvents;
  setPreviewScript(script: PreviewScript | null): void;
  teardown(): void;
}

type EventName = 'port' | 'server-ready' | 'error' | 'preview-message' | 'xdg-open' | 'code';

/** The page's listeners. */
export class ContainerEvents {
  readonly #listeners = new Map<string, Set<RemoteFunction>>();

  add(event: string, listener: RemoteFunction): () => void {
    const listeners = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, listeners.add(listener));
    return () => {
      if (listeners.delete(listener)) listener.release();
    };
  }

  emit(event: EventName, ...parameters: unknown[]): void {
    for (const listener of this.#listeners.get(event) ?? []) void listener(...parameters);
  }
}

interface RunRequest {
  command: string;
  args?: string[];
  cwd?: string;
  env?: Record<string, string | number | boolean>;
  terminal?: { cols: number; rows: number };
}

export function searchPath(workdir: string): string {
  return `/usr/local/bin:/usr/bin:/bin:${workdir}/node_modules/.bin`;
}

function environmentOf(workdir: string, cwd: string, given: RunRequest['env']): Map<string, string> {
  const environment = new Map([
    ['PATH', searchPath(workdir)],
    ['HOME', HOME],
    ['SHELL', '/bin/sh'],
    ['TERM', 'xterm-256color'],
    ['COLORTERM', 'truecolor'],
    ['LANG', 'C.UTF-8'],
    ['USER', 'root'],
    ['PWD', cwd],
  ]);
  for (const [name, value] of Object.entries(given ?? {})) {
    if (value !== undefined && value !== null) environment.set(name, String(value));
  }
  return environment;
}

/** execvp(3)'s search. */
function findProgram(files: Files, command: string, cwd: string, path: string): string | number {
  if (command.includes('/')) return command.startsWith('/') ? command : `${cwd}/${command}`;
  let denied = false;
  for (const directory of path.split(':')) {
    const base = directory.startsWith('/') ? directory : `${cwd}/${directory}`;
    const candidate = `${base}/${command}`;
    if (files.isExecutable(candidate)) return candidate;
    denied ||= files.type(candidate) === 'file';
  }
  return denied ? -EACCES : -ENOENT;
}

function run(context: ContainerContext, request: RunRequest, output: RemoteFunction | undefined): Proxied {
  const { files } = context;
  const parameters = request.args ?? [];
  const cwd = request.cwd === undefined ? files.workdir : files.resolve(request.cwd);
  const environment = environmentOf(files.workdir, cwd, request.env);
  const file = findProgram(files, request.command, cwd, environment.get('PATH') ?? '');
  if (typeof file === 'number') throw spawnError(file, request.command, parameters);
  const terminal = new Terminal(context, {
    file,
    argv: [request.command, ...parameters],
    env: Array.from(environment, ([name, value]) => `${name}=${value}`),
    cwd,
    columns: request.terminal?.cols,
    rows: request.terminal?.rows,
    output: output ? (chunk) => output(chunk && new Transfer(chunk, [chunk.buffer])) : null,
  });
  return new Proxied({
    onExit: terminal.exit,
    kill: () => terminal.kill(),
    write: (text: string) => terminal.write(text),
    resize: ({ cols, rows }: { cols: number; rows: number }) => terminal.resize(cols, rows),
  });
}

export function containerApi(context: ContainerContext): Served {
  const { files, packages, events } = context;
  return {
    fs: () => new Proxied(filesApi(context, files)),
    previewScript: () => new Proxied({}),
    runtimeInfo: () => ({ path: searchPath(files.workdir), cwd: files.workdir }),
    run: (request: RunRequest, _stdout: unknown, _stderr: unknown, output?: RemoteFunction) =>
      run(context, request, output),
    on: (event: string, listener: RemoteFunction) => new Proxied(events.add(event, listener)),
    async loadFiles(payload: Uint8Array<ArrayBuffer>, options?: { mountPoints?: string }) {
      mountTree(files, files.resolve(options?.mountPoints ?? '.'), parseTree(payload));
      await packages.restore();
    },
    async serialize(path: string, options: ExportOptions) {
      const bytes = await exportTree(files, files.resolve(path), options);
      return new Transfer(bytes, [bytes.buffer]);
    },
    setPreviewScript(src: string, options?: PreviewScript['options']) {
      context.setPreviewScript(src ? { src, options: options ?? {} } : null);
    },
    // There is no account here that private packages would belong to.
    setCredentials() {},
    teardown: () => context.teardown(),
  };
}
