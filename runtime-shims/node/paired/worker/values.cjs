// Values of every kind arrive as they were sent.
const { Worker, isMainThread, parentPort } = require('node:worker_threads');
if (isMainThread) {
  const worker = new Worker(__filename);
  const values = [
    undefined,
    null,
    true,
    -0,
    1.5,
    2n ** 70n,
    'ä€😀',
    new Date(86400000),
    /a+/giu,
    new Map([[1, { two: 2 }]]),
    new Set(['x', new Set()]),
    new Error('broken', { cause: 'why' }).message,
    new Uint16Array([1, 65535]),
    Buffer.from('bytes'),
    new ArrayBuffer(3),
    Object.assign([1, 2, 3], { extra: 4 }),
    { nested: { deep: [{}] } },
    Object(1),
    Object('s'),
    new RangeError('r').name,
    new Float64Array([NaN, Infinity]),
    new DataView(new ArrayBuffer(2)),
  ];
  const cyclic = { name: 'cyclic' };
  cyclic.self = cyclic;
  values.push(cyclic);
  let left = values.length;
  worker.on('message', (value) => {
    console.log(value);
    if (--left === 0) worker.postMessage('end');
  });
  for (const value of values) worker.postMessage({ value });
  for (const bad of [() => {}, Symbol('s'), Promise.resolve(), new WeakMap()]) {
    try {
      worker.postMessage(bad);
    } catch (error) {
      console.log(error.name, error.code, error.message);
    }
  }
} else {
  parentPort.on('message', (message) => {
    if (message === 'end') parentPort.close();
    else parentPort.postMessage(message.value);
  });
}
