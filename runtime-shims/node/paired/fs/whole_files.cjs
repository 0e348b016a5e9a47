const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const base = fs.mkdtempSync(path.join(os.tmpdir(), 'paired-'));
const at = (...parts) => path.join(base, ...parts);
process.on('exit', () => fs.rmSync(base, { recursive: true, force: true }));

for (const encoding of ['utf8', 'latin1', 'utf16le', 'base64', 'hex', 'ascii', 'base64url']) {
  fs.writeFileSync(at('text'), Buffer.from('añ😀b').toString(encoding), encoding);
  console.log(encoding, fs.readFileSync(at('text')), JSON.stringify(fs.readFileSync(at('text'), encoding)));
}
fs.writeFileSync(at('bytes'), Buffer.from([0xef, 0xbb, 0xbf, 0x61, 0xff, 0xc3, 0x28, 0xed, 0xa0, 0x80]));
console.log(JSON.stringify(fs.readFileSync(at('bytes'), 'utf8')));
fs.writeFileSync(at('surrogate'), 'a\ud800b');
console.log(fs.readFileSync(at('surrogate')));
fs.appendFileSync(at('log'), 'one\n');
fs.appendFileSync(at('log'), Buffer.from('two\n'));
fs.writeFileSync(at('log'), 'three\n', { flag: 'a', mode: 0o600 });
console.log(fs.readFileSync(at('log'), { encoding: 'utf8', flag: 'r' }));
fs.writeFileSync(at('empty'), '');
console.log(fs.readFileSync(at('empty')), fs.readFileSync(at('empty'), 'utf8') === '');
const big = 'line of text é\n'.repeat(50000);
fs.writeFileSync(at('big'), big);
console.log(
  fs.statSync(at('big')).size,
  fs.readFileSync(at('big'), 'utf8') === big,
  fs.readFileSync(at('big')).toString() === big,
);
fs.readFile(at('big'), 'utf8', (error, text) => {
  console.log('callback', error, text === big);
  fs.writeFile(at('big'), big.slice(0, 10), { flush: true }, (problem) =>
    console.log(problem, fs.readFileSync(at('big'), 'utf8')),
  );
});
console.log(fs.readFileSync('/dev/null', 'utf8') === '', fs.readFileSync('/dev/null').length);
console.log(fs.writeFileSync('/dev/null', 'nothing'));
