const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const base = fs.mkdtempSync(path.join(os.tmpdir(), 'paired-'));
const at = (...parts) => path.join(base, ...parts);
process.on('exit', () => fs.rmSync(base, { recursive: true, force: true }));

const controller = new AbortController();
setTimeout(() => fs.writeFileSync(at('file'), ''), 80);
(async () => {
  try {
    for await (const { eventType, filename } of fs.promises.watch(base, { signal: controller.signal })) {
      console.log(eventType, filename);
      controller.abort();
    }
  } catch (error) {
    console.log(error.name);
  }
})();
