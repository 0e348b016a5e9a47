import type { WebContainer, WebContainerProcess } from '@webcontainer/api';
import { FitAddon } from '@xterm/addon-fit';
import { SearchAddon } from '@xterm/addon-search';
import { Unicode11Addon } from '@xterm/addon-unicode11';
import { WebLinksAddon } from '@xterm/addon-web-links';
import { Terminal } from '@xterm/xterm';
import { FileLinks, type FileOpener } from './file_links.ts';
import { withinProject } from './paths.ts';

/** Lines kept above the screen. */
const scrollback = 10_000;

/** One terminal: xterm's screen, and the process on its other side. */
export class TerminalSession {
  readonly id: number;
  /** Those of one group stand side by side. */
  readonly group: number;
  readonly screen: Terminal;
  readonly search = new SearchAddon();
  title = $state('sh');
  /** A program started by Run is running. */
  running = $state(false);
  searching = $state(false);
  readonly #fit = new FitAddon();
  readonly #environment: () => Record<string, string>;
  #process: WebContainerProcess | null = null;
  /** Where the shell is, as its prompt tells by OSC 7. */
  #folder = '';
  #project = '';
  #closed = false;
  #hidden = false;

  constructor(id: number, group: number, fontSize: number, environment: () => Record<string, string>) {
    this.id = id;
    this.group = group;
    this.#environment = environment;
    this.screen = new Terminal({
      scrollback,
      fontSize,
      fontFamily: getComputedStyle(document.documentElement).getPropertyValue('--monospace'),
      cursorBlink: true,
      allowProposedApi: true,
      // Text of any colour stays readable on both backgrounds (WCAG 2.2, 1.4.3).
      minimumContrastRatio: 4.5,
    });
    this.screen.loadAddon(this.#fit);
    this.screen.loadAddon(this.search);
    this.screen.loadAddon(new WebLinksAddon());
    this.screen.loadAddon(new Unicode11Addon());
    this.screen.unicode.activeVersion = '11';
    this.screen.attachCustomKeyEventHandler((event) => this.#key(event));
    this.screen.parser.registerOscHandler(7, (address) => {
      if (URL.canParse(address)) this.#folder = decodeURIComponent(new URL(address).pathname);
      return true;
    });
  }

  /** Makes paths of the project's files on the screen open in the editor. */
  linkFiles(files: FileOpener): void {
    const resolve = (path: string) => {
      const home = this.#project.slice(0, this.#project.lastIndexOf('/'));
      return withinProject(path, this.#folder || this.#project, this.#project, home);
    };
    this.screen.registerLinkProvider(new FileLinks(this.screen, resolve, files));
  }

  /** Shows the screen in an element, and lays it out whenever the element's size changes; answers what ends that. */
  open(host: HTMLElement): () => void {
    this.screen.open(host);
    this.fit();
    const sizes = new ResizeObserver(() => this.fit());
    sizes.observe(host);
    /*
     * xterm measures a hidden screen only once its own observer tells that it is seen. Were it given fewer rows before,
     * it would place what programs print by the old height, take that for a person who scrolled up, and not follow the
     * output any more. This observer, made after xterm's, is told after it.
     */
    const sight = new IntersectionObserver((entries) => {
      this.#hidden = !entries.at(-1)?.isIntersecting;
      this.fit();
    });
    sight.observe(host);
    return () => {
      sizes.disconnect();
      sight.disconnect();
    };
  }

  fit(): void {
    if (this.screen.element && !this.#hidden) this.#fit.fit();
  }

  /** Runs a shell, and another when it ends, until the session closes. */
  async runShells(container: WebContainer, onprompt: () => void = () => {}): Promise<void> {
    while (!this.#closed) {
      const code = await this.#run(container, 'sh', ['-l'], onprompt);
      if (code === null || this.#closed) return;
      this.screen.write(`\r\n\x1b[90m[the shell ended with ${code}; here is a new one]\x1b[0m\r\n`);
    }
  }

  /** Runs one line of the shell's language; answers its exit status, or null when it did not start. */
  async runCommand(container: WebContainer, line: string, onoutput?: (text: string) => void): Promise<number | null> {
    this.title = line;
    this.running = true;
    this.screen.write(`\x1b[90m$ ${line}\x1b[0m\r\n`);
    const code = await this.#run(container, 'sh', ['-c', line], () => {}, onoutput);
    this.running = false;
    if (code !== null && !this.#closed) this.screen.write(`\r\n\x1b[90m[ended with ${code}]\x1b[0m\r\n`);
    return code;
  }

  type(text: string): void {
    this.screen.input(text);
  }

  kill(): void {
    this.#process?.kill();
  }

  close(): void {
    this.#closed = true;
    this.kill();
    this.screen.dispose();
  }

  async #run(
    container: WebContainer,
    command: string,
    parameters: string[],
    started: () => void,
    onoutput?: (text: string) => void,
  ): Promise<number | null> {
    this.fit();
    this.#project = container.workdir;
    const { cols, rows } = this.screen;
    let process: WebContainerProcess;
    try {
      process = await container.spawn(command, parameters, {
        terminal: { cols, rows },
        env: this.#environment(),
      });
    } catch (error) {
      const reason = error instanceof Error ? error.message : error;
      this.screen.write(`\r\n\x1b[31mThe program did not start: ${reason}\x1b[0m\r\n`);
      return null;
    }
    this.#process = process;
    performance.mark('shell-spawned');
    const input = process.input.getWriter();
    const typed = this.screen.onData((data) => void input.write(data));
    const resized = this.screen.onResize((size) => process.resize(size));
    // It may have been laid out while the program started.
    if (this.screen.cols !== cols || this.screen.rows !== rows) {
      process.resize({ cols: this.screen.cols, rows: this.screen.rows });
    }
    const written = this.screen.onWriteParsed(() => {
      written.dispose();
      performance.mark('prompt');
      started();
    });
    // Awaiting xterm's own parser is the back-pressure: a program that floods the terminal waits for the screen.
    const output = process.output.pipeTo(
      new WritableStream({
        write: (data) => {
          onoutput?.(data);
          return new Promise<void>((resolve) => this.screen.write(data, resolve));
        },
      }),
    );
    const code = await process.exit;
    await output.catch(() => {});
    this.#process = null;
    typed.dispose();
    resized.dispose();
    written.dispose();
    return code;
  }

  /** Keys that are the page's and not the program's. */
  #key(event: KeyboardEvent): boolean {
    if (event.type !== 'keydown') return true;
    if (event.ctrlKey && event.shiftKey && event.code === 'KeyF') {
      this.searching = true;
      event.preventDefault();
      event.stopPropagation();
      return false;
    }
    if (event.ctrlKey && event.shiftKey && event.code === 'KeyC' && this.screen.hasSelection()) {
      void navigator.clipboard.writeText(this.screen.getSelection());
      event.preventDefault();
      return false;
    }
    // A terminal keeps Tab to itself: Ctrl+Shift+M-like chords and F6 lead out of it (WCAG 2.2, 2.1.2).
    return event.code !== 'F6' && event.code !== 'F1' && !(event.ctrlKey && event.code === 'Backquote');
  }
}
