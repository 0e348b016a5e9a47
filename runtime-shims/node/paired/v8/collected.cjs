// gc() of --expose-gc: what nothing holds any more is gone after it, what something holds is not.
const v8 = require('node:v8');
const vm = require('node:vm');
const { setImmediate: turn } = require('node:timers/promises');
console.log(typeof gc);
v8.setFlagsFromString('--expose_gc');
const collect = vm.runInNewContext('gc');
console.log(typeof gc, typeof collect, collect.name, Object.keys(globalThis).includes('gc'));
const held = { name: 'held' };
const weak = [new WeakRef(held)];
(() => weak.push(new WeakRef({ name: 'left', more: new Array(1000).fill('x') })))();
(async () => {
  await turn();
  console.log(collect());
  console.log(weak.map((reference) => reference.deref()?.name));
  let told;
  const registry = new FinalizationRegistry((value) => {
    told = value;
  });
  (() => registry.register({}, 'the registry is told'))();
  while (told === undefined) {
    await turn();
    await collect({ execution: 'async' });
  }
  console.log(told, held.name);
})();
