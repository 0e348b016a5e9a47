/** `database.limits` (`DatabaseSyncLimits` in src/node_sqlite.cc; https://sqlite.org/c3ref/limit.html). */
import { NativeProxy } from '../../tracked_proxy.ts';
import type { Connection } from './connection.ts';
import { invalidState, invalidType, isInt32, outOfRange, requireObject } from './errors.ts';

/** SQLITE_LIMIT_* in their order, by Node's names; number 11 (worker threads) is not among them. */
const LIMITS = [
  ...['length', 'sqlLength', 'column', 'exprDepth', 'compoundSelect', 'vdbeOp', 'functionArg', 'attach'],
  ...['likePatternLength', 'variableNumber', 'triggerDepth'],
];
const LARGEST = 2 ** 31 - 1;

/** The limits that a database is opened with, by number. */
export function limitOptions(options: Record<string, unknown>): Map<number, number> {
  const given = new Map<number, number>();
  if (options['limits'] === undefined) return given;
  const limits = requireObject(options['limits'], 'options.limits');
  LIMITS.forEach((name, id) => {
    const value = limits[name];
    if (value === undefined) return;
    if (!isInt32(value)) throw invalidType(`The "options.limits.${name}" argument must be an integer.`);
    if (value < 0) throw outOfRange(`The "options.limits.${name}" argument must be non-negative.`);
    given.set(id, value);
  });
  return given;
}

export function limitsOf(connection: Connection): object {
  const { exports } = connection.sqlite;
  const open = () => {
    if (!connection.isOpen) throw invalidState('database is not open');
    return connection.address;
  };
  const idOf = (name: string | symbol) => (typeof name === 'string' ? LIMITS.indexOf(name) : -1);
  const target = {};
  for (const name of LIMITS) {
    Object.defineProperty(target, name, {
      value: 0,
      writable: true,
      enumerable: true,
      configurable: false,
    });
  }
  return new NativeProxy(target, {
    get: (object, name, receiver) =>
      idOf(name) < 0 ? Reflect.get(object, name, receiver) : exports.sqlite3_limit(open(), idOf(name), -1),
    set(object, name, value, receiver) {
      const id = idOf(name);
      if (id < 0) return Reflect.set(object, name, value, receiver);
      const address = open();
      const isInfinite = value === Number.POSITIVE_INFINITY;
      if (!isInfinite && !isInt32(value)) {
        throw invalidType('Limit value must be a non-negative integer or Infinity.');
      }
      if (value < 0) throw outOfRange('Limit value must be non-negative.');
      exports.sqlite3_limit(address, id, isInfinite ? LARGEST : value);
      return true;
    },
    getOwnPropertyDescriptor(object, name) {
      const id = idOf(name);
      if (id < 0) return Reflect.getOwnPropertyDescriptor(object, name);
      const value = exports.sqlite3_limit(open(), id, -1);
      return { value, writable: true, enumerable: true, configurable: false };
    },
  });
}
