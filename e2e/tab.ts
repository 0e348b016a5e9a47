/** A browser tab with a booted container, for tests and benchmarks: server, Chromium and page, all ended together. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FileSystemTree } from '@webcontainer/api';
import { type Browser, chromium, type Frame, type Page } from 'playwright';
import { rolldown } from 'rolldown';
import { ensureBrowser } from '../scripts/browser.mjs';
import type { harness } from './harness.ts';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

type Harness = typeof harness;
/** Path on the app's origin at which the test page is served by the browser's own interception. */
const harnessPath = '/harness.html';
/**
 * Playwright's own list of `--disable-features` names ThirdPartyStoragePartitioning, without which Chromium refuses the
 * Service Workers of cross-site frames (the previews): this list leaves that name out.
 */
const disabledFeatures = [
  'LocalNetworkAccessChecks',
  'AcceptCHFrame',
  'MediaRouter',
  'OptimizationHints',
  'Translate',
  'HttpsUpgrades',
];

/** First of three free ports in a row. */
async function freePorts(): Promise<number> {
  const isFree = (port: number) =>
    new Promise<boolean>((resolve) => {
      const probe = createServer();
      probe.once('error', () => resolve(false));
      probe.listen(port, () => probe.close(() => resolve(true)));
    });
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 20_000);
    if ((await Promise.all([port, port + 1, port + 2].map(isFree))).every(Boolean)) return port;
  }
}

export interface Served {
  app: string;
  runtime: string;
  stop(): void;
}

