/**
 * Finding the runtime's page from a page of a preview's origin, and getting a channel to the container from it. The
 * runtime's page answers only to origins of its own previews, so that asking any window is safe for it; and it is asked
 * under its origin, so that no other page can pose as it.
 */
import type { FromServiceWorker } from './channel_messages.ts';

let runtimeOrigin: Promise<string> | null = null;

async function readRuntimeOrigin(): Promise<string> {
  const response = await fetch('/wardian.json');
  const origins: { runtime: string } = await response.json();
  return new URL(origins.runtime).origin;
}

/** Windows that may be the runtime's page, or hold it in a frame: around this one, and the one that opened it. */
function candidates(): Window[] {
  const found: Window[] = [];
  const add = (candidate: Window | null) => {
    if (candidate && candidate !== window && !found.includes(candidate)) found.push(candidate);
  };
  for (const start of [window.parent, window.top, window.opener as Window | null]) {
    add(start);
    try {
      for (let index = 0; index < (start?.length ?? 0); index++) add(start?.[index] ?? null);
    } catch {
      // A window that is gone.
    }
  }
  return found;
}

/** Asks for a channel; the runtime's page, if one of the candidates is it, answers with `wardian-channel`. */
export async function askForChannel(): Promise<void> {
  runtimeOrigin ??= readRuntimeOrigin();
  const origin = await runtimeOrigin;
  for (const candidate of candidates()) candidate.postMessage({ type: 'wardian-connect' }, origin);
}

/** Passes channels that arrive on to the Service Worker. To be called once in a page. */
export function passChannelsOn(worker: () => ServiceWorker | null | undefined): void {
  addEventListener('message', async (event) => {
    if (event.data?.type !== 'wardian-channel' || !event.ports[0]) return;
    runtimeOrigin ??= readRuntimeOrigin();
    if (event.origin === (await runtimeOrigin)) worker()?.postMessage({ type: 'wardian-channel' }, [event.ports[0]]);
  });
  navigator.serviceWorker.addEventListener('message', ({ data }: MessageEvent<FromServiceWorker>) => {
    if (data.type === 'wardian-need-channel') void askForChannel();
  });
}
