/**
 * Messages that leave their thread: V8's format, with what Node adds to it (src/node_messaging.cc) as host objects.
 *
 *     | where the names of shared objects begin, 0: none (4 bytes) | value … | their names, as JSON |
 */
import { types } from './bindings/types.ts';
import {
  type CloneContext,
  createDescribed,
  dataCloneError,
  describeNative,
  isSharedNative,
  modeOf,
  type NativeData,
  NOT_LISTED,
  TransferList,
  transferableNativeOf,
  UnreadableMessage,
} from './clone_context.ts';
import { createNative } from './native_objects.ts';
import { encodeUtf8 } from './string_bytes.ts';
import type { ThreadLink } from './thread_link.ts';
import { describeUncloneable } from './uncloneable.ts';
import { ValueDeserializer } from './wire_format/deserializer.ts';
import { ValueSerializer } from './wire_format/serializer.ts';

const HEADER_BYTES = 4;
const emptyHeader = new Uint8Array(HEADER_BYTES);

/** What follows a host object's tag. */
const PORT = 0;
const SHARED = 1;
const DESCRIBED = 2;
const NATIVE = 3;

export interface Encoded {
  bytes: Uint8Array;
  /** The ports that go with it, still the sender's. */
  ports: object[];
  /** Takes away from the sender what it transferred: to be called when the message is sure to go. */
  detach(): void;
}

export interface Decoded {
  value: unknown;
  ports: object[];
}

/** Writes a message for the thread `to` (see {@link ThreadLink}). */
export function encodeMessage(
  context: CloneContext,
  link: ThreadLink,
  to: number,
  value: unknown,
  transferList: readonly unknown[],
): Encoded {
  const list = new TransferList(context, transferList);
  const ports = [...list.ports];
  const shared: unknown[] = [];
  const share = (object: unknown): number => {
    const known = shared.indexOf(object);
    return known >= 0 ? known : shared.push(object) - 1;
  };
  const fail = (message: string): never => {
    throw dataCloneError(context.environment, message);
  };

  function writeHostObject(object: object): void {
    const port = ports.indexOf(object);
    if (port >= 0) {
      serializer.writeUint32(PORT);
      serializer.writeUint32(port);
    } else if (object instanceof WebAssembly.Module || object instanceof WebAssembly.Memory) {
      serializer.writeUint32(SHARED);
      serializer.writeUint32(share(object));
    } else if (isSharedNative(object)) {
      const data = describeNative(object) ?? fail(`${describeUncloneable(object)} could not be cloned.`);
      serializer.writeUint32(NATIVE);
      serializer.writeValue(data);
    } else if (transferableNativeOf(object) !== undefined) {
      serializer.writeUint32(NATIVE);
      serializer.writeValue(list.describeNative(object));
    } else if (context.ports.isTransferable(object)) {
      fail(NOT_LISTED);
    } else {
      const { data, deserializeInfo } = list.describe(object, modeOf(object) ?? 0);
      serializer.writeUint32(DESCRIBED);
      serializer.writeValue(deserializeInfo);
      serializer.writeValue(data);
    }
  }

  const serializer: ValueSerializer = new ValueSerializer({
    dataCloneError: (message) => dataCloneError(context.environment, message),
    sharedArrayBufferId: share,
    isHostObject: (object) =>
      (modeOf(object) !== undefined && !types.isAnyArrayBuffer(object)) ||
      context.ports.isTransferable(object) ||
      isSharedNative(object) ||
      transferableNativeOf(object) !== undefined ||
      object instanceof WebAssembly.Module ||
      (object instanceof WebAssembly.Memory && object.buffer instanceof SharedArrayBuffer),
    writeHostObject,
  });
  serializer.writeRawBytes(emptyHeader);
  serializer.writeHeader();
  serializer.writeValue(value);
  // Nothing fails from here on.
  const names = shared.length === 0 ? null : encodeUtf8(JSON.stringify(shared.map((object) => link.share(to, object))));
  if (names) serializer.writeRawBytes(names);
  const bytes = serializer.release();
  if (names) new DataView(bytes.buffer).setUint32(0, bytes.length - names.length);
  return {
    bytes,
    ports,
    detach() {
      for (const buffer of list.buffers) if (!buffer.detached) buffer.transfer();
      list.detachNatives(true);
    },
  };
}

const NONE: readonly string[] = [];

function namesOf(bytes: Uint8Array): readonly string[] {
  const start = ((bytes[0]! << 24) | (bytes[1]! << 16) | (bytes[2]! << 8) | bytes[3]!) >>> 0;
  return start === 0 ? NONE : (JSON.parse(new TextDecoder().decode(bytes.subarray(start))) as string[]);
}

/** Whether all shared objects that a message names have arrived. */
export function isComplete(link: ThreadLink, bytes: Uint8Array): boolean {
  return namesOf(bytes).every((name) => link.has(name));
}

/** Reads a message that {@link isComplete}; throws for one that cannot be read. */
export function decodeMessage(context: CloneContext, link: ThreadLink, bytes: Uint8Array, ports: object[]): Decoded {
  try {
    return decode(context, link, bytes, ports);
  } catch (error) {
    throw error instanceof UnreadableMessage ? error.reason : error;
  }
}

function decode(context: CloneContext, link: ThreadLink, bytes: Uint8Array, ports: object[]): Decoded {
  const shared = namesOf(bytes).map((name) => link.take(name) as object);
  const deserializer: ValueDeserializer = new ValueDeserializer(bytes, {
    readHostObject() {
      const kind = deserializer.readUint32();
      if (kind === PORT) return ports[deserializer.readUint32() ?? -1]!;
      if (kind === SHARED) return shared[deserializer.readUint32() ?? -1]!;
      if (kind === NATIVE) return createNative(context.environment, deserializer.readValue() as NativeData);
      const { object, fill } = createDescribed(context, deserializer.readValue() as string);
      fill(deserializer.readValue());
      return object;
    },
  });
  shared.forEach((object, id) => {
    deserializer.transferArrayBuffer(id, object);
  });
  deserializer.skipRawBytes(HEADER_BYTES);
  deserializer.readHeader();
  return { value: deserializer.readValue(), ports };
}
