const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const base = fs.mkdtempSync(path.join(os.tmpdir(), 'paired-'));
const at = (...parts) => path.join(base, ...parts);
process.on('exit', () => fs.rmSync(base, { recursive: true, force: true }));

const seen = [];
const watcher = fs.watch(base, (event, name) => {
  seen.push(`${event} ${name}`);
});
watcher.on('close', () => console.log('closed'));
const pause = () => new Promise((resolve) => setTimeout(resolve, 60));
(async () => {
  await pause();
  fs.writeFileSync(at('new'), '');
  await pause();
  fs.appendFileSync(at('new'), 'text');
  await pause();
  fs.renameSync(at('new'), at('moved'));
  await pause();
  fs.chmodSync(at('moved'), 0o600);
  await pause();
  fs.unlinkSync(at('moved'));
  await pause();
  console.log(seen);
  watcher.close();
  try {
    fs.watch(at('gone'));
  } catch (error) {
    console.log(error.code, error.syscall, error.message.replaceAll(base, ''), Object.keys(error).join());
  }
})();
