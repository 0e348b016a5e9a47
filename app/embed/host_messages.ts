/**
 * Messages between an embed and the page around it. They go to any origin: an embed holds nothing but the project that
 * the page itself put into its address.
 */
export type EmbedMessage =
  | { type: 'ready' }
  | { type: 'output'; text: string }
  | { type: 'exit'; code: number }
  | { type: 'error'; message: string }
  | { type: 'change'; path: string; text: string }
  | { type: 'height'; height: number };

/** What the page may ask for. */
export type HostMessage = { type: 'run' } | { type: 'stop' };

const source = 'wardian-embed';

export function tellHost(message: EmbedMessage): void {
  if (parent !== window) parent.postMessage({ source, ...message }, '*');
}

/** Calls `take` with what the page around this one asks for. */
export function fromHost(take: (message: HostMessage) => void): void {
  addEventListener('message', ({ data, source: sender }: MessageEvent<{ to?: string; type?: string } | null>) => {
    if (sender !== parent || data?.to !== source) return;
    if (data.type === 'run' || data.type === 'stop') take({ type: data.type });
  });
}

/** Tells the page how high the content of `element` is, now and whenever that changes. */
export function announceHeight(element: HTMLElement): void {
  let told = 0;
  new ResizeObserver(() => {
    const height = element.scrollHeight;
    if (height === told) return;
    told = height;
    tellHost({ type: 'height', height });
  }).observe(document.body);
}
