/** Pid 1's sockets that answer for the outer network. What serves them is loaded with the first connection. */
import type { SystemCalls } from '../../kernel/system_calls.ts';
import { addOutwardName, OUTWARD_NAMES_FILE, OUTWARD_NETWORK, outwardNameOf } from '../../node/outward_names.ts';
import type { Reactor } from '../reactor.ts';
import type { createGateway, Gateway } from './gateway.ts';
import { KernelConnection } from './kernel_connection.ts';
import { type OutwardConfiguration, PACKAGES_HOST } from './routes.ts';

const AF_INET = 2;
const POLLIN = 1;
const O_WRONLY_CREAT = 0o101;
const BACKLOG = 511;
/** HTTP and HTTPS, and the other ports that they are usually found on. */
const PORTS = [80, 443, 8080, 8443];

export interface OutwardContext {
  kernel: SystemCalls;
  reactor: Reactor;
  configuration: OutwardConfiguration;
  /** URL of the runtime's folder, with a slash at its end. */
  base: string;
}

export function listenOutward({ kernel, reactor, configuration, base }: OutwardContext): void {
  kernel.mkdir('/run', 0o755);
  kernel.close(kernel.open(OUTWARD_NAMES_FILE, O_WRONLY_CREAT, 0o644));
  const registry = configuration.registry === null ? null : new URL(configuration.registry);
  for (const name of registry ? [registry.hostname, PACKAGES_HOST] : [PACKAGES_HOST]) addOutwardName(kernel, name);
  let gateway: Promise<Gateway> | null = null;
  const load = async (): Promise<Gateway> => {
    const module = (await import(`${base}gateway.js`)) as { createGateway: typeof createGateway };
    return module.createGateway(configuration, base);
  };
  const accept = async (fd: number): Promise<void> => {
    const target = kernel.getsockname(fd);
    const name = typeof target === 'number' ? null : outwardNameOf(kernel, target.address);
    if (typeof target === 'number' || name === null) {
      kernel.close(fd);
      return;
    }
    const connection = new KernelConnection(kernel, reactor, fd);
    gateway ??= load();
    gateway.catch(() => {
      gateway = null;
      connection.close();
    });
    await (await gateway).serve(connection, { name, port: target.port });
  };
  for (const port of new Set(registry?.port ? [...PORTS, Number(registry.port)] : PORTS)) {
    const listener = kernel.socket(AF_INET);
    if (listener < 0 || kernel.bind(listener, OUTWARD_NETWORK, port) < 0) continue;
    kernel.listen(listener, BACKLOG);
    reactor.watch(listener, POLLIN, () => {
      for (let fd = kernel.accept(listener); fd >= 0; fd = kernel.accept(listener)) void accept(fd).catch(() => {});
    });
  }
}
