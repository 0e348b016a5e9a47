import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { pinnedNode } from '../../scripts/node26.mjs';

/** Programs of the network alone: what starts children or asks for terminals runs in the tab only. */
const programs = [
  ...['echo', 'half_close', 'back_pressure', 'refused', 'address_in_use', 'many_connections', 'encodings'],
  ...['pause_resume', 'timeouts', 'block_list', 'dns_lookup', 'callback_order', 'abort_signal', 'http_basic'],
  ...['http_chunked', 'http_keep_alive', 'http_large_body', 'http_continue', 'http_upgrade', 'http_pipeline'],
  ...['http_errors', 'http_timeouts', 'http_abort'],
];
const fileOf = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const node = async (...args: string[]) => (await promisify(execFile)(pinnedNode() as string, args)).stdout;

describe("Node's own net, http and dns over our bindings", () => {
  it.concurrent.each(programs)('%s prints what it prints natively', async (name) => {
    const program = fileOf(`paired/net/${name}.cjs`);
    const native = await node(program);
    expect(native).not.toBe('');
    expect(await node('--expose-internals', '--no-warnings', fileOf('network_on_bindings.fixture.ts'), program)).toBe(
      native,
    );
  });
});
