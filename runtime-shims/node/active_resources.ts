/**
 * The requests that wait for an answer and the handles that are open (Environment::req_wrap_queue and handle_wrap_queue
 * of src/env.h), for `process.getActiveResourcesInfo()` and its elder sisters.
 */
import type { Environment } from './environment.ts';
import { perEnvironment } from './per_environment.ts';

/** Names of the C++ classes, by provider, where they differ from it in more than case. */
const classNames: Readonly<Record<string, string>> = {
  FSEVENTWRAP: 'FSEventWrap',
  FSREQCALLBACK: 'FSReqCallback',
  FSREQPROMISE: 'FSReqPromise',
  GETADDRINFOREQWRAP: 'GetAddrInfoReqWrap',
  GETNAMEINFOREQWRAP: 'GetNameInfoReqWrap',
  MESSAGEPORT: 'MessagePort',
  PIPECONNECTWRAP: 'ConnectWrap',
  PIPESERVERWRAP: 'PipeWrap',
  PIPEWRAP: 'PipeWrap',
  PROCESSWRAP: 'ProcessWrap',
  QUERYWRAP: 'QueryWrap',
  SHUTDOWNWRAP: 'SimpleShutdownWrap',
  SIGNALWRAP: 'SignalWrap',
  STATWATCHER: 'StatWatcher',
  TCPCONNECTWRAP: 'ConnectWrap',
  TCPSERVERWRAP: 'TCPServerWrap',
  TCPWRAP: 'TCPSocketWrap',
  TTYWRAP: 'TTYWrap',
  UDPWRAP: 'UDPWrap',
  WRITEWRAP: 'SimpleWriteWrap',
};

interface ActiveHandle {
  provider: string;
  hasRef(): boolean;
}

class ActiveResources {
  readonly #requests = new Map<object, string>();
  readonly #handles = new Map<object, ActiveHandle>();

  /** From when a request is dispatched to when its answer has been told. */
  addRequest(request: object, provider: string): void {
    this.#requests.set(request, provider);
  }

  addHandle(handle: object, provider: string, hasRef: () => boolean): void {
    this.#handles.set(handle, { provider, hasRef });
  }

  /** `wrap`: a request or a handle, or neither. */
  remove(wrap: object): void {
    if (!this.#requests.delete(wrap)) this.#handles.delete(wrap);
  }

  get requests(): object[] {
    return [...this.#requests.keys()];
  }

  get handles(): object[] {
    return this.#referenced.map(([handle]) => handle);
  }

  get names(): string[] {
    const providers = [...this.#requests.values(), ...this.#referenced.map(([, { provider }]) => provider)];
    return providers.map((provider) => classNames[provider] ?? provider);
  }

  get #referenced(): [object, ActiveHandle][] {
    return [...this.#handles].filter(([, { hasRef }]) => hasRef());
  }
}

export const activeResourcesOf: (environment: Environment) => ActiveResources = perEnvironment(
  () => new ActiveResources(),
);
