/** `process.env` (src/node_env_var.cc): an object whose values are always text, and whose store may be shared by threads. */
import type { SystemCalls } from '../kernel/system_calls.ts';
import type { Environment } from './environment.ts';
import { SharedEnvironment } from './shared_environment.ts';

type Variables = Record<string, string>;

interface Store {
  read(): Variables;
  change(change: (variables: Variables) => void): void;
}

function ownStore(variables: () => Variables): Store {
  let own: Variables | undefined;
  // Read late: a pooled Worker has no process yet.
  const read = (): Variables => {
    own ??= variables();
    return own;
  };
  return { read, change: (change) => change(read()) };
}

function variablesOfProcess(kernel: SystemCalls): Variables {
  const variables = Object.create(null) as Variables;
  for (const pair of kernel.environment()) {
    const equals = pair.indexOf('=', 1);
    if (equals > 0) variables[pair.slice(0, equals)] = pair.slice(equals + 1);
  }
  return variables;
}

const sharedStore = (shared: SharedEnvironment): Store => ({
  read: () => shared.variables,
  change: (change) => shared.update(change),
});

const text = (value: unknown): string => {
  if (typeof value === 'symbol') throw new TypeError('Cannot convert a Symbol value to a string');
  return `${value}`;
};

export class EnvironmentVariables {
  readonly object: NodeJS.ProcessEnv;
  #store: Store;
  #shared: SharedEnvironment | undefined;

  constructor(kernel: SystemCalls) {
    this.#store = ownStore(() => variablesOfProcess(kernel));
    this.object = this.#createObject();
  }

  /** A copy of what they are now. */
  all(): Variables {
    return { ...this.#store.read() };
  }

  /** A thread begins with those. */
  replace(variables: Variables): void {
    this.#store = ownStore(() => Object.assign(Object.create(null) as Variables, variables));
  }

  /** From now on other threads may have the same: the buffer that they need for it. */
  share(): SharedArrayBuffer {
    if (this.#shared === undefined) this.join(SharedEnvironment.create(this.all()).buffer);
    return this.#shared!.buffer;
  }

  join(buffer: SharedArrayBuffer): void {
    this.#shared = new SharedEnvironment(buffer);
    this.#store = sharedStore(this.#shared);
  }

  #createObject(): NodeJS.ProcessEnv {
    const read = () => this.#store.read();
    const set = (name: PropertyKey, value: unknown) => {
      const [key, word] = [text(name), text(value)];
      // setenv(3) refuses these, and nobody is told.
      if (key === '' || key.includes('=')) return;
      this.#store.change((variables) => {
        variables[key] = word;
      });
    };
    return new Proxy({} as Record<string, string>, {
      get(target, name) {
        if (typeof name !== 'string') return Reflect.get(target, name);
        const variables = read();
        return name in variables ? variables[name] : Reflect.get(target, name);
      },
      set(_target, name, value) {
        set(name, value);
        return true;
      },
      has: (target, name) => (typeof name === 'string' && name in read()) || Reflect.has(target, name),
      deleteProperty: (_target, name) => {
        if (typeof name === 'string' && name in read()) this.#store.change((variables) => delete variables[name]);
        return true;
      },
      ownKeys: () => Object.keys(read()),
      getOwnPropertyDescriptor(_target, name) {
        const variables = read();
        return typeof name === 'string' && name in variables
          ? { value: variables[name], writable: true, enumerable: true, configurable: true }
          : undefined;
      },
      defineProperty(_target, name, descriptor) {
        if (!('value' in descriptor) || !descriptor.configurable || !descriptor.writable || !descriptor.enumerable) {
          const accessor = 'get' in descriptor || 'set' in descriptor;
          const message = accessor
            ? "'process.env' does not accept an accessor(getter/setter) descriptor"
            : "'process.env' only accepts a configurable, writable, and enumerable data descriptor";
          throw Object.assign(new TypeError(message), { code: 'ERR_INVALID_OBJECT_DEFINE_PROPERTY' });
        }
        set(name, descriptor.value);
        return true;
      },
    });
  }
}

/** Where environments keep them: set by who starts one. */
interface WithVariables {
  readonly variables?: EnvironmentVariables;
}

export function variablesOf(environment: Environment): EnvironmentVariables {
  const { variables } = environment as Environment & WithVariables;
  if (!variables) throw new Error('this environment has no variables');
  return variables;
}
