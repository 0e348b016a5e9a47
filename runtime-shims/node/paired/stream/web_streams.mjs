// Web streams: pulling, tee, transform, byte streams, conversions both ways, and errors.
import { Readable, Writable } from 'node:stream';
import { arrayBuffer, buffer, json, text } from 'node:stream/consumers';
import {
  ByteLengthQueuingStrategy,
  ReadableStream,
  TextDecoderStream,
  TransformStream,
  WritableStream,
} from 'node:stream/web';

const counting = () => {
  let n = 0;
  return new ReadableStream({
    pull(controller) {
      controller.enqueue(`${++n}`);
      if (n === 3) controller.close();
    },
  });
};
const [one, two] = counting().tee();
console.log(await text(one), await text(two));
console.log(
  await text(
    counting().pipeThrough(
      new TransformStream({
        transform(part, controller) {
          controller.enqueue(part + part);
        },
        flush(controller) {
          controller.enqueue('.');
        },
      }),
    ),
  ),
  await json(Readable.from(['{"a"', ':1}'])),
  (await buffer(Readable.from(['xy']))).length,
  (await arrayBuffer(new Blob(['abc']).stream())).byteLength,
);
const bytes = new ReadableStream({
  type: 'bytes',
  pull(controller) {
    const view = controller.byobRequest?.view;
    if (view) {
      view[0] = 65;
      controller.byobRequest.respond(1);
    } else controller.enqueue(Uint8Array.of(66));
  },
});
const reader = bytes.getReader({ mode: 'byob' });
console.log((await reader.read(new Uint8Array(4))).value);
await reader.cancel();
console.log(
  await text(Readable.fromWeb(counting())),
  (
    await Readable.toWeb(Readable.from(['q']))
      .getReader()
      .read()
  ).value,
);
const got = [];
await counting().pipeTo(
  Writable.toWeb(
    new Writable({
      objectMode: true,
      write(part, _, done) {
        got.push(String(part));
        done();
      },
    }),
  ),
);
console.log(got);
const failing = new ReadableStream({
  start(controller) {
    controller.error(new Error('errored'));
  },
});
console.log(await text(failing).catch((error) => error.message));
const locked = counting();
locked.getReader();
try {
  locked.getReader();
} catch (error) {
  console.log(error.name, error.code);
}
const closed = new WritableStream().getWriter();
await closed.close();
console.log(
  await closed.write('x').catch((error) => error.code ?? error.name),
  new ByteLengthQueuingStrategy({ highWaterMark: 5 }).highWaterMark,
  await text(ReadableStream.from([Uint8Array.of(226, 130), Uint8Array.of(172)]).pipeThrough(new TextDecoderStream())),
);
