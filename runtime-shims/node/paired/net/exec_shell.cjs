// exec and execFile with callbacks and promises.
const { exec, execFile } = require('node:child_process');
const { promisify } = require('node:util');
exec('echo one && echo two >&2', (error, stdout, stderr) => {
  console.log(error, JSON.stringify(stdout), JSON.stringify(stderr));
  execFile(process.execPath, ['-p', 'process.argv.length'], async (failure, out) => {
    console.log(failure, out.trim());
    const { stdout: text } = await promisify(execFile)(process.execPath, ['-p', '"pro" + "mise"']);
    console.log(text.trim());
    await promisify(exec)('exit 5').catch((rejected) => console.log(rejected.code, JSON.stringify(rejected.stdout)));
  });
});
