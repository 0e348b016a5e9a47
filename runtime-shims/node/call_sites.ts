/** Frames of the running stack as V8's StackTrace gives them, through its `Error.prepareStackTrace`. */

import { wholeStackOf } from './stack_trace_hook.ts';

export interface StackFrame {
  functionName: string;
  scriptName: string;
  lineNumber: number;
  columnNumber: number;
}

interface StackTraceApi {
  stackTraceLimit?: number;
  prepareStackTrace?: ((error: Error, sites: NodeJS.CallSite[]) => unknown) | undefined;
  captureStackTrace?(target: object, above?: unknown): void;
}

const errors = Error as unknown as StackTraceApi;

/** At most `limit` frames, beginning with the caller of `above`. Empty in engines without V8's stack trace API. */
export function captureFrames(limit: number, above: unknown): StackFrame[] {
  if (errors.captureStackTrace === undefined) return [];
  const { stackTraceLimit, prepareStackTrace } = errors;
  const holder: { stack?: unknown } = {};
  let frames: StackFrame[] = [];
  try {
    errors.stackTraceLimit = limit;
    errors.prepareStackTrace = (_error, sites) => {
      frames = sites.map(frameOf);
      return '';
    };
    errors.captureStackTrace(holder, above);
    // Engines may format on the first access only.
    void holder.stack;
  } finally {
    errors.stackTraceLimit = stackTraceLimit;
    errors.prepareStackTrace = prepareStackTrace;
  }
  return frames;
}

/** An error of this very frame, whose receiver is the object asked for. */
function errorOfReceiver(this: object): object {
  const { stackTraceLimit } = errors;
  const holder = {};
  errors.stackTraceLimit = 1;
  errors.captureStackTrace?.(holder);
  errors.stackTraceLimit = stackTraceLimit;
  return holder;
}

/**
 * The name of the constructor that made `object` (v8::Object::GetConstructorName), whatever its prototype is by now: V8
 * tells it of the receiver of a frame. Undefined where no such frame is told.
 */
export function constructorNameOf(object: object): string | undefined {
  return wholeStackOf(Reflect.apply(errorOfReceiver, object, []))[0]?.getTypeName() ?? undefined;
}

function frameOf(site: NodeJS.CallSite): StackFrame {
  return {
    functionName: site.getFunctionName() ?? '',
    scriptName: site.getScriptNameOrSourceURL() ?? site.getFileName() ?? '',
    lineNumber: site.getLineNumber() ?? 0,
    columnNumber: site.getColumnNumber() ?? 0,
  };
}

/** Of the runtime itself rather than of Node's library (`node:`) or of the program (paths and file: URLs). */
export function isRuntimeFrame({ scriptName }: StackFrame): boolean {
  return scriptName === '' || /^(?:https?|blob|wasm|chrome-extension|native):?/.test(scriptName);
}
