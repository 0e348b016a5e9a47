// What Promise.resolve and Promise.reject make is shown with its value; the functions stay what they are.
const { inspect } = require('node:util');

console.log(Promise.resolve(4), Promise.resolve(), Promise.resolve({ a: [1] }), Promise.resolve(['x']));
const refused = Promise.reject(new RangeError('no').message);
console.log(refused);
refused.catch(() => {});
console.log(new Promise(() => {}), Promise.resolve(new Promise(() => {})));
console.log(Promise.resolve({ ['th' + 'en']() {} }), inspect(Promise.resolve(Promise.resolve(1))));
class Own extends Promise {}
console.log(Own.resolve(1) instanceof Own, Own.reject(2).catch(String) instanceof Own);
console.log(Promise.resolve.name, Promise.resolve.length, String(Promise.resolve), String(Promise.reject));
console.log(Reflect.ownKeys(Promise.resolve(1)), Object.isFrozen(Object.freeze(Promise.resolve(1))));
try {
  Promise.resolve.call(undefined, 1);
} catch ({ name, message }) {
  console.log(name, message);
}
let asked = 0;
const thenable = {
  get ['th' + 'en']() {
    asked++;
    return undefined;
  },
};
Promise.resolve(thenable).then(() => console.log('asked', asked));
