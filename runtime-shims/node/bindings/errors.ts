/** node_errors.cc: exit codes, and the way of an exception that nobody caught. */
import type { BindingFactory, Environment } from '../environment.ts';
import { fatalErrorsOf } from '../fatal_errors.ts';
import { completeFromShape } from '../from_shape.ts';
import { sourceLine } from '../source_line.ts';
import { callSitesOf, setLibraryStackTraceCallback } from '../stack_trace_hook.ts';

/** `error` as text without running any of its code (Object::NoSideEffectsToString). */
function noSideEffectsToString(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'symbol') return value.toString();
  if (typeof value !== 'object' && typeof value !== 'function') return String(value);
  if (value === null) return 'null';
  const data = (name: string): unknown => {
    for (let object: object | null = value; object; object = Object.getPrototypeOf(object)) {
      const descriptor = Object.getOwnPropertyDescriptor(object, name);
      if (descriptor) return descriptor.value;
    }
    return undefined;
  };
  const name = data('name');
  const message = data('message');
  if (typeof name === 'string' && typeof message === 'string') return message ? `${name}: ${message}` : name;
  return '#<Object>';
}

/** Where an error was made: GetErrorSourcePositions. Lines count from 1, columns from 0. */
function sourcePosition(environment: Environment, error: { stack?: unknown }): object {
  const [site] = callSitesOf(error) as (NodeJS.CallSite & { getScriptNameOrSourceURL(): string | null })[];
  const name = site?.getScriptNameOrSourceURL() ?? '';
  const line = site?.getLineNumber() ?? 0;
  const column = site?.getColumnNumber() ?? 0;
  return {
    sourceLine: site && sourceLine(environment, name, line),
    scriptResourceName: name,
    lineNumber: line,
    startColumn: column - 1,
  };
}

export const binding: BindingFactory = (environment) => {
  const fatal = fatalErrorsOf(environment);
  return completeFromShape(environment, 'errors', {
    setPrepareStackTraceCallback: setLibraryStackTraceCallback,
    setGetSourceMapErrorSource() {},
    setSourceMapsEnabled() {},
    setMaybeCacheGeneratedSourceMap() {},
    setEnhanceStackForFatalException(before: (error: unknown) => void, after: (error: unknown) => unknown) {
      fatal.setEnhancers(before, after);
    },
    noSideEffectsToString,
    triggerUncaughtException: (error: unknown, fromPromise: boolean) => fatal.trigger(error, fromPromise),
    getErrorSourcePositions: (error: { stack?: unknown }) => sourcePosition(environment, error),
  });
};
