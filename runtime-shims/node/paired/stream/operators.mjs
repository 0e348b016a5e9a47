// The iterator helpers of Readable.
import { Readable } from 'node:stream';

const numbers = () => Readable.from([1, 2, 3, 4, 5]);
console.log(
  await numbers()
    .map((n) => n * 2)
    .toArray(),
  await numbers()
    .filter((n) => n % 2)
    .toArray(),
  await numbers()
    .map(async (n) => n, { concurrency: 3 })
    .reduce((a, b) => a + b, 0),
  await numbers().take(2).toArray(),
  await numbers().drop(3).toArray(),
);
console.log(
  await numbers().some((n) => n > 4),
  await numbers().every((n) => n > 1),
  await numbers().find((n) => n > 2),
  await numbers()
    .flatMap((n) => [n, n])
    .take(3)
    .toArray(),
);
await numbers().forEach((n) => {
  if (n === 1) console.log('first');
});
console.log(
  await numbers()
    .map(() => {
      throw new Error('mapped');
    })
    .toArray()
    .catch((error) => error.message),
);
try {
  numbers().map(5);
} catch (error) {
  console.log(error.code);
}
console.log(
  await numbers().reduce((a, b) => a + b),
  await Readable.from([])
    .reduce((a, b) => a + b)
    .catch((error) => error.name),
);
