/** The `process` object as C++ hands it to bootstrap (src/node_process_object.cc), and `process.env` (src/node_env_var.cc). */
import type { SystemCalls } from '../kernel/system_calls.ts';
import type { Environment } from './environment.ts';
import type { NativeFacts } from './library/native_facts.ts';
import { privateSymbols } from './private_symbols.ts';

/** What napi-rs loaders and others look at to choose WebAssembly over a native addon. */
const webcontainerVersion = '1.0.0';
/** Fields of the exit information: exiting, exit code, has exit code. */
const exitFields = 3;

export function createProcess(facts: NativeFacts): Environment['process'] {
  // The prototype's constructor is called `process` natively; the library puts EventEmitter behind it.
  function process() {}
  const object = Object.create(
    Object.create(Object.prototype, { constructor: { value: process, writable: true, configurable: true } }),
  );
  const release: Record<string, unknown> = { name: 'node' };
  if (facts.process.release.lts) release['lts'] = facts.process.release.lts;
  const constant = (value: unknown) => ({ value, writable: false, enumerable: true, configurable: false });
  Object.defineProperties(object, {
    version: constant(facts.process.version),
    versions: {
      ...constant(Object.freeze({ ...facts.process.versions, webcontainer: webcontainerVersion })),
      configurable: true,
    },
    arch: constant('x64'),
    platform: constant('linux'),
    release: constant(release),
  });
  object[privateSymbols['exit_info_private_symbol'] as symbol] = new Int32Array(exitFields);
  object._rawDebug = () => {};
  return object;
}

/** The environment as an object whose values are always text. */
export function createEnvironmentVariables(kernel: SystemCalls): NodeJS.ProcessEnv {
  let variables: Record<string, string> | undefined;
  // Read late: a pooled Worker has no process yet.
  const table = (): Record<string, string> => {
    if (variables) return variables;
    variables = Object.create(null) as Record<string, string>;
    for (const pair of kernel.environment()) {
      const equals = pair.indexOf('=', 1);
      if (equals > 0) variables[pair.slice(0, equals)] = pair.slice(equals + 1);
    }
    return variables;
  };
  const text = (value: unknown): string => {
    if (typeof value === 'symbol') throw new TypeError('Cannot convert a Symbol value to a string');
    return `${value}`;
  };
  return new Proxy({} as Record<string, string>, {
    get: (target, name) => (typeof name === 'string' && name in table() ? table()[name] : Reflect.get(target, name)),
    set(_target, name, value) {
      table()[text(name)] = text(value);
      return true;
    },
    has: (target, name) => (typeof name === 'string' && name in table()) || Reflect.has(target, name),
    deleteProperty(_target, name) {
      if (typeof name === 'string') delete table()[name];
      return true;
    },
    ownKeys: () => Object.keys(table()),
    getOwnPropertyDescriptor: (_target, name) =>
      typeof name === 'string' && name in table()
        ? { value: table()[name], writable: true, enumerable: true, configurable: true }
        : undefined,
    defineProperty(_target, name, descriptor) {
      if (!('value' in descriptor) || !descriptor.configurable || !descriptor.writable || !descriptor.enumerable) {
        const accessor = 'get' in descriptor || 'set' in descriptor;
        const message = accessor
          ? "'process.env' does not accept an accessor(getter/setter) descriptor"
          : "'process.env' only accepts a configurable, writable, and enumerable data descriptor";
        throw Object.assign(new TypeError(message), { code: 'ERR_INVALID_OBJECT_DEFINE_PROPERTY' });
      }
      table()[text(name)] = text(descriptor.value);
      return true;
    },
  });
}
