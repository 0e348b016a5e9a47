/** Lighthouse's scores of the start page, out of 100, by its desktop settings. It is taken from the registry when asked for. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from '../e2e/tab.ts';
import { ensureBrowser } from '../scripts/browser.mjs';

const version = '13.5.0';

export interface Scores {
  performance: number;
  accessibility: number;
  'best-practices': number;
}

interface Report {
  categories: Record<keyof Scores, { score: number }>;
}

export async function lighthouse(): Promise<Scores> {
  const served = await serve();
  const folder = mkdtempSync(join(tmpdir(), 'lighthouse-'));
  try {
    const file = join(folder, 'report.json');
    const words = [
      ...['exec', '--yes', `--package=lighthouse@${version}`, '--', 'lighthouse', served.app],
      ...['--preset=desktop', '--output=json', `--output-path=${file}`, '--quiet'],
      '--only-categories=performance,accessibility,best-practices',
      '--chrome-flags=--headless=new --no-sandbox --disable-quic --disable-background-networking',
    ];
    const { status, stderr } = spawnSync('npm', words, {
      encoding: 'utf8',
      env: { ...process.env, CHROME_PATH: ensureBrowser() },
    });
    if (status !== 0) throw new Error(`Lighthouse ended with ${status}:\n${stderr}`);
    const { categories } = JSON.parse(readFileSync(file, 'utf8')) as Report;
    const score = (name: keyof Scores) => Math.round(categories[name].score * 100);
    return {
      performance: score('performance'),
      accessibility: score('accessibility'),
      'best-practices': score('best-practices'),
    };
  } finally {
    served.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
