/**
 * Finds a Chromium for the tests, or gets one: the system's Chromium or Chrome, else Playwright's download, else (as
 * root on Debian) the package `chromium`.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);
const systemBrowsers = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** Absolute path of a browser that is installed, or undefined. The environment's CHROMIUM goes first. */
export function findBrowser() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  const system = systemBrowsers.find((file) => existsSync(file));
  if (system) return system;
  const downloaded = require('playwright').chromium.executablePath();
  return existsSync(downloaded) ? downloaded : undefined;
}

/** The same, after installing one where that is possible; throws with what to do where it is not. */
export function ensureBrowser() {
  const present = findBrowser();
  if (present) return present;
  console.log('· no Chromium here: asking Playwright for one');
  const cli = join(dirname(require.resolve('playwright/package.json')), 'cli.js');
  const download = spawnSync(process.execPath, [cli, 'install', 'chromium'], { stdio: 'inherit', timeout: 240_000 });
  if (download.status !== 0 && process.platform === 'linux' && process.getuid?.() === 0) {
    console.log("· installing Debian's package chromium");
    spawnSync('apt-get', ['update'], { stdio: 'ignore' });
    spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], { stdio: 'inherit' });
  }
  const found = findBrowser();
  if (!found) throw new Error('no Chromium for the tests: install Chromium or Chrome, or set CHROMIUM to its path');
  return found;
}
