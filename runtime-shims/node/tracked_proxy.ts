/**
 * The global `Proxy` constructor, remembering what it makes: JavaScript cannot otherwise tell a proxy from its target,
 * and util.inspect, util.types.isProxy and structured errors must not run a program's traps.
 */
import { showAsNative } from './source_transform/function_text.ts';

/** For objects that natively have interceptors, which nobody takes for proxies. */
export const NativeProxy = Proxy;

export interface ProxyDetails {
  readonly target: object | null;
  readonly handler: object | null;
}

const details = new WeakMap<object, ProxyDetails>();
const REVOKED: ProxyDetails = { target: null, handler: null };

/** `undefined` for what is no proxy, and for namespaces and other exotic objects of our own making. */
export function proxyDetailsOf(value: unknown): ProxyDetails | undefined {
  if ((typeof value !== 'object' || value === null) && typeof value !== 'function') return undefined;
  return details.get(value);
}

function construct(target: object, handler: ProxyHandler<object>): object {
  const proxy = new NativeProxy(target, handler);
  details.set(proxy, { target, handler });
  return proxy;
}

function revocable(target: object, handler: ProxyHandler<object>): { proxy: object; revoke: () => void } {
  const made = NativeProxy.revocable(target, handler);
  const { proxy, revoke } = made;
  details.set(proxy, { target, handler });
  made.revoke = () => {
    details.set(proxy, REVOKED);
    revoke();
  };
  return made;
}

function TrackedProxy(this: unknown, target: object, handler: ProxyHandler<object>): object {
  if (new.target === undefined) throw new TypeError("Constructor Proxy requires 'new'");
  return construct(target, handler);
}

// A bound function, because like the native constructor it has no `prototype`.
const tracked = TrackedProxy.bind(undefined) as unknown as ProxyConstructor;
Object.defineProperty(tracked, 'name', { value: 'Proxy', configurable: true });
Object.defineProperty(tracked, 'length', { value: 2, configurable: true });
showAsNative(tracked, 'Proxy');
Object.defineProperty(tracked, 'revocable', { value: revocable, writable: true, configurable: true });

/** Before `primordials` are filled, so that Node's library and the program share one constructor. */
export function installTrackedProxy(global: object): void {
  const current = Object.getOwnPropertyDescriptor(global, 'Proxy');
  if (current?.value === tracked) return;
  Object.defineProperty(global, 'Proxy', { value: tracked, writable: true, enumerable: false, configurable: true });
}
