// A grandchild whose parent ends is re-parented, and lives on.
const { spawn } = require('node:child_process');
if (process.argv[2] === 'parent') {
  spawn(process.execPath, [__filename, 'grandchild', process.pid], { stdio: 'inherit' });
  process.exit(0);
} else if (process.argv[2] === 'grandchild') {
  const before = Number(process.argv[3]);
  const timer = setInterval(() => {
    if (process.ppid === before) return;
    clearInterval(timer);
    console.log('re-parented');
  }, 10);
} else {
  const child = spawn(process.execPath, [__filename, 'parent'], { stdio: ['ignore', 'pipe', 'inherit'] });
  child.on('exit', (code) => console.log('parent ended', code));
  child.stdout.on('data', (data) => setTimeout(() => console.log(String(data).trim()), 50));
}
