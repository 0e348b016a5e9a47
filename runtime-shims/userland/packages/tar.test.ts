import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTar, writeTar } from './tar.ts';

const long = `package/${'directory-of-some-length/'.repeat(7)}file.js`;
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tar-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('archives', () => {
  it('are read as they were written', () => {
    const files = [
      { path: 'package/package.json', mode: 0o644, content: new TextEncoder().encode('{}') },
      { path: 'package/bin/ü.js', mode: 0o755, content: new Uint8Array(1025).fill(7) },
      { path: long, mode: 0o644, content: new Uint8Array() },
    ];
    const read = [...readTar(writeTar(files))].map(({ path, type, mode, content }) => ({ path, type, mode, content }));
    expect(read).toEqual(files.map((file) => ({ ...file, type: 'file' })));
  });

  it('are read by tar(1)', () => {
    const archive = join(folder, 'own.tar');
    writeFileSync(archive, writeTar([{ path: long, mode: 0o644, content: new TextEncoder().encode('hello') }]));
    execFileSync('tar', ['-xf', archive, '-C', folder]);
    expect(readFileSync(join(folder, long), 'utf8')).toBe('hello');
  });

  it.each(['pax', 'gnu', 'ustar'])('of tar(1) are read in its %s format', (format) => {
    const source = join(folder, format);
    mkdirSync(join(source, dirname(long)), { recursive: true });
    writeFileSync(join(source, long), format);
    const archive = execFileSync('tar', ['-c', `--format=${format}`, '-C', source, 'package']);
    const files = [...readTar(archive)].filter(({ type }) => type === 'file');
    expect(files.map(({ path, content }) => [path, Buffer.from(content).toString()])).toEqual([[long, format]]);
  });

  it('cut short are refused', () => {
    const archive = writeTar([{ path: 'a', mode: 0o644, content: new Uint8Array(2000) }]);
    expect(() => [...readTar(archive.subarray(0, 1024))]).toThrow('ends within a file');
  });
});
