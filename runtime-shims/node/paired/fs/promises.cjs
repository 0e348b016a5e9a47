const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const base = fs.mkdtempSync(path.join(os.tmpdir(), 'paired-'));
const at = (...parts) => path.join(base, ...parts);
process.on('exit', () => fs.rmSync(base, { recursive: true, force: true }));

const { promises } = fs;
(async () => {
  await promises.writeFile(at('file'), 'text');
  await promises.appendFile(at('file'), ' and more');
  console.log(await promises.readFile(at('file'), 'utf8'), await promises.readFile(at('file')));
  console.log((await promises.mkdir(at('a/b'), { recursive: true })) === at('a'));
  await promises.rename(at('file'), at('a/file'));
  await promises.link(at('a/file'), at('a/hard'));
  await promises.symlink('file', at('a/soft'));
  console.log(await promises.readdir(at('a')), await promises.readlink(at('a/soft')));
  await promises.truncate(at('a/file'), 4);
  console.log(await promises.readFile(at('a/hard'), 'utf8'), await promises.access(at('a')));
  await promises.chmod(at('a/file'), 0o600);
  await promises.lutimes(at('a/soft'), 1, 2);
  console.log((await promises.lstat(at('a/soft'))).mtimeMs, await promises.unlink(at('a/soft')));
  console.log((await promises.mkdtemp(at('t-'))).length === at('t-').length + 6);
  await promises.writeFile(at('parts'), ['one', 'two', 'three']);
  await promises.writeFile(
    at('parts2'),
    (async function* () {
      yield 'x';
      yield Buffer.from('y');
    })(),
  );
  console.log(await promises.readFile(at('parts'), 'utf8'), await promises.readFile(at('parts2'), 'utf8'));
  const aborted = AbortSignal.abort();
  await promises.readFile(at('parts'), { signal: aborted }).catch((error) => console.log(error.name, error.code));
  console.log(
    (
      await Promise.all(
        Array.from({ length: 50 }, (_, i) =>
          promises.writeFile(at(`n${i}`), String(i)).then(() => promises.readFile(at(`n${i}`), 'utf8')),
        ),
      )
    ).join(),
  );
  const big = Buffer.alloc(3 * 1024 * 1024, 'abc');
  await promises.writeFile(at('big'), big);
  console.log((await promises.readFile(at('big'))).equals(big));
})();
