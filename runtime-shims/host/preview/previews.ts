/**
 * The previews of one container, from the runtime's page: for each port an origin of its own, and on it a hidden frame
 * (connect.html) that keeps a Service Worker connected to the container. A frame of an origin of its own is a process of
 * the browser's, so it goes again when the port has been closed for a while.
 */
import { FIRST_EPHEMERAL_PORT } from '../../kernel/limits.ts';

/** Letters of a label; with LABEL_LENGTH of them nobody guesses another container's origin (16^32 is 128 bits). */
const LABEL_LENGTH = 32;
/** ms after which a port is told of even when its Service Worker did not come: the page then says why. */
const CONNECT_TIMEOUT = 5_000;
/** ms that a port which the kernel chose must stay open: tests and tools open and close many that nobody looks at. */
const EPHEMERAL_DELAY = 300;
/** ms that a closed port's frame stays: a server that restarts, as a watcher does, is back at once. */
const FRAME_LINGER = 15_000;

export interface PreviewsOptions {
  /** A Service Worker is at the other end of `channel`. */
  connect(port: number, channel: MessagePort): void;
  ready(port: number, url: string): void;
}

/** What a preview's pages say to the runtime's page: they want a channel for their Service Worker, or it has one. */
export interface ConnectRequest {
  type: 'wardian-connect' | 'wardian-connected';
}

interface Preview {
  origin: string;
  frame: HTMLIFrameElement | null;
  /** Whether its Service Worker has a channel, or is not waited for any more. */
  ready: boolean;
  /** Pending: the frame is made, or removed. */
  timer: ReturnType<typeof setTimeout> | undefined;
}

function newLabel(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(LABEL_LENGTH / 2));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export class Previews {
  readonly #template: string;
  readonly #options: PreviewsOptions;
  readonly #label = newLabel();
  readonly #previews = new Map<number, Preview>();
  readonly #listener = (event: MessageEvent) => this.#message(event);

  /** `template`: the URL of an origin with `{label}` and `{port}`. */
  constructor(template: string, options: PreviewsOptions) {
    this.#template = template;
    this.#options = options;
    addEventListener('message', this.#listener);
  }

  /** A program listens on `port`; `ready` is called once for each call of this. */
  open(port: number): void {
    let preview = this.#previews.get(port);
    if (!preview) {
      const { origin } = new URL(this.#template.replace('{label}', this.#label).replace('{port}', String(port)));
      preview = { origin, frame: null, ready: false, timer: undefined };
      this.#previews.set(port, preview);
    }
    clearTimeout(preview.timer);
    if (preview.ready) this.#options.ready(port, preview.origin);
    else if (!preview.frame && port < FIRST_EPHEMERAL_PORT) this.#addFrame(port, preview);
    else if (!preview.frame) preview.timer = setTimeout(() => this.#addFrame(port, preview), EPHEMERAL_DELAY);
  }

  /** Nobody listens on `port` any more. */
  closed(port: number): void {
    const preview = this.#previews.get(port);
    if (!preview) return;
    clearTimeout(preview.timer);
    const remove = () => {
      preview.frame?.remove();
      preview.frame = null;
      preview.ready = false;
    };
    if (preview.frame) preview.timer = setTimeout(remove, FRAME_LINGER);
  }

  #addFrame(port: number, preview: Preview): void {
    const { origin } = preview;
    const frame = document.createElement('iframe');
    frame.hidden = true;
    frame.title = `Connection of port ${port}`;
    frame.allow = 'cross-origin-isolated';
    frame.src = `${origin}/__wardian/connect.html#connector`;
    preview.frame = frame;
    document.body.append(frame);
    setTimeout(() => {
      if (preview.frame === frame) this.#tell(port);
    }, CONNECT_TIMEOUT);
  }

  close(): void {
    removeEventListener('message', this.#listener);
    for (const { frame, timer } of this.#previews.values()) {
      clearTimeout(timer);
      frame?.remove();
    }
    this.#previews.clear();
  }

  /** From a connector, or from a preview in a tab of its own: the origin says which port it is for. */
  #message(event: MessageEvent<ConnectRequest | null>): void {
    const type = event.data?.type;
    if (!event.source || (type !== 'wardian-connect' && type !== 'wardian-connected')) return;
    for (const [port, { origin }] of this.#previews) {
      if (origin !== event.origin) continue;
      if (type === 'wardian-connected') {
        this.#tell(port);
        continue;
      }
      const { port1, port2 } = new MessageChannel();
      this.#options.connect(port, port1);
      event.source.postMessage({ type: 'wardian-channel' }, { targetOrigin: origin, transfer: [port2] });
    }
  }

  #tell(port: number): void {
    const preview = this.#previews.get(port);
    if (!preview || preview.ready) return;
    preview.ready = true;
    this.#options.ready(port, preview.origin);
  }
}
