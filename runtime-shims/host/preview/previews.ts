/**
 * The previews of one container, from the runtime's page: for each port an origin of its own, and on it a hidden frame
 * (connect.html) that keeps a Service Worker connected to the container.
 */

/** Letters of a label; with LABEL_LENGTH of them nobody guesses another container's origin (16^32 is 128 bits). */
const LABEL_LENGTH = 32;
/** ms after which a port is told of even when its Service Worker did not come: the page then says why. */
const CONNECT_TIMEOUT = 5_000;

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
  frame: HTMLIFrameElement;
  told: boolean;
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

  open(port: number): void {
    if (this.#previews.has(port)) return;
    const { origin } = new URL(this.#template.replace('{label}', this.#label).replace('{port}', String(port)));
    const frame = document.createElement('iframe');
    frame.hidden = true;
    frame.title = `Connection of port ${port}`;
    frame.allow = 'cross-origin-isolated';
    frame.src = `${origin}/__wardian/connect.html#connector`;
    this.#previews.set(port, { origin, frame, told: false });
    document.body.append(frame);
    setTimeout(() => this.#tell(port), CONNECT_TIMEOUT);
  }

  close(): void {
    removeEventListener('message', this.#listener);
    for (const { frame } of this.#previews.values()) frame.remove();
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
    if (!preview || preview.told) return;
    preview.told = true;
    this.#options.ready(port, preview.origin);
  }
}
