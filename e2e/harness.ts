/** Runs in the page: a thin handle on the real `@webcontainer/api` for the tests to drive. */
import { type FileSystemTree, WebContainer, type WebContainerProcess } from '@webcontainer/api';

/** Of a flood the beginning, which says that it is ready, and the end. */
const shortened = (text: string) => (text.length > 201_000 ? text.slice(0, 1_000) + text.slice(-200_000) : text);
const processes = new Map<number, { process: WebContainerProcess; output: string }>();
let container: WebContainer;
let next = 1;
const ports: { port: number; type: string; url: string }[] = [];

/** What tests call through `page.evaluate`. Everything in and out is plain data. */
export const harness = {
  async boot(runtime: string): Promise<string> {
    Object.assign(globalThis, { WEBCONTAINER_API_IFRAME_URL: runtime });
    container = await WebContainer.boot({ workdirName: 'project' });
    container.on('port', (port, type, url) => ports.push({ port, type, url }));
    return container.workdir;
  },
  mount: (tree: FileSystemTree, mountPoint?: string) => container.mount(tree, mountPoint ? { mountPoint } : {}),
  /** Mounts a payload that the page gets from `url`: for what is too large to be sent along with a call. */
  async mountFrom(url: string, mountPoint: string): Promise<void> {
    const response = await fetch(url);
    await container.fs.mkdir(mountPoint, { recursive: true });
    await container.mount(new Uint8Array(await response.arrayBuffer()), { mountPoint });
  },
  writeFile: (path: string, text: string) => container.fs.writeFile(path, text),
  readFile: (path: string) => container.fs.readFile(path, 'utf-8'),
  readdir: (path: string) => container.fs.readdir(path),
  mkdir: (path: string) => container.fs.mkdir(path, { recursive: true }),
  rm: (path: string) => container.fs.rm(path, { recursive: true, force: true }),
  /** Starts a process on a terminal of 80 × 24; answers a number to name it by. */
  async spawn(command: string, parameters: string[], env: Record<string, string> = {}): Promise<number> {
    const process = await container.spawn(command, parameters, { env, terminal: { cols: 80, rows: 24 } });
    const id = next++;
    const entry = { process, output: '' };
    processes.set(id, entry);
    void process.output.pipeTo(
      new WritableStream({
        write(text) {
          // A program that never stops writing must not fill the page: the end is what tests look at.
          entry.output = shortened(entry.output + text);
        },
      }),
    );
    return id;
  },
  /** Milliseconds from spawn to the exit of a process. */
  async timeOf(command: string, parameters: string[]): Promise<number> {
    const start = performance.now();
    const process = await container.spawn(command, parameters);
    await process.exit;
    return performance.now() - start;
  },
  output: (id: number) => processes.get(id)?.output ?? '',
  async type(id: number, text: string): Promise<void> {
    const writer = processes.get(id)?.process.input.getWriter();
    await writer?.write(text);
    writer?.releaseLock();
  },
  exit: (id: number) => processes.get(id)?.process.exit,
  kill: (id: number) => processes.get(id)?.process.kill(),
  ports: () => ports,
  /** For what a test does in the page itself. */
  instance: () => container,
  teardown: () => container.teardown(),
};

Object.assign(globalThis, { harness });
