/**
 * Compilation of WebAssembly besides the program. Natively a task of V8's platform does it, and a process does not end
 * before these are done (SpinEventLoop in src/api/embed_helpers.cc drains them); here the browser's promise tells.
 */
import type { Environment } from './environment.ts';
import { showAsNative } from './source_transform/function_text.ts';

const { apply, defineProperty } = Reflect;
const nativeThen = Promise.prototype.then;

export function keepAliveWhileCompiling({ global, loop }: Environment): void {
  for (const name of ['compile', 'instantiate'] as const) {
    const native = WebAssembly[name] as (...values: unknown[]) => Promise<unknown>;
    const method = {
      [name](...values: unknown[]) {
        const promise = apply(native, WebAssembly, values);
        const finish = loop.begin();
        const done = () => finish(() => {});
        apply(nativeThen, promise, [done, done]);
        return promise;
      },
    }[name] as typeof native;
    defineProperty(method, 'length', { value: native.length, configurable: true });
    showAsNative(method, name);
    defineProperty(global.WebAssembly, name, { value: method, writable: true, enumerable: true, configurable: true });
  }
}
