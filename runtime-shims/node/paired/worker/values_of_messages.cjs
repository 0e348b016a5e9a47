// What structured clones look like on the other side of a thread: numbers of every size, texts, keys, holes, cycles.
const { Worker, isMainThread, parentPort } = require('node:worker_threads');
const { inspect, isDeepStrictEqual } = require('node:util');

if (!isMainThread)
  parentPort.on('message', (value) => parentPort.postMessage({ value, shown: inspect(value, { depth: 5 }) }));
else main();

function values() {
  const cycle = { name: 'cycle', list: [1, , 3] };
  cycle.self = cycle;
  cycle.list.push(cycle.list);
  const odd = JSON.parse('{"__proto__": 1, "0": "zero", "4294967295": 2, "01": 3, "constructor": 4}');
  return [
    [0, -0, 1, -1, 63, 64, -64, -65, 127, 128, 16_383, 16_384, 2 ** 30, -(2 ** 30), 2 ** 31, 2 ** 32, 2 ** 53],
    [0.5, -1.25, NaN, Infinity, 5e-324, 1n, -(2n ** 70n), 0n],
    ['', 'a', 'grüße', '€', '\u{1f33f}', '\ud800', 'x'.repeat(300), 'ÿ'.repeat(300), 'Ā'.repeat(300)],
    [undefined, null, true, false, new Date(0), new Date(NaN), /a+b/giu],
    { empty: {}, array: [], nested: { a: [{ b: { c: [1, [2, [3]]] } }] } },
    odd,
    cycle,
    new Map([[{ key: 1 }, new Set(['a', new Map()])]]),
    [new Uint8Array([1, 2, 3]), new Float64Array([1.5]), new DataView(new ArrayBuffer(4), 1, 2), new ArrayBuffer(3)],
    Object.assign(new RangeError('told', { cause: 'why' }), { stack: 'RangeError: told\n    at nowhere' }),
    [Object(1), Object('s'), Object(false), Object(2n)],
    Object.create({ inherited: 1 }, { own: { value: 2, enumerable: true }, hidden: { value: 3 } }),
  ];
}

async function main() {
  const worker = new Worker(__filename);
  for (const value of values()) {
    worker.postMessage(value);
    const answer = await new Promise((resolve) => worker.once('message', resolve));
    console.log(answer.shown);
    console.log(isDeepStrictEqual(answer.value, structuredClone(value)));
  }
  await worker.terminate();
}
