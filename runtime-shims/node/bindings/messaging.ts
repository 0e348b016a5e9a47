/** src/node_messaging.cc: ports, channels and structuredClone. */
import { UnreadableMessage } from '../clone_context.ts';
import type { Binding, BindingFactory } from '../environment.ts';
import { messagingOf } from '../message_port.ts';
import { nativeError } from '../native_error.ts';
import { perContextExports } from '../per_context.ts';
import { structuredCloneOf } from '../structured_clone.ts';

export const binding: BindingFactory = (environment) => {
  const messaging = messagingOf(environment);
  const { context } = messaging;
  const { no_message_symbol } = environment.internalBinding('symbols');
  const exceptions = perContextExports(environment);

  const lazily = (target: object, name: 'DOMException' | 'QuotaExceededError', enumerable: boolean): void => {
    const define = (value: unknown) =>
      Object.defineProperty(target, name, { value, writable: true, enumerable, configurable: true });
    Object.defineProperty(target, name, {
      enumerable,
      configurable: true,
      get: () => exceptions[name],
      set: define,
    });
  };

  const binding: Binding = {
    MessageChannel: messaging.MessageChannel,
    MessagePort: messaging.MessagePort,
    broadcastChannel: (name: string) => messaging.broadcastChannel(name),
    drainMessagePort: (port: object) => messaging.drain(port),
    stopMessagePort: (port: object) => messaging.stop(port),
    receiveMessageOnPort(port: unknown) {
      const message = messaging.receive(port);
      return message === undefined ? no_message_symbol : message.value;
    },
    // One realm stands for all contexts, so a port is at home in each of them; only its prototype would differ.
    moveMessagePortToContext(port: object): object {
      if (messaging.isOpen(port)) return port;
      throw nativeError(Error, 'ERR_CLOSED_MESSAGE_PORT', 'Cannot send data on closed MessagePort');
    },
    setDeserializerCreateObjectFunction(createObject: (deserializeInfo: string) => object) {
      context.createObject = createObject;
    },
    structuredClone(value: unknown, options?: { transfer?: unknown[] }) {
      try {
        return structuredCloneOf(context, value, options?.transfer ?? []).value;
      } catch (error) {
        throw error instanceof UnreadableMessage ? error.reason : error;
      }
    },
    exposeLazyDOMExceptionProperty(target: object) {
      lazily(target, 'DOMException', false);
      lazily(target, 'QuotaExceededError', false);
    },
  };
  // The scripts of internal/per_context may run after the binding is made.
  lazily(binding, 'DOMException', true);
  lazily(binding, 'QuotaExceededError', true);
  return binding;
};
