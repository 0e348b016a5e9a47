/** What a process told of its event loop (runtime-shims/node/bindings/loop_trace.ts), as something to draw. */

export type TraceEntry = [time: number, kind: string, ...values: (number | string)[]];

/** Where the loop is: libuv's phases, and around them the main script, ticks with microtasks, and sleep. */
export type Phase = 'script' | 'ticks' | 'timers' | 'poll' | 'wait' | 'check' | 'close' | 'ended';

export const queueNames = ['nextTick', 'microtasks', 'timers', 'immediates', 'I/O'] as const;
export type QueueName = (typeof queueNames)[number];

/** Something that may call back. */
export interface Resource {
  id: number;
  /** async_hooks' name of its kind. */
  type: string;
  /** The callback's name, or ''. */
  name: string;
  /** FILE:LINE where it was made, or ''. */
  at: string;
}

/** A stretch of time in which one callback ran (`resource`), or the loop slept, or ticks and microtasks had their turn. */
export interface Span {
  kind: 'callback' | 'script' | 'ticks' | 'wait';
  phase: Phase;
  start: number;
  /** Infinity while it lasts. */
  end: number;
  resource: Resource | null;
}

/** The loop at one moment. */
export interface LoopState {
  time: number;
  phase: Phase;
  queues: Record<QueueName, Resource[]>;
  /** Sockets, servers, pipes, processes: what keeps a program alive by itself. */
  handles: Resource[];
  running: Resource | null;
}

/** A callback of so many ms holds everything else up: what is called a long task in browsers. */
export const blockingTime = 50;
/** Entries that are kept: a busy server tells thousands a second. */
const mostEntries = 20_000;

const steps: Record<string, Phase> = {
  script: 'script',
  timers: 'timers',
  poll: 'poll',
  wait: 'wait',
  wake: 'poll',
  check: 'check',
  close: 'close',
  drain: 'ticks',
};

export function queueOf(type: string): QueueName | 'handle' | null {
  if (type === 'TickObject') return 'nextTick';
  if (type === 'Microtask') return 'microtasks';
  if (type === 'Timeout') return 'timers';
  if (type === 'Immediate') return 'immediates';
  if (/REQ|CONNECTWRAP|WRITEWRAP|SHUTDOWNWRAP|SENDWRAP|REQUEST|JOB/.test(type)) return 'I/O';
  if (/WRAP$|^FSEVENT|^MESSAGEPORT|^WORKER|^PROCESS|^SIGNAL/.test(type)) return 'handle';
  return null;
}

/** The loop's state as entries come in. */
class Replay {
  time = 0;
  phase: Phase = 'script';
  /** The phase that ticks came in between. */
  outer: Phase = 'script';
  readonly resources = new Map<number, Resource>();
  readonly started = new Set<number>();
  running: Resource[] = [];

  apply([time, kind, ...values]: TraceEntry): void {
    this.time = time;
    const [first = '', type = '', name = '', at = ''] = values;
    const id = Number(first);
    if (kind === 'step') {
      if (first === 'drained') this.phase = this.outer;
      else {
        if (first !== 'drain') this.outer = steps[first] ?? this.outer;
        this.phase = steps[first] ?? this.phase;
        // A callback that threw told no end.
        this.running = [];
      }
    } else if (kind === 'init') {
      this.resources.set(id, { id, type: String(type), name: String(name), at: String(at) });
    } else if (kind === 'before') {
      this.started.add(id);
      this.running.push(this.resources.get(id) ?? { id, type: '', name: '', at: '' });
    } else if (kind === 'after') this.running.pop();
    else if (kind === 'destroy') {
      this.resources.delete(id);
      this.started.delete(id);
    } else if (kind === 'end') this.phase = 'ended';
  }

  state(): LoopState {
    const queues: LoopState['queues'] = { nextTick: [], microtasks: [], timers: [], immediates: [], 'I/O': [] };
    const handles: Resource[] = [];
    for (const resource of this.resources.values()) {
      const queue = queueOf(resource.type);
      if (queue === 'handle') handles.push(resource);
      // What has begun waits no more, but for timers, which may repeat.
      else if (queue && (queue === 'timers' || !this.started.has(resource.id))) queues[queue].push(resource);
    }
    return { time: this.time, phase: this.phase, queues, handles, running: this.running.at(-1) ?? null };
  }

  copy(): Replay {
    const copy = new Replay();
    Object.assign(copy, { time: this.time, phase: this.phase, outer: this.outer, running: [...this.running] });
    for (const [id, resource] of this.resources) copy.resources.set(id, resource);
    for (const id of this.started) copy.started.add(id);
    return copy;
  }
}