/** Starts the production server on free ports and waits until it answers. */
export async function serve(): Promise<Served> {
  const port = await freePorts();
  const server: ChildProcess = spawn(process.execPath, [join(root, 'server/main.ts')], {
    env: { ...process.env, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const app = `http://localhost:${port}`;
  for (let attempt = 0; ; attempt++) {
    const response = await fetch(`${app}/wardian.json`).catch(() => null);
    if (response?.ok) break;
    if (attempt > 100 || server.exitCode !== null) throw new Error(`the server does not answer at ${app}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { app, runtime: `http://localhost:${port + 1}`, stop: () => void server.kill() };
}

export async function launch(moreArguments: readonly string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath: ensureBrowser(),
    ignoreDefaultArgs: (await defaultFeatureFlags()) ?? [],
    args: [
      '--no-sandbox',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      `--disable-features=${disabledFeatures.join(',')}`,
      ...moreArguments,
    ],
  });
}

/** Playwright's `--disable-features=…` argument, word for word, so that it can be left out. */
async function defaultFeatureFlags(): Promise<string[] | undefined> {
  const probe = await chromium.launchServer({ executablePath: ensureBrowser(), args: ['--no-sandbox'] });
  const found = probe.process().spawnargs.filter((argument) => argument.startsWith('--disable-features='));
  await probe.close();
  return found.length ? found : undefined;
}

const isolatingHeaders = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'credentialless',
};

export interface RunResult {
  stdout: string;
  stderr: string;
  code: number;
}

/** A page with one container. */
export class Tab {
  readonly page: Page;
  readonly #browser: Browser;
  readonly #served: Served;

  private constructor(browser: Browser, served: Served, page: Page) {
    this.#browser = browser;
    this.#served = served;
    this.page = page;
  }

  /**
   * `headers`: those of the page; by default it is cross-origin isolated, as browsers other than Chromium need.
   * `browserArguments`: more of Chromium's command line.
   */
  static async open(
    prepare: (page: Page) => void = () => {},
    headers: Record<string, string> = isolatingHeaders,
    browserArguments: readonly string[] = [],
  ): Promise<Tab> {
    const served = await serve();
    const browser = await launch(browserArguments);
    const context = await browser.newContext();
    const page = await context.newPage();
    prepare(page);
    return Tab.#boot(browser, served, page, headers);
  }

  static async #boot(browser: Browser, served: Served, page: Page, headers: Record<string, string>): Promise<Tab> {
    const bundle = await rolldown({ input: join(root, 'e2e/harness.ts') });
    const { output } = await bundle.generate({ format: 'esm' });
    await page.route(`**${harnessPath}`, (route) =>
      route.fulfill({
        contentType: 'text/html',
        headers,
        body: '<!doctype html><title>Harness</title><body></body>',
      }),
    );
    await page.goto(served.app + harnessPath);
    await page.addScriptTag({ type: 'module', content: output[0].code });
    await page.waitForFunction(() => 'harness' in globalThis);
    const tab = new Tab(browser, served, page);
    await tab.call('boot', served.runtime);
    return tab;
  }

  /** Closes the tab and opens another of the same profile, with a new container: the same person's next visit. */
  async visitAgain(): Promise<Tab> {
    const context = this.page.context();
    await this.page.close();
    return Tab.#boot(this.#browser, this.#served, await context.newPage(), isolatingHeaders);
  }

  get app(): string {
    return this.#served.app;
  }

  get runtime(): string {
    return this.#served.runtime;
  }

  /** Calls a function of the harness in the page. */
  call<Name extends keyof Harness>(
    name: Name,
    ...parameters: Parameters<Harness[Name]>
  ): Promise<Awaited<ReturnType<Harness[Name]>>> {
    return this.page.evaluate(
      ([method, values]) => {
        const { harness: own } = globalThis as unknown as {
          harness: Record<string, (...values: unknown[]) => unknown>;
        };
        return own[method as string]?.(...(values as unknown[]));
      },
      [name, parameters] as const,
    ) as Promise<Awaited<ReturnType<Harness[Name]>>>;
  }

  mount(tree: FileSystemTree, mountPoint?: string): Promise<void> {
    return mountPoint ? this.call('mount', tree, mountPoint) : this.call('mount', tree);
  }

  /**
   * Runs `command` (shell language) with its output in files, as a program without a terminal; kills it after `timeout`
   * ms. Answers what it wrote and its exit status.
   */
  async run(
    command: string,
    options: { folder?: string; timeout?: number; env?: Record<string, string> } = {},
  ): Promise<RunResult> {
    const folder = options.folder ?? '.';
    const line = `cd ${folder} && { ${command}; } > /tmp/stdout 2> /tmp/stderr < /dev/null`;
    const id = await this.call('spawn', 'sh', ['-c', line], options.env ?? {});
    const timer = setTimeout(() => void this.call('kill', id), options.timeout ?? 30_000);
    const code = (await this.call('exit', id)) ?? -1;
    clearTimeout(timer);
    const read = (path: string) => this.call('readFile', path).catch(() => '');
    return { stdout: await read('/tmp/stdout'), stderr: await read('/tmp/stderr'), code };
  }

  /** Waits until the output of a process matches. */
  async waitForOutput(id: number, pattern: RegExp, timeout = 10_000): Promise<string> {
    const end = Date.now() + timeout;
    for (;;) {
      const output = await this.call('output', id);
      if (pattern.test(output)) return output;
      if (Date.now() > end)
        throw new Error(`no ${pattern} in the output within ${timeout} ms; it is:\n${output.slice(-2000)}`);
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  }

  /** The URL of the preview of `port`, once a program listens there. */
  async opened(port: number, timeout = 20_000): Promise<string> {
    const end = Date.now() + timeout;
    for (;;) {
      const open = (await this.call('ports')).findLast((event) => event.port === port && event.type === 'open');
      if (open) return open.url;
      if (Date.now() > end) throw new Error(`port ${port} was not opened within ${timeout} ms`);
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  }

  /** A frame of the page that shows `url`, loaded. */
  async show(name: string, url: string): Promise<Frame> {
    await this.page.evaluate(
      ([name, src]) =>
        new Promise((resolve) => {
          const element = document.createElement('iframe');
          document.body.append(Object.assign(element, { name, src, onload: resolve }));
        }),
      [name, url] as const,
    );
    const frame = this.page.frame({ name });
    if (!frame) throw new Error(`there is no frame ${name}`);
    return frame;
  }

  async close(): Promise<void> {
    // First, for a browser that hangs must not leave a server behind.
    this.#served.stop();
    await this.#browser.close();
  }
}
