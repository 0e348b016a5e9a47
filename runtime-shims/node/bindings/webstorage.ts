/**
 * src/node_webstorage.cc: `Storage` in memory, as `sessionStorage` is. Storage in a file is an SQLite database natively,
 * and refused here.
 */
import type { BindingFactory, Environment } from '../environment.ts';
import { perContextExports } from '../per_context.ts';

/** Characters of all keys and values together: 10 MiB in UTF-16 (kMaxStorageSize). */
const QUOTA = (10 * 1024 * 1024) / 2;
const IN_MEMORY = ':memory:';

// A view on an object that util.inspect must not take for a program's proxy.
const ExoticObject = Proxy;

/** Ordered by key, as the native table's primary key is. */
class StoredItems {
  readonly #items = new Map<string, string>();
  #size = 0;

  get keys(): string[] {
    return [...this.#items.keys()].sort();
  }
  get count(): number {
    return this.#items.size;
  }
  get(key: string): string | undefined {
    return this.#items.get(key);
  }
  /** False when there is no room. */
  set(key: string, value: string): boolean {
    const before = this.#items.get(key);
    const size = this.#size + value.length - (before?.length ?? -key.length);
    if (size > QUOTA) return false;
    this.#size = size;
    this.#items.set(key, value);
    return true;
  }
  delete(key: string): void {
    const before = this.#items.get(key);
    if (before === undefined) return;
    this.#size -= key.length + before.length;
    this.#items.delete(key);
  }
  clear(): void {
    this.#items.clear();
    this.#size = 0;
  }
}

function storageClass(environment: Environment, key: symbol): unknown {
  const all = new WeakMap<object, StoredItems>();
  const itemsOf = (storage: unknown): StoredItems => {
    const items = typeof storage === 'object' && storage ? all.get(storage) : undefined;
    if (!items) throw new TypeError('Illegal invocation');
    return items;
  };
  const missing = (method: string, count: number): never => {
    const needed = `${count} argument${count > 1 ? 's' : ''} required`;
    const error = new TypeError(`Failed to execute '${method}' on 'Storage': ${needed}`);
    throw Object.assign(error, { code: 'ERR_MISSING_ARGS' });
  };
  const text = (value: unknown): string => `${value as string}`;
  const store = (items: StoredItems, name: string, value: string): void => {
    if (items.set(name, value)) return;
    const { DOMException = Error as never } = perContextExports(environment);
    throw new DOMException('Setting the value exceeded the quota', 'QuotaExceededError');
  };

  function Storage(this: unknown, secret?: unknown, file?: unknown): object {
    if (new.target === undefined || secret !== key)
      throw Object.assign(new Error('Illegal constructor'), { code: 'ERR_ILLEGAL_CONSTRUCTOR' });
    if (file !== IN_MEMORY) environment.unimplemented('webstorage.Storage in a file');
    const items = new StoredItems();
    const storage = new ExoticObject(Object.create(new.target.prototype as object) as object, handlerOf(items));
    all.set(storage, items);
    return storage;
  }
  const methods = {
    clear(this: unknown) {
      itemsOf(this).clear();
    },
    getItem(this: unknown, ...given: unknown[]) {
      const items = itemsOf(this);
      if (!given.length) missing('getItem', 1);
      return items.get(text(given[0])) ?? null;
    },
    key(this: unknown, ...given: unknown[]) {
      const items = itemsOf(this);
      if (!given.length) missing('key', 1);
      return items.keys[Number(given[0]) | 0] ?? null;
    },
    removeItem(this: unknown, ...given: unknown[]) {
      const items = itemsOf(this);
      if (!given.length) missing('removeItem', 1);
      items.delete(text(given[0]));
    },
    setItem(this: unknown, ...given: unknown[]) {
      const items = itemsOf(this);
      if (given.length < 2) missing('setItem', 2);
      store(items, text(given[0]), text(given[1]));
    },
  };

  function handlerOf(items: StoredItems): ProxyHandler<object> {
    return {
      get(target, name, receiver) {
        if (typeof name === 'symbol' || Reflect.has(target, name)) return Reflect.get(target, name, receiver);
        return items.get(name);
      },
      set(target, name, value) {
        if (typeof name === 'symbol') return Reflect.set(target, name, value);
        store(items, name, text(value));
        return true;
      },
      has: (target, name) =>
        typeof name === 'symbol'
          ? Reflect.has(target, name)
          : items.get(name) !== undefined || Reflect.has(target, name),
      deleteProperty(target, name) {
        if (typeof name === 'symbol') return Reflect.deleteProperty(target, name);
        items.delete(name);
        return true;
      },
      // As natively, symbols can be read but are not told.
      ownKeys: (target) => items.keys.filter((name) => !Reflect.has(target, name)),
      getOwnPropertyDescriptor(target, name) {
        if (typeof name === 'symbol') return Reflect.getOwnPropertyDescriptor(target, name);
        const value = items.get(name);
        return value === undefined ? undefined : { value, writable: true, enumerable: true, configurable: true };
      },
      defineProperty(target, name, descriptor) {
        if (typeof name === 'symbol') return Reflect.defineProperty(target, name, descriptor);
        if ('value' in descriptor) store(items, name, text(descriptor.value));
        return true;
      },
    };
  }

  for (const [name, value] of Object.entries(methods)) {
    Object.defineProperty(value, 'length', { value: 0, configurable: true });
    Object.defineProperty(Storage.prototype, name, { value, writable: true, enumerable: true, configurable: true });
  }
  const length = function (this: unknown): number {
    return itemsOf(this).count;
  };
  Object.defineProperty(length, 'name', { value: '' });
  Object.defineProperty(Storage.prototype, 'length', { get: length, enumerable: true, configurable: false });
  Object.defineProperty(Storage, 'length', { value: 0 });
  return Storage;
}

export const binding: BindingFactory = (environment) => {
  const kConstructorKey = Symbol('constructor_key_symbol');
  return { kConstructorKey, Storage: storageClass(environment, kConstructorKey) };
};
