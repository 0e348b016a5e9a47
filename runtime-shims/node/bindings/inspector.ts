/**
 * src/inspector_js_api.cc without an inspector: the browser's own tools look at a Worker from outside. What would need
 * one throws Node's error for that; what only tells those who listen does nothing, as natively while nobody does.
 */
import type { BindingFactory } from '../environment.ts';
import { completeFromShape } from '../from_shape.ts';

/** Of V8's console for the inspector: all of them send to front-ends. */
const consoleMethods = [
  ...['debug', 'error', 'info', 'log', 'warn', 'dir', 'dirxml', 'table', 'trace', 'group'],
  ...['groupCollapsed', 'groupEnd', 'clear', 'count', 'countReset', 'assert', 'profile', 'profileEnd', 'time'],
  ...['timeLog', 'timeEnd', 'timeStamp'],
];

export const binding: BindingFactory = (environment) => {
  function refuse(): never {
    const { codes } = environment.requireBuiltin('internal/errors') as { codes: Record<string, new () => Error> };
    throw new (codes.ERR_INSPECTOR_NOT_AVAILABLE as new () => Error)();
  }
  return completeFromShape(environment, 'inspector', {
    Connection: class Connection {
      constructor() {
        refuse();
      }
    },
    MainThreadConnection: class MainThreadConnection {
      constructor() {
        refuse();
      }
    },
    open: refuse,
    waitForDebugger: () => false,
    isEnabled: () => false,
    url: () => undefined,
    emitProtocolEvent(): void {},
    console: Object.fromEntries(consoleMethods.map((name) => [name, () => undefined])),
    setConsoleExtensionInstaller(): void {},
    registerAsyncHook(): void {},
  });
};
