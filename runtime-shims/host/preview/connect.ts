/**
 * The page that connects a preview's origin to its container. In the hidden frame of the runtime's page it stays and
 * serves the Service Worker with channels; anywhere else it is what the server answers while no Service Worker is there,
 * and it reloads once there is one that is connected.
 */
import { CONNECTOR_PATH, type FromServiceWorker, PREFIX } from './channel_messages.ts';
import { askForChannel, passChannelsOn } from './runtime_page.ts';

/** ms after which a page that found no container says so. */
const PATIENCE = 4_000;

const isConnector = location.pathname === CONNECTOR_PATH;

function say(text: string): void {
  const state = document.getElementById('state');
  if (state) state.textContent = text;
}

async function activeWorker(): Promise<ServiceWorker> {
  const registration = await navigator.serviceWorker.register(`${PREFIX}service_worker.js`, { scope: '/' });
  // `ready` waits for a Service Worker that controls this scope, which includes this page's path.
  return (await navigator.serviceWorker.ready).active ?? registration.active ?? Promise.reject(new Error('it ended'));
}

async function connect(): Promise<void> {
  if (!('serviceWorker' in navigator)) {
    say('This preview needs Service Workers, which this browser or this window (a private one?) does not have.');
    return;
  }
  let worker: ServiceWorker;
  try {
    worker = await activeWorker();
  } catch (error) {
    say(
      `The Service Worker of this preview could not start: ${error instanceof Error ? error.message : error}. If your browser blocks storage of embedded pages, allow it for this site, or open the preview in a tab of its own.`,
    );
    return;
  }
  passChannelsOn(() => worker);
  navigator.serviceWorker.addEventListener('message', ({ data }: MessageEvent<FromServiceWorker>) => {
    if (data.type !== 'wardian-has-channel') return;
    if (isConnector) window.parent.postMessage({ type: 'wardian-connected' }, '*');
    else location.reload();
  });
  await askForChannel();
  if (isConnector) return;
  setTimeout(() => {
    say(
      'This preview shows what a program in a container serves, and no page with that container can be reached from here. Keep the page that runs the container open and open this preview from it.',
    );
  }, PATIENCE);
}

void connect();
