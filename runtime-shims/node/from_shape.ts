/** The rest of a binding by its native shape: constants as they are, functions and classes that refuse by name. */
import type { Binding, BindingShape, Environment, NativeShape } from './environment.ts';

/** `own` with everything else that the native binding `name` exports. */
export function completeFromShape(environment: Environment, name: string, own: Binding): Binding {
  const shape: BindingShape | undefined = environment.shapes[name];
  const binding: Binding = {};
  for (const [key, native] of Object.entries(shape ?? {})) {
    binding[key] = Object.hasOwn(own, key) ? own[key] : standIn(environment, `${name}.${key}`, key, native);
  }
  return Object.assign(binding, own);
}

function standIn(environment: Environment, path: string, key: string, native: NativeShape): unknown {
  switch (native.kind) {
    case 'function':
      return unimplementedFunction(environment, path, key, native.prototype);
    case 'constant':
      return native.value;
    case 'bigint':
      return BigInt(native.value);
    case 'symbol':
      return Symbol(native.description);
    case 'object': {
      const object: Binding = {};
      for (const [inner, shape] of Object.entries(native.properties)) {
        object[inner] = standIn(environment, `${path}.${inner}`, inner, shape);
      }
      return object;
    }
    case 'typed-array': {
      const Constructor = typedArrays[native.type as keyof typeof typedArrays];
      return new Constructor(native.length);
    }
    case 'undefined':
      return undefined;
  }
}

const typedArrays = {
  Uint8Array,
  Int8Array,
  Uint16Array,
  Int16Array,
  Uint32Array,
  Int32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
};

const refusals = new WeakSet<object>();

/** Is this a function whose whole work is to refuse? */
export function isUnimplemented(native: object): boolean {
  return (
    refusals.has(native) ||
    /^(?:function\b|\()[^{]*(?:=>\s*|\{\s*(?:return\s+)?)(?:\w+\.)?unimplemented\(/.test(String(native))
  );
}

/** Can be called, constructed and extended; only doing so is refused, as Node's library does all of that at load time. */
export function unimplementedFunction(
  environment: Environment,
  path: string,
  name: string,
  prototype: Record<string, NativeShape> = {},
): (...args: unknown[]) => never {
  const refuse = function (): never {
    return environment.unimplemented(path);
  };
  refusals.add(refuse);
  Object.defineProperty(refuse, 'name', { value: name, configurable: true });
  for (const method of Object.keys(prototype)) {
    if (method === 'constructor') continue;
    const value = () => environment.unimplemented(`${path}.${method}`);
    Object.defineProperty(value, 'name', { value: method, configurable: true });
    Object.defineProperty(refuse.prototype, method, { value, writable: true, configurable: true });
  }
  return refuse;
}
