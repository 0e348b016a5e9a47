/**
 * The page at /headless that `@webcontainer/api` frames in: it hands the embedding page one MessagePort, on which it
 * serves `build()`; the container itself answers from its supervisor.
 */
import { describeMissing, missingCapabilities } from './capabilities.ts';
import { type BootOptions, bootContainer, type Installation, prepareSupervisor } from './container.ts';
import { ProxiedPort, serve } from './wire.ts';

async function readInstallation(): Promise<Installation> {
  const response = await fetch('/wardian.json');
  if (!response.ok) throw new Error(`/wardian.json: the server answered ${response.status} ${response.statusText}`);
  return response.json();
}

const missing = missingCapabilities();
let prepared: Worker | null = missing.length ? null : prepareSupervisor();
const installation = readInstallation();
installation.catch(() => {});

const server = {
  async build(options: BootOptions): Promise<ProxiedPort> {
    if (missing.length) throw new Error(describeMissing(missing));
    const supervisor = prepared ?? prepareSupervisor();
    prepared = null;
    const { port } = await bootContainer(supervisor, options, await installation);
    return new ProxiedPort(port);
  },
};

if (window.parent === window) {
  document.body.textContent = missing.length
    ? describeMissing(missing)
    : 'This is a runtime host. Point WEBCONTAINER_API_IFRAME_URL of @webcontainer/api at its origin.';
} else {
  const { port1, port2 } = new MessageChannel();
  serve(server, port1);
  // Whoever frames this page in may use it: a container holds nothing but what its own page puts in.
  window.parent.postMessage({ type: 'init' }, '*', [port2]);
}
