/**
 * src/node_ipc_serdes: messages between processes with `serialization: 'advanced'`: V8's format behind a length, views
 * as host objects.
 */
import { copyOf } from '../bytes/utf8.ts';
import type { BindingFactory } from '../environment.ts';
import { ValueDeserializer } from '../wire_format/deserializer.ts';
import { ValueSerializer } from '../wire_format/serializer.ts';
import { viewByName, viewName } from '../wire_format/tags.ts';

/** Bytes of the length before a message, big endian. */
const LENGTH_BYTES = 4;
/** First number of a host object: a view follows. Of anything else that a native holds, nothing is written but this. */
const HOST_VIEW = 0;
const HOST_OTHER = 1;

/** Numbers of the classes of views, as in lib/v8.js. */
const VIEWS = [
  'Int8Array',
  'Uint8Array',
  'Uint8ClampedArray',
  'Int16Array',
  'Uint16Array',
  'Int32Array',
  'Uint32Array',
  'Float32Array',
  'Float64Array',
  'DataView',
  'Buffer',
  'BigInt64Array',
  'BigUint64Array',
  'Float16Array',
];
const BUFFER = VIEWS.indexOf('Buffer');

export const binding: BindingFactory = (environment) => ({
  serialize(message: unknown, Buffer: typeof import('node:buffer').Buffer): Uint8Array {
    const serializer = new ValueSerializer({
      dataCloneError: (text) => new Error(text),
      sharedArrayBufferId: () => {
        throw new Error('#<SharedArrayBuffer> could not be cloned.');
      },
      writeHostObject(object) {
        if (!ArrayBuffer.isView(object)) {
          serializer.writeUint32(HOST_OTHER);
          return;
        }
        serializer.writeUint32(HOST_VIEW);
        serializer.writeUint32(object.constructor === Buffer ? BUFFER : VIEWS.indexOf(viewName(object)));
        serializer.writeUint32(object.byteLength);
        serializer.writeRawBytes(new Uint8Array(object.buffer, object.byteOffset, object.byteLength));
      },
    });
    serializer.treatsViewsAsHostObjects = true;
    serializer.writeRawBytes(new Uint8Array(LENGTH_BYTES));
    serializer.writeHeader();
    serializer.writeValue(message);
    const bytes = serializer.release();
    new DataView(bytes.buffer).setUint32(0, bytes.length - LENGTH_BYTES);
    return Buffer.from(bytes.buffer);
  },

  deserialize(bytes: Uint8Array): unknown {
    const { Buffer } = environment.requireBuiltin('buffer') as typeof import('node:buffer');
    const deserializer: ValueDeserializer = new ValueDeserializer(bytes, {
      readHostObject(): object {
        const kind = deserializer.readUint32();
        if (kind !== HOST_VIEW) return {};
        const name = VIEWS[deserializer.readUint32() ?? VIEWS.length];
        const length = deserializer.readUint32() ?? 0;
        const start = deserializer.skipRawBytes(length);
        const View = viewByName.get(name ?? '');
        if (start === undefined || (View === undefined && name !== 'Buffer'))
          throw new Error('Unable to deserialize cloned data.');
        const copy = copyOf(bytes, start, start + length).buffer;
        return View === undefined ? Buffer.from(copy) : new View(copy, 0);
      },
    });
    deserializer.readHeader();
    return deserializer.readValue();
  },
});
