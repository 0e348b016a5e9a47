import { describe, expect, it } from 'vitest';
import { startOf, startSteps } from './start_command.ts';

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

  it('has its installation as a step of its own, until the packages are there', () => {
    const command = 'npm install --no-audit && node a.js && node b.js';
    const run = { title: 'Run', command: 'node a.js && node b.js' };
    expect(startSteps(command, false)).toEqual([
      { title: 'Install the packages', command: 'npm install --no-audit' },
      run,
    ]);
    expect(startSteps(command, true)).toEqual([run]);
    expect(startSteps('yarn && yarn dev', false).map((step) => step.command)).toEqual(['yarn', 'yarn dev']);
    for (const whole of ['npm run dev', 'npm install', 'npm install; node a.js', 'npm install | cat && node a.js']) {
      expect(startSteps(whole, false)).toEqual([{ title: 'Run', command: whole }]);
    }
  });

  it('is nothing where there is no program, and a broken file is none', () => {
    expect(start({ 'README.md': '' })).toEqual({ command: '', open: ['README.md'] });
    expect(start({ '.wardianrc': '{', 'index.js': '' }).command).toBe('node index.js');
    expect(start({})).toEqual({ command: '', open: [] });
  });
});
