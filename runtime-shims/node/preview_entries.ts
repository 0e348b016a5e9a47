/** What util.inspect shows of collections and their iterators (v8::Object::PreviewEntries). */
import { types } from './bindings/types.ts';

const { apply } = Reflect;
const mapEntries = Map.prototype.entries;
const setValues = Set.prototype.values;
const mapIteratorNext = nextOf(new Map().entries());
const setIteratorNext = nextOf(new Set().values());

type Next = () => IteratorResult<unknown>;

function nextOf(iterator: object): Next {
  return (Object.getPrototypeOf(iterator) as { next: Next }).next;
}

export interface Preview {
  entries: unknown[];
  isKeyValue: boolean;
}

/** `undefined` for what is neither a collection nor an iterator of one. */
export function previewEntries(value: object): Preview | undefined {
  if (types.isMap(value)) {
    return { entries: [...(apply(mapEntries, value, []) as Iterable<[unknown, unknown]>)].flat(1), isKeyValue: true };
  }
  if (types.isSet(value))
    return { entries: [...(apply(setValues, value, []) as Iterable<unknown>)], isKeyValue: false };
  // Weak collections cannot be enumerated by JavaScript.
  if (types.isWeakMap(value)) return { entries: [], isKeyValue: true };
  if (types.isWeakSet(value)) return { entries: [], isKeyValue: false };
  if (types.isMapIterator(value)) return fromItems(remainingOf(value, mapIteratorNext), isFreshPair);
  if (types.isSetIterator(value)) return fromItems(remainingOf(value, setIteratorNext), isSetPair);
  return undefined;
}

/** An iterator tells its kind only by what it yields: iterators over values that all are pairs pass for entries. */
function fromItems(items: unknown[], isPair: (item: unknown) => boolean): Preview {
  const isKeyValue = items.length > 0 && items.every(isPair);
  return { entries: isKeyValue ? (items as unknown[][]).flat(1) : items, isKeyValue };
}

const isFreshPair = (item: unknown): boolean => Array.isArray(item) && item.length === 2;
const isSetPair = (item: unknown): boolean =>
  isFreshPair(item) && Object.is((item as unknown[])[0], (item as unknown[])[1]);

const replayed = new WeakMap<object, unknown[]>();

/**
 * Reading an iterator ends it, so it gets an own `next` that yields again what was read. What is added to the collection
 * afterwards is not seen by it.
 */
function remainingOf(iterator: object, next: Next): unknown[] {
  const known = replayed.get(iterator);
  if (known !== undefined) return [...known];
  const items: unknown[] = [];
  for (let result = apply(next, iterator, []); result.done !== true; result = apply(next, iterator, [])) {
    items.push(result.value);
  }
  const remaining = [...items];
  replayed.set(iterator, remaining);
  Object.defineProperty(iterator, 'next', {
    configurable: true,
    writable: true,
    enumerable: false,
    value: function next(): IteratorResult<unknown> {
      return remaining.length > 0 ? { value: remaining.shift(), done: false } : { value: undefined, done: true };
    },
  });
  return items;
}
