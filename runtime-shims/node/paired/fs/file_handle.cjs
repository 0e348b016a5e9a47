const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const base = fs.mkdtempSync(path.join(os.tmpdir(), 'paired-'));
const at = (...parts) => path.join(base, ...parts);
process.on('exit', () => fs.rmSync(base, { recursive: true, force: true }));

(async () => {
  const handle = await fs.promises.open(at('file'), 'w+', 0o644);
  console.log(handle.constructor.name, handle.fd > 2);
  console.log(
    await handle.write('first line\nsecond line\nthird'),
    (await handle.write(Buffer.from('FIRST'), 0, 5, 0)).bytesWritten,
  );
  console.log((await handle.stat()).size, (await handle.stat({ bigint: true })).size);
  const { bytesRead, buffer } = await handle.read(Buffer.alloc(5), 0, 5, 0);
  console.log(bytesRead, String(buffer));
  console.log((await handle.readv([Buffer.alloc(3), Buffer.alloc(3)], 2)).buffers.map(String));
  console.log((await handle.writev([Buffer.from('A'), Buffer.from('B')], 6)).bytesWritten);
  await handle.truncate(17);
  await handle.chmod(0o600);
  await handle.utimes(10, 20);
  await handle.datasync();
  await handle.sync();
  handle.on('close', () => console.log('close event'));
  await handle.close();
  console.log(handle.fd, JSON.stringify(fs.readFileSync(at('file'), 'utf8')));
  await handle.read(Buffer.alloc(1)).catch((error) => console.log(error.code, error.syscall, error.message));
  const again = await fs.promises.open(at('file'));
  for await (const line of again.readLines()) console.log(line);
  const appending = await fs.promises.open(at('file'), 'a');
  await appending.appendFile('\nappended');
  await appending.close();
  await using read = await fs.promises.open(at('file'));
  console.log(JSON.stringify(await read.readFile('utf8')));
  await using web = await fs.promises.open(at('file'));
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of web.readableWebStream()) text += decoder.decode(chunk);
  console.log(text.length);
})();
