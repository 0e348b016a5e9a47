// Each drains before the other goes on: ticks first, then all microtasks, again until both are empty.
const order = [];
let ticks = 0;
function tick() {
  order.push(`t${++ticks}`);
  if (ticks % 3 === 0) Promise.resolve().then(() => order.push(`m${ticks}`));
  if (ticks < 12) process.nextTick(tick);
}
process.nextTick(tick);
let microtasks = 0;
function microtask() {
  order.push(`q${++microtasks}`);
  if (microtasks === 4) process.nextTick(() => order.push('tick of q4'));
  if (microtasks < 8) queueMicrotask(microtask);
}
queueMicrotask(microtask);
setImmediate(() => {
  order.push('immediate');
  console.log(order.join(' '));
});
process.nextTick((a, b, c, d, e) => order.push([a, b, c, d, e].join()), 1, 2, 3, 4, 5);
