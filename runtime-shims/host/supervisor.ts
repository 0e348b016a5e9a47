/**
 * The supervisor: pid 1, a dedicated Worker with an event loop of its own. It makes the kernel, starts and ends all other
 * Workers, and serves the programming interface to the page.
 */
import { createKernel } from '../kernel/attach.ts';
import { type ContainerContext, ContainerEvents, containerApi, type PreviewScript } from './container_api.ts';
import { DigestWorkers } from './digest_workers.ts';
import { Files } from './files.ts';
import { listenOutward } from './gateway/outward_listener.ts';
import { ListeningPorts } from './listening_ports.ts';
import { MemoryWatch, numberedWorker } from './memory_watch.ts';
import type { NativeWorkerStart } from './native_worker.ts';
import { NativeWorkers } from './native_workers.ts';
import { Pool } from './pool.ts';
import { SocketRelay } from './preview/socket_relay.ts';
import type { ProcessWorkerStart } from './process_worker.ts';
import { Processes } from './processes.ts';
import { Reactor } from './reactor.ts';
import { HOME, layOutRoot, type Userland, writeRegistry } from './root_tree.ts';
import { InstalledPackages } from './snapshots/installed_packages.ts';
import type { FromSupervisor, PreviewConfiguration, ToSupervisor } from './supervisor_messages.ts';
import { serve } from './wire.ts';

const base = new URL('./', location.href).href;
const post = (message: FromSupervisor) => postMessage(message);

async function fetched(name: string): Promise<Response> {
  const response = await fetch(base + name);
  if (!response.ok) throw new Error(`${base}${name}: the server answered ${response.status} ${response.statusText}`);
  return response;
}

/** Without userland a container has `node` and no shell; a 404 says that this installation was built so. */
async function loadUserland(): Promise<Userland> {
  const response = await fetch(`${base}userland.json`);
  return response.ok ? ((await response.json()) as Userland) : {};
}

let library: Promise<string> | null = null;

/** The library's first file, read once for all Workers; again after a failure. */
function readLibrary(): Promise<string> {
  library ??= fetched('node-boot.txt')
    .then((response) => response.text())
    .catch((error: unknown) => {
      library = null;
      throw error;
    });
  return library;
}

/** What a container is made of, whatever the page asks for. */
interface Machine {
  kernel: ReturnType<typeof createKernel>;
  pool: Pool;
  natives: NativeWorkers;
  digests: DigestWorkers;
}

/** On its way before the page asks to boot: the first process's Worker starts beside the kernel's compilation. */
async function prepareMachine(): Promise<Machine> {
  const compiling = fetched('kernel.wasm').then((response) => WebAssembly.compileStreaming(response));
  const loading = loadUserland();
  // Whatever fails is told when it is awaited.
  loading.catch(() => {});
  const { promise: starting, resolve: start } = Promise.withResolvers<NativeWorkerStart>();
  const create = (script: string) => numberedWorker(base + script, { name: 'process' });
  const natives = new NativeWorkers(() => {
    const worker = create('native_worker.js');
    void starting.then((message) => worker.postMessage(message));
    return worker;
  });
  const pool = new Pool({
    create(isUrgent, fail) {
      const worker = create('process_worker.js');
      Promise.all([starting, readLibrary()]).then(
        ([message, library]) => worker.postMessage({ ...message, library, isUrgent } satisfies ProcessWorkerStart),
        (error: unknown) => fail(String(error)),
      );
      return worker;
    },
  });
  const digests = new DigestWorkers(() => new Worker(`${base}digest_worker.js`, { name: 'digest' }));
  natives.prepare();
  pool.prepare();
  const module = await compiling;
  const kernel = createKernel(module);
  start({ module, memory: kernel.memory });
  layOutRoot(kernel, new Files(kernel, HOME), await loading);
  return { kernel, pool, natives, digests };
}

const machine = prepareMachine();
machine.catch(() => {});

class Supervisor {
  readonly #kernel: ReturnType<typeof createKernel>;
  readonly #events = new ContainerEvents();
  readonly #reactor: Reactor;
  readonly #pool: Pool;
  readonly #natives: NativeWorkers;
  readonly #digests: DigestWorkers;
  readonly #processes: Processes;
  readonly #ports: ListeningPorts;
  readonly #memory: MemoryWatch;
  /** Several for one port: a preview in a tab of its own has another Service Worker than one in a frame. */
  readonly #relays = new Set<SocketRelay>();
  readonly #urls = new Map<number, string>();
  readonly #forwardErrors: PreviewConfiguration['forwardErrors'];
  #script: PreviewScript | null = null;

