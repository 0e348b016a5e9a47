import { describe, expect, it } from 'vitest';
import { startOf } from './start_command.ts';

const start = (files: Record<string, string>) => startOf(Object.keys(files), (name) => files[name]);

describe('how a project starts', () => {
  it('is its settings file, its dev or start script, or its main file, in this order', () => {
    expect(start({ 'index.js': '', 'server.js': '' })).toEqual({ command: 'node server.js', open: ['server.js'] });
    expect(start({ 'index.js': '', 'package.json': '{"scripts":{"start":"x"}}' }).command).toBe('npm run start');
    expect(start({ 'package.json': '{"scripts":{"start":"x","dev":"y"}}' }).command).toBe('npm run dev');
    expect(
      start({ '.stackblitzrc': '{"startCommand":"node a.js"}', 'package.json': '{"scripts":{"dev":"y"}}' }).command,
    ).toBe('node a.js');
    expect(start({ '.wardianrc': '{"startCommand":false,"openFiles":["b.js"]}', 'index.js': '' })).toEqual({
      command: '',
      open: ['b.js'],
    });
  });

  it('installs what is not there', () => {
    const manifest = '{"dependencies":{"express":"5"}}';
    expect(start({ 'index.js': '', 'package.json': manifest }).command).toBe('npm install && node index.js');
    expect(start({ 'index.js': '', 'package.json': manifest, node_modules: '' }).command).toBe('node index.js');
  });

  it('is nothing where there is no program, and a broken file is none', () => {
    expect(start({ 'README.md': '' })).toEqual({ command: '', open: ['README.md'] });
    expect(start({ '.wardianrc': '{', 'index.js': '' }).command).toBe('node index.js');
    expect(start({})).toEqual({ command: '', open: [] });
  });
});
