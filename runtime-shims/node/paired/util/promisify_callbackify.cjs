// promisify with custom symbol and several values, callbackify with odd rejections.
const util = require('node:util');
const plain = util.promisify((a, b, done) => done(a > b ? new Error('greater') : null, a + b));
const many = (done) => done(null, 1, 2);
many[util.promisify.custom] = async () => ({ one: 1, two: 2 });
(async () => {
  console.log(await plain(1, 2), await plain(3, 2).catch((error) => error.message), await util.promisify(many)());
  console.log(
    util.promisify(plain) !== plain,
    util.promisify(setTimeout) === require('node:timers/promises').setTimeout,
  );
  for (const value of ['ok', undefined])
    util.callbackify(async () => value)((error, result) => console.log('result', error, result));
  util.callbackify(async () => {
    throw null;
  })((error) => console.log(error.code, error.reason, error.message));
  util.callbackify(async () => {
    throw new TypeError('typed');
  })((error) => console.log(error.name));
  for (const bad of [null, 1, {}])
    try {
      util.promisify(bad);
    } catch (error) {
      console.log(error.code, error.message);
    }
})();