  constructor({ kernel, pool, natives, digests }: Machine, boot: Extract<ToSupervisor, { type: 'boot' }>) {
    this.#kernel = kernel;
    this.#forwardErrors = boot.forwardPreviewErrors;
    const failed = (message: string) => this.#failed(message);
    this.#pool = pool;
    this.#natives = natives;
    this.#digests = digests;
    pool.onFailure(failed);
    const project = new Files(kernel, `${HOME}/${boot.workdirName}`);
    project.mkdirRecursive(project.workdir);
    kernel.chdir(project.workdir);
    if (boot.outward.registry !== null) writeRegistry(project, boot.outward.registry);
    this.#reactor = new Reactor(kernel);
    listenOutward({ kernel, reactor: this.#reactor, configuration: boot.outward, base });
    this.#processes = new Processes(kernel, { pool, natives, digests }, failed);
    this.#ports = new ListeningPorts(kernel, (port, open) => this.#listening(port, open));
    this.#memory = new MemoryWatch(kernel, this.#processes, () => post({ type: 'measure-memory' }));
    const packages = new InstalledPackages(project, base);
    this.#processes.onNodeEnd = () => packages.look();
    this.#reactor.eachTurn(() => this.#processes.turn());
    this.#reactor.eachTurn(() => this.#ports.turn());
    const context: ContainerContext = {
      kernel,
      reactor: this.#reactor,
      processes: this.#processes,
      files: project,
      packages,
      events: this.#events,
      setPreviewScript: (script) => this.#setPreviewScript(script),
      teardown: () => this.#teardown(),
    };
    serve(containerApi(context), boot.port);
    void this.#reactor.run();
  }

  /** A preview's Service Worker has come (again): its connections go to the programs' sockets. */
  connectPreview(port: number, channel: MessagePort): void {
    const relay = new SocketRelay({ kernel: this.#kernel, reactor: this.#reactor, port, channel }, (message) =>
      this.#events.emit('preview-message', message),
    );
    this.#relays.add(relay);
    channel.addEventListener('close', () => this.#relays.delete(relay));
    relay.configure(this.#configuration(port));
  }

  previewReady(port: number, url: string): void {
    if (!this.#ports.isOpen(port)) return;
    this.#urls.set(port, url);
    this.#events.emit('port', port, 'open', url);
    this.#events.emit('server-ready', port, url);
  }

  memoryMeasured(bytes: Readonly<Record<number, number>>): void {
    this.#memory.measured(bytes);
  }

  #configuration(port: number): PreviewConfiguration {
    return { type: 'configuration', port, script: this.#script, forwardErrors: this.#forwardErrors };
  }

  #setPreviewScript(script: PreviewScript | null): void {
    this.#script = script;
    for (const relay of this.#relays) relay.configure(this.#configuration(relay.port));
  }

  #listening(port: number, open: boolean): void {
    post({ type: 'listening', port, open });
    if (open) return;
    const url = this.#urls.get(port);
    this.#urls.delete(port);
    // Whoever was not told that it opened hears nothing of its end.
    if (url !== undefined) this.#events.emit('port', port, 'close', url);
  }

  #failed(message: string): void {
    console.error(`wardian: ${message}`);
    this.#events.emit('error', { message });
  }

  #teardown(): void {
    this.#reactor.stop();
    this.#ports.close();
    this.#memory.close();
    this.#processes.close();
    this.#pool.close();
    this.#natives.close();
    this.#digests.close();
    for (const relay of this.#relays) relay.close();
    post({ type: 'torn-down' });
  }
}

let supervisor: Supervisor | null = null;

async function boot(message: Extract<ToSupervisor, { type: 'boot' }>): Promise<void> {
  try {
    supervisor = new Supervisor(await machine, message);
    post({ type: 'booted' });
  } catch (error) {
    post({ type: 'boot-failed', message: error instanceof Error ? error.message : String(error) });
    throw error;
  }
}

addEventListener('message', ({ data }: MessageEvent<ToSupervisor>) => {
  if (data.type === 'boot') void boot(data);
  else if (data.type === 'preview-channel') supervisor?.connectPreview(data.port, data.channel);
  else if (data.type === 'memory') supervisor?.memoryMeasured(data.bytes);
  else supervisor?.previewReady(data.port, data.url);
});
