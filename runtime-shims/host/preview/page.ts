/** The script that the Service Worker puts into previewed pages: what needs a page, and nothing that a program may see. */
import type { ToServiceWorker, WebSocketAnswer } from './channel_messages.ts';
import { addressOf } from './request.ts';
import { passChannelsOn } from './runtime_page.ts';
import { ConnectError, connectionOver } from './socket_connection.ts';
import type { OpenConnection } from './web_socket.ts';
import { routedWebSocket, type WebSocketTarget, webSocketTarget } from './web_socket_route.ts';

interface ScriptSettings {
  forwardErrors: boolean | 'exceptions-only';
  cookies: string[];
}

const { serviceWorker } = navigator;
const element = document.currentScript;
const settings: ScriptSettings = JSON.parse(element?.dataset['settings'] ?? '{}');
element?.remove();

if (serviceWorker) passChannelsOn(() => serviceWorker.controller);

/** Asks the Service Worker for a connection on which it has written the request. */
function openWebSocket({ url, port, protocols }: WebSocketTarget): OpenConnection {
  return async (key) => {
    const { port1, port2 } = new MessageChannel();
    const answered = new Promise<MessageEvent<WebSocketAnswer>>((resolve) => {
      port1.onmessage = resolve;
    });
    const target = url.pathname + url.search;
    const request: ToServiceWorker = { type: 'wardian-web-socket', port, target, key, protocols };
    serviceWorker?.controller?.postMessage(request, [port2]);
    const { data, ports } = await answered;
    if (data.type === 'refused' || !ports[0]) throw new ConnectError('ETIMEDOUT');
    return connectionOver(ports[0], data.written);
  };
}

if (serviceWorker?.controller) {
  const address = addressOf(location);
  const targetOf = (parameters: readonly unknown[]) => webSocketTarget(parameters, document.baseURI, address);
  window.WebSocket = routedWebSocket(WebSocket, targetOf, openWebSocket);
}

// Cookies that the program set for scripts to see: the browser never saw their Set-Cookie.
for (const cookie of settings.cookies ?? []) {
  try {
    // biome-ignore lint/suspicious/noDocumentCookie: the page's scripts read it there, at once
    document.cookie = cookie;
  } catch {
    // A frame without storage access: requests carry the cookie all the same.
  }
}

// reloadPreview() of @webcontainer/api.
addEventListener('message', (event) => {
  if (event.data?.type !== 'LOCALSERVICE_RELOAD_WINDOW') return;
  event.data.callback?.postMessage({ type: 'LOCALSERVICE_WINDOW_RELOADED' });
  location.reload();
});

function forward(message: Record<string, unknown>): void {
  const { pathname, search, hash } = location;
  const previewId = location.hostname.split('.')[0];
  serviceWorker?.controller?.postMessage({
    type: 'wardian-preview-message',
    message: { ...message, previewId, pathname, search, hash },
  });
}

/** Only what can be cloned travels. */
function cloneable(value: unknown): unknown {
  try {
    return structuredClone(value);
  } catch {
    return String(value);
  }
}

if (settings.forwardErrors) {
  addEventListener('error', ({ error, message }) => {
    forward({ type: 'PREVIEW_UNCAUGHT_EXCEPTION', message, stack: error?.stack });
  });
  addEventListener('unhandledrejection', ({ reason }) => {
    forward({ type: 'PREVIEW_UNHANDLED_REJECTION', message: String(reason?.message ?? reason), stack: reason?.stack });
  });
  if (settings.forwardErrors !== 'exceptions-only') {
    const original = console.error;
    console.error = (...parameters: unknown[]) => {
      original.apply(console, parameters);
      forward({ type: 'PREVIEW_CONSOLE_ERROR', args: parameters.map(cloneable), stack: new Error().stack ?? '' });
    };
  }
}
