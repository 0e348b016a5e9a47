/**
 * Where a value that is no error was thrown: it has no stack, and whoever catches it only has the value. The browser
 * tells the place for what leaves a listener, in an `error` event that it dispatches before `dispatchEvent` returns.
 */
import { originalPosition, type Position } from './source_transform/compiled_scripts.ts';

// The browser's own: later the global ones are Node's.
const { EventTarget: HostEventTarget, Event: HostEvent, addEventListener, removeEventListener } = globalThis;

let last: { value: unknown; position: Position } | undefined;

/** Runs a program's first script, and throws what it throws. */
export function rememberThrow(run: () => void): void {
  let thrown: { value: unknown } | undefined;
  const listen = (event: ErrorEvent) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    const { error: value, filename: name, lineno: line, colno: column } = event;
    thrown = { value };
    last = { value, position: originalPosition(name, line, column) ?? { name, line, column } };
  };
  const target = new HostEventTarget();
  target.addEventListener('run', run);
  addEventListener('error', listen);
  try {
    target.dispatchEvent(new HostEvent('run'));
  } finally {
    removeEventListener('error', listen);
  }
  if (thrown !== undefined) throw thrown.value;
}

/** `line` and `column` count from 1; undefined where it is not known. */
export function throwPositionOf(value: unknown): Position | undefined {
  return last !== undefined && Object.is(last.value, value) ? last.position : undefined;
}
