/** The script that the Service Worker puts into previewed pages: what needs a page, and nothing that a program may see. */
import { passChannelsOn } from './runtime_page.ts';

interface ScriptSettings {
  forwardErrors: boolean | 'exceptions-only';
  cookies: string[];
}

const { serviceWorker } = navigator;
const element = document.currentScript;
const settings: ScriptSettings = JSON.parse(element?.dataset['settings'] ?? '{}');
element?.remove();

if (serviceWorker) passChannelsOn(() => serviceWorker.controller);

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
