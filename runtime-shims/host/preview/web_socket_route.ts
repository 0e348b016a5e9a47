/**
 * Which of a page's WebSockets go into the container: those to the preview's own host, to another of its ports and to
 * localhost. The others are the browser's. Both are made by one constructor and share one prototype, the browser's own,
 * so that neither `instanceof`, subclasses nor what libraries patch into the prototype can tell.
 */
import { containerPort, type PreviewAddress } from './request.ts';
import { type OpenConnection, PreviewWebSocket } from './web_socket.ts';

/** A name of a sub-protocol (RFC 9110, "token"). */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** Where to, and the sub-protocols. */
export interface WebSocketTarget {
  url: URL;
  port: number;
  protocols: string[];
}

/** Null for what is not the container's, and for what the browser's own constructor refuses. */
export function webSocketTarget(
  [address, wanted]: readonly unknown[],
  base: string,
  preview: PreviewAddress,
): WebSocketTarget | null {
  if (address === undefined || !URL.canParse(String(address), base)) return null;
  const url = new URL(String(address), base);
  if (url.protocol === 'http:' || url.protocol === 'https:') url.protocol = url.protocol.replace('http', 'ws');
  if (!/^wss?:$/.test(url.protocol) || url.hash) return null;
  const protocols = wanted === undefined ? [] : typeof wanted === 'string' ? [wanted] : [...(wanted as string[])];
  if (!protocols.every((name) => TOKEN.test(name)) || new Set(protocols).size < protocols.length) return null;
  const port = containerPort(url, preview);
  return port === null ? null : { url, port, protocols };
}

/** Leads members of the browser's prototype to {@link PreviewWebSocket} for its instances. */
function shareMembers(prototype: object): void {
  for (const [name, own] of Object.entries(Object.getOwnPropertyDescriptors(PreviewWebSocket.prototype))) {
    const native = Object.getOwnPropertyDescriptor(prototype, name);
    if (!native || name === 'constructor') continue;
    const lead = (key: 'get' | 'set' | 'value') => {
      const member = own[key];
      const original = native[key];
      if (!member || !original) return;
      native[key] = {
        [name](this: object, ...parameters: unknown[]) {
          return (PreviewWebSocket.isInstance(this) ? member : original).apply(this, parameters);
        },
      }[name];
    };
    lead('get');
    lead('set');
    lead('value');
    Object.defineProperty(prototype, name, native);
  }
}

/** The constructor that takes the place of the browser's. */
export function routedWebSocket(
  native: typeof WebSocket,
  targetOf: (parameters: readonly unknown[]) => WebSocketTarget | null,
  open: (target: WebSocketTarget) => OpenConnection,
): typeof WebSocket {
  shareMembers(native.prototype);
  const routed = new Proxy(native, {
    construct(constructor, parameters, newTarget) {
      const target = targetOf(parameters);
      if (!target) return Reflect.construct(constructor, parameters, newTarget);
      return Reflect.construct(PreviewWebSocket, [target.url, target.protocols, open(target)], newTarget);
    },
  });
  native.prototype.constructor = routed;
  return routed;
}
