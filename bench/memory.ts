/** Memory of a browser's processes, from Linux's /proc: proportional set size, so that shared pages count once. */
import { readdirSync, readFileSync } from 'node:fs';

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // The process ended between the listing and this read.
    return '';
  }
}

/** Pids of `root` and all its descendants. */
function descendants(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const parent = Number(/\) \S+ (\d+)/.exec(read(`/proc/${name}/stat`))?.[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const found: number[] = [];
  const queue = [root];
  for (let pid = queue.pop(); pid !== undefined; pid = queue.pop()) {
    found.push(pid);
    queue.push(...(children.get(pid) ?? []));
  }
  return found;
}

/** MiB that the browsers started by this process hold together; servers, which are Node as well, do not count. */
export function browserMemory(): number {
  const isNode = (pid: number) => read(`/proc/${pid}/cmdline`).split('\0', 1)[0] === process.execPath;
  const kilobytes = descendants(process.pid).map((pid) =>
    isNode(pid) ? 0 : Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0),
  );
  return kilobytes.reduce((sum, value) => sum + value, 0) / 1024;
}
