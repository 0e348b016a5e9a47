/** The file, line and carets of a SyntaxError on the error object: AppendExceptionLine in src/node_errors.cc. */
import type { Environment } from '../environment.ts';
import { arrowMessage } from '../source_transform/syntax_error.ts';

interface PrivateSymbols {
  arrow_message_private_symbol: symbol;
  decorated_private_symbol: symbol;
  host_defined_option_symbol: symbol;
  contextify_context_private_symbol: symbol;
}

export function privateSymbols(environment: Environment): PrivateSymbols {
  return environment.internalBinding('util').privateSymbols as PrivateSymbols;
}

/** Node's private symbols leave no own property ({@link privateSymbols}), except where nothing can be inherited. */
export function setPrivate(object: object, symbol: symbol, value: unknown): void {
  if (typeof symbol !== 'symbol') return;
  if (object instanceof Object && Object.hasOwn(Object.prototype, symbol)) {
    (object as Record<symbol, unknown>)[symbol] = value;
    return;
  }
  Object.defineProperty(object, symbol, { value, writable: true, enumerable: false, configurable: true });
}

/** For errors that the library decorates later (`decorateErrorStack`). */
export function appendArrow(environment: Environment, error: unknown): void {
  const arrow = arrowMessage(error);
  if (arrow === undefined) return;
  setPrivate(error as object, privateSymbols(environment).arrow_message_private_symbol, arrow);
}

/** For errors that leave the native side already decorated. */
export function decorateErrorStack(environment: Environment, error: unknown, arrow = arrowMessage(error)): void {
  const symbols = privateSymbols(environment);
  if (arrow === undefined || (error as Record<symbol, unknown>)[symbols.decorated_private_symbol]) return;
  const decorated = error as Error;
  setPrivate(decorated, symbols.arrow_message_private_symbol, arrow);
  const value = `${arrow}\n${decorated.stack}`;
  Object.defineProperty(decorated, 'stack', { value, writable: true, enumerable: false, configurable: true });
  setPrivate(decorated, symbols.decorated_private_symbol, true);
}
