/** `npm start`: installs what is missing, builds what changed, serves the playground and prints where it is. */
import { installPackages, run } from './install.mjs';

try {
  installPackages();
  run(process.execPath, ['scripts/node26.mjs', 'scripts/build.ts']);
  run(process.execPath, ['scripts/node26.mjs', 'server/main.ts', ...process.argv.slice(2)]);
} catch (error) {
  console.error(`wardian: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}
