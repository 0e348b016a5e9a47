// stripVTControlCharacters, styleText, toUSVString, MIMEType, TextDecoder kinds.
const util = require('node:util');
console.log(
  JSON.stringify(util.stripVTControlCharacters('\u001b[31mred\u001b[0m \u001b]8;;http://x\u0007link\u001b]8;;\u0007')),
);
console.log(
  JSON.stringify(util.styleText(['bold', 'red'], 'x', { validateStream: false })),
  JSON.stringify(util.toUSVString('a\ud800b')),
);
try {
  util.styleText('nocolor', 'x');
} catch (error) {
  console.log(error.code);
}
const type = new util.MIMEType('Text/HTML;Charset="UTF-8"; q=1');
type.params.set('level', '"2"');
console.log(String(type), type.essence, [...type.params], JSON.stringify(type));
try {
  new util.MIMEType('nothing');
} catch (error) {
  console.log(error.code, error.message);
}
for (const label of ['utf-8', 'utf-16le', 'latin1', 'UTF8', 'windows-1252'])
  console.log(
    new util.TextDecoder(label).encoding,
    JSON.stringify(new util.TextDecoder(label).decode(Uint8Array.of(0xc3, 0xa9, 0x41, 0))),
  );
const stream = new TextDecoder();
console.log(stream.decode(Uint8Array.of(0xe2, 0x82), { stream: true }) + stream.decode(Uint8Array.of(0xac)));
try {
  new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.of(255));
} catch (error) {
  console.log(error.name, error.code);
}
try {
  new TextDecoder('x-none');
} catch (error) {
  console.log(error.name, error.code);
}
console.log(new TextEncoder().encodeInto('héllo', new Uint8Array(3)), util.inspect(new TextEncoder().encode('€')));
