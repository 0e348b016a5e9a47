import { describe, expect, it } from 'vitest';
import type { SpawnRequest, SystemCalls } from '../kernel/system_calls.ts';
import { type ChildOptions, executableCandidates, startChild } from './spawn_child.ts';

const EACCES = -13;
const ENOENT = -2;
const ENOEXEC = -8;

/** A kernel in which only `answers` can be run. */
function kernelWith(answers: Record<string, number>) {
  const tried: string[] = [];
  const open = new Set<number>();
  let next = 10;
  const fd = () => {
    open.add(next);
    return next++;
  };
  let request: SpawnRequest | undefined;
  const kernel = {
    environment: () => ['PATH=/inherited'],
    spawn(asked: SpawnRequest) {
      request = asked;
      tried.push([asked.file, ...asked.argv].join(' '));
      return answers[String(asked.file)] ?? ENOENT;
    },
    stat: (path: string, out: Float64Array) => {
      out[1] = path === '/file' ? 0o100644 : 0o040755;
      return path === '/nowhere' ? ENOENT : 0;
    },
    socketpair: () => [fd(), fd()],
    open: () => fd(),
    close: (number: number) => (open.delete(number) ? 0 : -9),
  };
  return { kernel: kernel as unknown as SystemCalls, tried, open, request: () => request };
}
const options = (more: Partial<ChildOptions>): ChildOptions => ({
  file: 'tool',
  args: ['tool', '-x'],
  cwd: undefined,
  env: ['PATH=/one:/two::/three'],
  stdio: [],
  detached: false,
  uid: undefined,
  gid: undefined,
  ...more,
});

describe('uv_spawn', () => {
  it('searches the PATH of the child, an empty element being its directory', () => {
    expect(executableCandidates('a', ['X=1', 'PATH=/bin::sub'], '/project')).toEqual([
      '/bin/a',
      '/project/a',
      '/project/sub/a',
    ]);
    expect(executableCandidates('a', [], undefined)).toEqual(['/bin/a', '/usr/bin/a']);
    expect(executableCandidates('./a', ['PATH=/bin'], '/project')).toEqual(['/project/./a']);
    expect(executableCandidates('/b/a', ['PATH=/bin'], '/project')).toEqual(['/b/a']);
  });

  it('takes the first that runs and passes over what may not be run', () => {
    const { kernel, tried } = kernelWith({ '/one/tool': EACCES, '/three/tool': 42 });
    expect(startChild(kernel, options({})).status).toBe(42);
    expect(tried).toEqual(['/one/tool tool -x', '/two/tool tool -x', 'tool tool -x', '/three/tool tool -x']);
  });

  it('tells EACCES when something was there, else ENOENT', () => {
    expect(startChild(kernelWith({ '/two/tool': EACCES }).kernel, options({})).status).toBe(EACCES);
    expect(startChild(kernelWith({}).kernel, options({})).status).toBe(ENOENT);
    expect(startChild(kernelWith({}).kernel, options({ file: '' })).status).toBe(ENOENT);
  });

  it('gives a file without a known format to the shell', () => {
    const { kernel, tried } = kernelWith({ '/one/tool': ENOEXEC, '/bin/sh': 7 });
    expect(startChild(kernel, options({})).status).toBe(7);
    expect(tried.at(-1)).toBe('/bin/sh /bin/sh /one/tool -x');
  });

  it('inherits the environment when none is given', () => {
    const { kernel, tried } = kernelWith({ '/inherited/tool': 3 });
    expect(startChild(kernel, options({ env: undefined })).status).toBe(3);
    expect(tried).toHaveLength(1);
  });

  it('refuses a bad directory and another identity', () => {
    const { kernel } = kernelWith({ '/one/tool': 5 });
    expect(startChild(kernel, options({ cwd: '/nowhere' })).status).toBe(ENOENT);
    expect(startChild(kernel, options({ cwd: '/file' })).status).toBe(-20);
    expect(startChild(kernel, options({ uid: 0 })).status).toBe(-1);
    expect(startChild(kernel, options({ uid: 1000, gid: 1000 })).status).toBe(5);
  });

  it('keeps its own ends of the pipes and closes the rest, whether the child starts or not', () => {
    const stdio = [{ type: 'pipe' }, { type: 'ignore' }, { type: 'descriptor', fd: 2 }, { type: 'ignore' }] as const;
    const { kernel, open, request } = kernelWith({ '/one/tool': 5 });
    const started = startChild(kernel, options({ stdio }));
    expect(started).toEqual({ status: 5, pipes: [10, -1, -1, -1] });
    expect(request()?.stdio).toEqual([11, 12, 2, -1]);
    expect([...open]).toEqual([10]);
    const failed = kernelWith({});
    expect(startChild(failed.kernel, options({ stdio })).pipes).toEqual([10, -1, -1, -1]);
    expect([...failed.open]).toEqual([10]);
  });
});
