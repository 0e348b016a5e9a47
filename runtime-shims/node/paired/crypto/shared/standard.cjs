// Shared by the programs of the standards' own test vectors.
exports.bytes = (hex) => Buffer.from(hex, 'hex');
/** Bytes that count up from `first`. */
exports.counting = (first, length) => Buffer.from(Array.from({ length }, (_, index) => first + index));

exports.check = (source, actual, expected) => {
  const text =
    ArrayBuffer.isView(actual) || actual instanceof ArrayBuffer ? Buffer.from(actual).toString('hex') : actual;
  if (text === expected) console.log(source, 'as published');
  else console.log(source, 'gives', text, 'but is published as', expected);
};
