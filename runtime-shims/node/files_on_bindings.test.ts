import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { pinnedNode } from '../../scripts/node26.mjs';

/** What needs more than files: the loop's own phases, the process, the module loader. */
const onlyInTheTab = new Set(['order', 'process', 'os', 'stdin_sync']);

const fileOf = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const programs = readdirSync(fileOf('paired/fs'))
  .filter((name) => name.endsWith('.cjs'))
  .map((name) => name.slice(0, -'.cjs'.length))
  .filter((name) => !onlyInTheTab.has(name));
const node = async (...args: string[]) => (await promisify(execFile)(pinnedNode() as string, args)).stdout;

describe("Node's own fs over our bindings", () => {
  it.concurrent.each(programs)('%s prints what it prints natively', async (name) => {
    const program = fileOf(`paired/fs/${name}.cjs`);
    const native = await node('--no-warnings', program);
    expect(native).not.toBe('');
    expect(await node('--expose-internals', '--no-warnings', fileOf('files_on_bindings.fixture.ts'), program)).toBe(
      native,
    );
  });
});
