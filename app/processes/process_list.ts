/** What `ps` tells of the container's processes, read back. */

/** Prints its own pid, then a block of lines for each look, each block ended by an empty line. */
export const listing = 'echo $$; while ps -e -o pid=,ppid=,state=,cpums=,rss=,ports=,args=; do echo; sleep 1; done';

export interface ListedProcess {
  pid: number;
  parent: number;
  /** As ps(1) has it: R, S, T or Z. */
  state: string;
  /** Milliseconds since its start. */
  cpuTime: number;
  /** KiB; 0: the browser has not measured it. */
  memory: number;
  ports: number[];
  command: string;
}

const line = /^\s*(\d+)\s+(\d+)\s+([RSTZ])\s+(\d+)\s+(\d+)\s+(\S+)\s?(.*)$/;

/** A line of {@link listing}, or undefined for another. */
export function readProcess(text: string): ListedProcess | undefined {
  const [whole, pid, parent, state = '', cpuTime, memory, ports = '', command = ''] = line.exec(text) ?? [];
  if (whole === undefined) return undefined;
  return {
    pid: Number(pid),
    parent: Number(parent),
    state,
    cpuTime: Number(cpuTime),
    memory: Number(memory),
    ports: ports === '-' ? [] : ports.split(',').map(Number),
    command,
  };
}

/** Blocks of lines from text that comes in pieces. */
export class Blocks {
  #rest = '';

  /** The blocks that `text` completes. */
  add(text: string): string[][] {
    const parts = (this.#rest + text.replaceAll('\r', '')).split('\n\n');
    this.#rest = parts.pop() ?? '';
    return parts.map((part) => part.split('\n'));
  }
}
