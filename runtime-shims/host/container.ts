/** The page's side of one container: its supervisor Worker, and the previews of its ports. */
import type { OutwardConfiguration } from './gateway/routes.ts';
import { Previews } from './preview/previews.ts';
import type { FromSupervisor, ToSupervisor } from './supervisor_messages.ts';
import { measureWorkers } from './worker_memory.ts';

/** ms that a torn-down supervisor has to send its last answer. */
const LAST_WORDS = 100;

export interface BootOptions {
  workdirName?: string | undefined;
  forwardPreviewErrors?: boolean | 'exceptions-only' | undefined;
}

export interface Container {
  /** Where the instance of `@webcontainer/api` is served. */
  port: MessagePort;
}

/** A Worker that fetches and compiles already while the page makes up its mind. */
export function prepareSupervisor(): Worker {
  return new Worker(new URL('./supervisor.js', document.baseURI), { type: 'module', name: 'supervisor' });
}

/** What the server says of the installation's other origins and of the ways out. */
export interface Installation {
  /** URL of a preview's origin with `{label}` and `{port}`. */
  preview: string;
  outward: OutwardConfiguration;
}

/** Boots a container on `supervisor`; resolves when it can be used. */
export function bootContainer(
  supervisor: Worker,
  options: BootOptions,
  installation: Installation,
): Promise<Container> {
  const post = (message: ToSupervisor, transferables: Transferable[] = []) =>
    supervisor.postMessage(message, transferables);
  const previews = new Previews(installation.preview, {
    connect: (port, channel) => post({ type: 'preview-channel', port, channel }, [channel]),
    ready: (port, url) => post({ type: 'preview-ready', port, url }),
  });
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve, reject) => {
    supervisor.onmessage = ({ data }: MessageEvent<FromSupervisor>) => {
      if (data.type === 'booted') resolve({ port: port2 });
      else if (data.type === 'boot-failed') reject(new Error(data.message));
      else if (data.type === 'listening' && data.open) previews.open(data.port);
      else if (data.type === 'listening') previews.closed(data.port);
      else if (data.type === 'measure-memory') {
        void measureWorkers()
          .catch(() => ({}))
          .then((bytes) => post({ type: 'memory', bytes }));
      } else {
        previews.close();
        setTimeout(() => supervisor.terminate(), LAST_WORDS);
      }
    };
    supervisor.onerror = (event) => reject(new Error(event.message || 'the supervisor did not load'));
    post(
      {
        type: 'boot',
        workdirName: options.workdirName || 'project',
        forwardPreviewErrors: options.forwardPreviewErrors ?? false,
        outward: installation.outward,
        port: port1,
      },
      [port1],
    );
  });
}
