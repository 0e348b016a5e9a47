import type { WebContainer } from '@webcontainer/api';
import { type SessionEvents, TerminalSession } from './session.svelte.ts';

/** The terminals of the workbench, and which is shown. */
export class Terminals {
  sessions: TerminalSession[] = $state.raw([]);
  activeId = $state(0);
  fontSize = 13;
  /** Variables of every program that starts from now on. */
  environment: () => Record<string, string> = () => ({});
  /** What the program that Run started does. */
  events: SessionEvents | undefined;
  #next = 1;
  #container: WebContainer | null = null;
  #program: TerminalSession | undefined = $state.raw();

  get active(): TerminalSession | undefined {
    return this.sessions.find(({ id }) => id === this.activeId);
  }

  /** The program that Run started is running. */
  get running(): boolean {
    return this.#program?.running ?? false;
  }

  /** Opens a terminal; its shell starts when there is a container. */
  open(): TerminalSession {
    const session = this.#add();
    if (this.#container) void session.runShells(this.#container);
    return session;
  }

  /** Starts the shells of the terminals that were opened before the container had booted. */
  attach(container: WebContainer, onprompt: () => void): void {
    this.#container = container;
    for (const session of this.sessions) void session.runShells(container, onprompt);
  }

  /** Runs a line in a terminal of its own, in place of the program that it ran before. */
  async run(line: string): Promise<number | null> {
    if (!this.#container) return null;
    this.stop();
    const before = this.#program;
    if (before) this.close(before);
    const session = this.#add();
    this.#program = session;
    return session.runCommand(this.#container, line, this.events);
  }

  stop(): void {
    if (this.running) this.#program?.kill();
  }

  close(session: TerminalSession): void {
    session.close();
    const index = this.sessions.indexOf(session);
    this.sessions = this.sessions.filter((other) => other !== session);
    if (this.#program === session) this.#program = undefined;
    if (this.activeId === session.id) this.activeId = this.sessions[Math.max(0, index - 1)]?.id ?? 0;
  }

  #add(): TerminalSession {
    const session = new TerminalSession(this.#next++, this.fontSize, () => this.environment());
    this.sessions = [...this.sessions, session];
    this.activeId = session.id;
    return session;
  }
}
