/**
 * Where a value that is no error was thrown: it has no stack, and whoever catches it only has the value. The browser
 * tells the place for what leaves a listener, in an `error` event that it dispatches before `dispatchEvent` returns.
 */
import { originalPosition, type Position } from './source_transform/compiled_scripts.ts';

// The browser's own: later the global ones are Node's.
const { EventTarget: HostEventTarget, Event: HostEvent, addEventListener, removeEventListener } = globalThis;

let last: { value: unknown; position: Position } | undefined;

/** What the scripts under way have thrown, the innermost last. */
const running: { thrown?: { value: unknown } }[] = [];

function listen(event: ErrorEvent): void {
  event.preventDefault();
  event.stopImmediatePropagation();
  const { error: value, filename: name, lineno: line, colno: column } = event;
  const innermost = running.at(-1);
  if (innermost) innermost.thrown = { value };
  // Whoever throws it again is not the place.
  if (throwPositionOf(value) !== undefined) return;
  last = { value, position: originalPosition(name, line, column) ?? { name, line, column } };
}

/** Calls whose room telling of an error may need: the browser takes much of it. One that nobody could be told of would end the process. */
const ROOM = 1000;

function hasRoom(calls = ROOM): boolean {
  try {
    return calls === 0 || hasRoom(calls - 1);
  } catch {
    return false;
  }
}

/** Runs a program's script, and throws what it throws. */
export function rememberThrow(run: () => void): void {
  // Node, where tests run this, has no such events.
  if (typeof addEventListener !== 'function' || !hasRoom()) {
    run();
    return;
  }
  const own: (typeof running)[number] = {};
  const target = new HostEventTarget();
  target.addEventListener('run', run);
  if (running.length === 0) addEventListener('error', listen);
  running.push(own);
  try {
    target.dispatchEvent(new HostEvent('run'));
  } finally {
    running.pop();
    if (running.length === 0) removeEventListener('error', listen);
  }
  if (own.thrown !== undefined) throw own.thrown.value;
}

/** `line` and `column` count from 1; undefined where it is not known. */
export function throwPositionOf(value: unknown): Position | undefined {
  return last !== undefined && Object.is(last.value, value) ? last.position : undefined;
}
