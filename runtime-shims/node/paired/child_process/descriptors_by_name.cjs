// /dev/stdin and /dev/fd: what a script reads that was given its input by redirection.
const { execSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'named-'));
fs.writeFileSync(path.join(folder, 'input'), 'first line\nsecond line\n');
const run = (program, redirections) => {
  const quoted = `'${program.replaceAll("'", `'\\''`)}'`;
  return execSync(`"${process.execPath}" -e ${quoted} ${redirections}`, { cwd: folder, encoding: 'utf8' });
};
console.log(run('console.log(require("fs").readFileSync("/dev/stdin", "utf8"))', '<input'));
console.log(run('console.log(require("fs").readFileSync("/dev/fd/0").length)', '<input'));
console.log(run('console.log(require("fs").readFileSync("/dev/fd/7", "latin1").split("\\n"))', '7<input'));
console.log(
  run('console.log(require("fs").statSync("/dev/stdin").isFile(), require("fs").existsSync("/dev/fd/63"))', '<input'),
);
console.log(
  run('require("fs").writeFileSync("/dev/fd/5", "written\\n")', '5>output'),
  fs.readFileSync(`${folder}/output`, 'utf8'),
);
console.log(
  run(
    'const fs = require("fs"); fs.createReadStream("/dev/stdin").on("data", (data) => console.log(data.length)).on("close", () => console.log("end"))',
    '<input',
  ),
);
console.log(
  run('try { require("fs").openSync("/dev/fd/40") } catch (error) { console.log(error.code, error.path) }', ''),
);
fs.rmSync(folder, { recursive: true });