export class LoopTrace {
  program = '';
  entries: TraceEntry[] = [];
  spans: Span[] = [];
  /** Before the first entry that is kept. */
  #base = new Replay();
  readonly #latest = new Replay();
  #open: Span[] = [];
  #ticks: Span | null = null;
  #wait: Span | null = null;

  add(entry: TraceEntry): void {
    const [time, kind, value] = entry;
    if (kind === 'program') {
      this.program = entry.slice(2).join(' ');
      return;
    }
    this.entries.push(entry);
    this.#latest.apply(entry);
    if (kind === 'step') this.#step(time, String(value));
    else if (kind === 'before') this.#begin(time, 'callback', this.#latest.running.at(-1) ?? null);
    else if (kind === 'after' || kind === 'end') this.#finish(time);
    if (this.entries.length > mostEntries) this.#drop(mostEntries / 2);
  }

  get end(): number {
    return this.#latest.time;
  }

  get ended(): boolean {
    return this.#latest.phase === 'ended';
  }

  /** The state once the first `count` entries have come; all by default. */
  stateAt(count = this.entries.length): LoopState {
    if (count >= this.entries.length) return this.#latest.state();
    const replay = this.#base.copy();
    for (const entry of this.entries.slice(0, count)) replay.apply(entry);
    return replay.state();
  }

  /** Where the next step in a direction stops: callbacks that begin, phases in which something happens, the sleep. */
  nextStop(from: number, direction: 1 | -1): number {
    const isStop = (index: number) => {
      const [, kind, value] = this.entries[index] ?? [0, ''];
      return kind === 'before' || kind === 'end' || (kind === 'step' && (value === 'script' || value === 'wait'));
    };
    for (let index = from - 1 + direction; index >= 0 && index < this.entries.length; index += direction) {
      if (isStop(index)) return index + 1;
    }
    return direction > 0 ? this.entries.length : Math.min(from, 1);
  }

  #step(time: number, step: string): void {
    if (step === 'script') this.#begin(time, 'script', null);
    else this.#finish(time);
    if (step === 'drain') this.#ticks = this.#push(time, 'ticks', null);
    if (step === 'drained' && this.#ticks) this.#ticks.end = time;
    if (step === 'wait') this.#wait = this.#push(time, 'wait', null);
    if (step === 'wake' && this.#wait) this.#wait.end = time;
  }

  #push(start: number, kind: Span['kind'], resource: Resource | null): Span {
    const span: Span = { kind, phase: this.#latest.phase, start, end: Number.POSITIVE_INFINITY, resource };
    this.spans.push(span);
    return span;
  }

  #begin(time: number, kind: Span['kind'], resource: Resource | null): void {
    this.#open.push(this.#push(time, kind, resource));
  }

  #finish(time: number): void {
    const span = this.#open.pop();
    if (span) span.end = time;
  }

  #drop(count: number): void {
    const dropped = this.entries.splice(0, count);
    for (const entry of dropped) this.#base.apply(entry);
    const first = this.entries[0]?.[0] ?? 0;
    this.spans = this.spans.filter(({ end }) => end >= first);
  }
}

/** `setTimeout → hello`: what a callback is, for people. */
export function describe({ kind, resource }: Pick<Span, 'kind' | 'resource'>): string {
  if (kind === 'script') return 'main script';
  if (kind === 'ticks') return 'ticks and microtasks';
  if (kind === 'wait') return 'asleep';
  return resource ? describeResource(resource) : 'callback';
}

const typeNames: Record<string, string> = {
  Timeout: 'timer',
  Immediate: 'immediate',
  TickObject: 'nextTick',
  Microtask: 'microtask',
  FSREQCALLBACK: 'file',
  FSREQPROMISE: 'file (promise)',
  TCPSERVERWRAP: 'server',
  TCPWRAP: 'connection',
  TCPCONNECTWRAP: 'connecting',
  HTTPINCOMINGMESSAGE: 'HTTP request',
  HTTPSERVERREQUEST: 'HTTP request',
  HTTPCLIENTREQUEST: 'HTTP request (client)',
  TTYWRAP: 'terminal',
  PIPEWRAP: 'pipe',
  PROCESSWRAP: 'child process',
  SIGNALWRAP: 'signal',
  FSEVENTWRAP: 'file watcher',
};

export function describeResource({ type, name, at }: Resource): string {
  const what = typeNames[type] ?? type;
  const place = at.slice(at.lastIndexOf('/') + 1);
  return [what, name, place && `(${place})`].filter(Boolean).join(' ');
}
