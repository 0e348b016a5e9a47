import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type CommandLine, setCommandLine } from './command_line.ts';
import type { Environment } from './environment.ts';
import { PermissionPolicy } from './permission_policy.ts';

const S_IFDIR = 0o040000;
const directories = ['/data', '/data/sub'];

function policyOf(values: Record<string, unknown>, operands: string[] = []): PermissionPolicy {
  const environment = {
    kernel: {
      stat(name: string, fields: Float64Array) {
        fields[1] = directories.includes(name) ? S_IFDIR : 0;
        return 0;
      },
    },
    requireBuiltin: () => path.posix,
  } as unknown as Environment;
  const all = { '--permission': true, '--allow-fs-read': [], '--allow-fs-write': [], ...values };
  setCommandLine(environment, { values: all, operands } as unknown as CommandLine);
  return new PermissionPolicy(environment);
}

it('without --permission all is granted', () => {
  const policy = policyOf({ '--permission': false });
  expect(policy.isEnabled).toBe(false);
  expect(policy.has('FileSystemWrite', '/anything')).toBe(true);
  expect(policy.has('ChildProcess')).toBe(true);
});

describe('files', () => {
  it.each([
    ['a single file', ['/data.txt'], '/data.txt', true],
    ['no file beside it', ['/data.txt'], '/data.txt2', false],
    ['a folder and what is in it', ['/data'], '/data/sub/x', true],
    ['no folder whose name only begins alike', ['/data'], '/database/x', false],
    ['what begins with the text before a *', ['/da*'], '/database/x', true],
    ['a path that leads out of a folder', ['/data'], '/data/../etc/passwd', false],
    ['everything', ['*'], '/etc/passwd', true],
  ])('%s', (_what, granted, asked, answer) => {
    const policy = policyOf({ '--allow-fs-read': granted });
    expect(policy.has('FileSystemRead', asked)).toBe(answer);
    expect(policy.has('FileSystemRead', new TextEncoder().encode(asked))).toBe(answer);
    expect(policy.has('FileSystemWrite', asked)).toBe(false);
  });

  it('without a path it is asked whether everything is granted', () => {
    expect(policyOf({ '--allow-fs-read': ['/data'] }).has('FileSystemRead')).toBe(false);
    expect(policyOf({ '--allow-fs-read': ['*'] }).has('FileSystemRead')).toBe(true);
  });

  it('the program itself may be read, code on the command line is no file', () => {
    expect(policyOf({}, ['/main.js']).has('FileSystemRead', '/main.js')).toBe(true);
    expect(policyOf({ '[has_eval_string]': true }, ['/main.js']).has('FileSystemRead', '/main.js')).toBe(false);
  });

  it('what was granted can be taken back, for a folder with what is in it', () => {
    const policy = policyOf({ '--allow-fs-read': ['*'] });
    policy.drop('FileSystemRead', '/data');
    expect(policy.has('FileSystemRead', '/data/sub/x')).toBe(false);
    expect(policy.has('FileSystemRead', '/other')).toBe(true);
    expect(policy.has('FileSystemRead')).toBe(false);
    policy.drop('FileSystemRead');
    expect(policy.has('FileSystemRead', '/other')).toBe(false);
  });
});

it('other permissions are granted whole, and taken back for good', () => {
  const policy = policyOf({ '--allow-child-process': true });
  expect([policy.has('ChildProcess'), policy.has('WorkerThreads')]).toEqual([true, false]);
  policy.drop('ChildProcess');
  expect(policy.has('ChildProcess')).toBe(false);
});

it('a refusal says which option would allow it', () => {
  expect(policyOf({}).denied('FileSystemWrite', '/x')).toMatchObject({
    message: 'Access to this API has been restricted. Use --allow-fs-write to manage permissions.',
    code: 'ERR_ACCESS_DENIED',
    permission: 'FileSystemWrite',
    resource: '/x',
  });
});
