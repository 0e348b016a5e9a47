// Shared by the programs: prints what a call gives or how it fails.
const show = (value) =>
  Buffer.isBuffer(value) || ArrayBuffer.isView(value) ? Buffer.from(value).toString('hex') : value;

exports.attempt = (name, call) => {
  try {
    console.log(name, show(call()));
  } catch (error) {
    console.log(name, error.name, error.code, error.message);
  }
};
exports.keys = require('./keys.json');
exports.message = Buffer.from('the message that natives sign');
