import type { WebContainer } from '@webcontainer/api';
import { TerminalSession } from './session.svelte.ts';

/** Something that listens to what programs write, such as the page around an embed. */
export interface ProgramEvents {
  output(text: string): void;
  exit(code: number): void;
}

/** A shell's exit status for a command that it could not run. */
const UNSTARTED = 126;

/** Told of what the lines do that {@link Terminals.run} runs. */
export interface LineProgress {
  started(index: number): void;
  printed(text: string): void;
  ended(index: number, code: number): void;
}

/** The terminals of the workbench, and which is shown. */
export class Terminals {
  sessions: TerminalSession[] = $state.raw([]);
  activeId = $state(0);
  fontSize = 13;
  /** Variables of every program that starts from now on. */
  environment: () => Record<string, string> = () => ({});
  /** What the program that Run started does. */
  events: ProgramEvents | undefined;
  #next = 1;
  #container: WebContainer | null = null;
  #program: TerminalSession | undefined = $state.raw();

  get active(): TerminalSession | undefined {
    return this.sessions.find(({ id }) => id === this.activeId);
  }

  /** The sessions by their groups, of which one is shown. */
  get groups(): TerminalSession[][] {
    return [...Map.groupBy(this.sessions, ({ group }) => group).values()];
  }

  isShown({ group }: TerminalSession): boolean {
    return group === this.active?.group;
  }

  /** The program that Run started is running. */
  get running(): boolean {
    return this.#program?.running ?? false;
  }

  /** Opens a terminal; its shell starts when there is a container. */
  open(group?: number): TerminalSession {
    const session = this.#add(group);
    if (this.#container) void session.runShells(this.#container);
    return session;
  }

  /** Opens another beside the one that is shown. */
  split(): TerminalSession {
    return this.open(this.active?.group);
  }

  /** Goes to the next terminal, or with -1 the one before. */
  step(by: 1 | -1): void {
    const index = this.sessions.findIndex(({ id }) => id === this.activeId);
    this.activeId = this.sessions.at((index + by) % this.sessions.length)?.id ?? 0;
  }

  /** Starts the shells of the terminals that were opened before the container had booted. */
  attach(container: WebContainer, onprompt: () => void): void {
    this.#container = container;
    for (const session of this.sessions) void session.runShells(container, onprompt);
  }

  /**
   * Runs lines, each after the one before has succeeded, in a terminal of their own, in place of the program that ran
   * there before. Answers the last exit status, or null when a line did not start.
   */
  async run(lines: readonly string[], progress: LineProgress): Promise<number | null> {
    if (!this.#container) return null;
    this.stop();
    const before = this.#program;
    if (before) this.close(before);
    const session = this.#add();
    this.#program = session;
    const output = (text: string) => {
      progress.printed(text);
      this.events?.output(text);
    };
    let code: number | null = null;
    for (const [index, line] of lines.entries()) {
      progress.started(index);
      code = await session.runCommand(this.#container, line, output);
      progress.ended(index, code ?? UNSTARTED);
      if (code !== 0) break;
    }
    if (code !== null) this.events?.exit(code);
    return code;
  }

  stop(): void {
    if (this.running) this.#program?.kill();
  }

  close(session: TerminalSession): void {
    session.close();
    const before = this.sessions[Math.max(0, this.sessions.indexOf(session) - 1)];
    this.sessions = this.sessions.filter((other) => other !== session);
    if (this.#program === session) this.#program = undefined;
    if (this.activeId !== session.id) return;
    // One that stood beside it comes first.
    const next = this.sessions.find(({ group }) => group === session.group) ?? before;
    this.activeId = (next === session ? this.sessions[0] : next)?.id ?? 0;
  }

  #add(group?: number): TerminalSession {
    const id = this.#next++;
    const session = new TerminalSession(id, group ?? id, this.fontSize, () => this.environment());
    // Behind those that it stands beside.
    const last = this.sessions.findLastIndex((other) => other.group === session.group);
    this.sessions = this.sessions.toSpliced(last < 0 ? this.sessions.length : last + 1, 0, session);
    this.activeId = session.id;
    return session;
  }
}
