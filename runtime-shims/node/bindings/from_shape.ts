/** Bindings, or parts of them, that are only what the native one's dump says: constants, symbols, and honest absences. */
import type { Binding, BindingShape, Environment, NativeShape } from '../environment.ts';

const arrays: Record<string, (length: number) => ArrayBufferView> = {
  Uint8Array: (length) => new Uint8Array(length),
  Uint32Array: (length) => new Uint32Array(length),
  Int32Array: (length) => new Int32Array(length),
  Float64Array: (length) => new Float64Array(length),
  BigInt64Array: (length) => new BigInt64Array(length),
  BigUint64Array: (length) => new BigUint64Array(length),
};

function valueOf(environment: Environment, path: string, shape: NativeShape): unknown {
  switch (shape.kind) {
    case 'constant':
      return shape.value;
    case 'bigint':
      return BigInt(shape.value);
    case 'symbol':
      return Symbol(shape.description);
    case 'typed-array':
      return arrays[shape.type]?.(shape.length);
    case 'object':
      return fromShape(environment, path, shape.properties);
    case 'function': {
      // A function, so that classes of the library may extend it and typeof is right; but it never answers.
      const absent = function () {
        environment.unimplemented(path);
      };
      Object.defineProperty(absent, 'name', { value: shape.name, configurable: true });
      for (const [name, method] of Object.entries(shape.prototype ?? {})) {
        const value = valueOf(environment, `${path}.prototype.${name}`, method);
        Object.defineProperty(absent.prototype, name, { value, writable: true, enumerable: true, configurable: true });
      }
      return absent;
    }
    default:
      return undefined;
  }
}

/** An object with everything of a shape; its functions throw when called, naming themselves. */
export function fromShape(environment: Environment, path: string, shape: BindingShape): Binding {
  const binding: Binding = {};
  for (const [name, entry] of Object.entries(shape)) binding[name] = valueOf(environment, `${path}.${name}`, entry);
  return binding;
}

/** `own` over everything else of the native shape. */
export function overShape(environment: Environment, name: string, own: Binding): Binding {
  return { ...fromShape(environment, name, environment.shapes[name] ?? {}), ...own };
}
