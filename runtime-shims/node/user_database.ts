/** Who the processes of a container are, and the lines of /etc/passwd and /etc/group about users and groups. */
import type { SystemCalls } from '../kernel/system_calls.ts';

/** Every process runs as this user: the first ordinary one of Linux. */
export const UID = 1000;
export const GID = 1000;

const USER_NAME = 'wardian';
const HOME_DIRECTORY = '/home';
const SHELL = '/bin/sh';

export interface User {
  name: string;
  uid: number;
  gid: number;
  home: string;
  shell: string;
}

const decoder = new TextDecoder();

function lines(kernel: SystemCalls, path: string): string[][] {
  const content = kernel.readFile(path);
  if (typeof content === 'number') return [];
  return decoder
    .decode(content)
    .split('\n')
    .filter((line) => line.includes(':'))
    .map((line) => line.split(':'));
}

/** passwd(5); the user of the container is there even when the file does not say so. */
export function findUser(kernel: SystemCalls, wanted: string | number): User | null {
  for (const [name = '', , uid, gid, , home = '', shell = ''] of lines(kernel, '/etc/passwd')) {
    if (wanted === name || wanted === Number(uid)) return { name, uid: Number(uid), gid: Number(gid), home, shell };
  }
  if (wanted !== UID && wanted !== USER_NAME) return null;
  return { name: USER_NAME, uid: UID, gid: GID, home: HOME_DIRECTORY, shell: SHELL };
}

/** group(5). */
export function findGroup(kernel: SystemCalls, wanted: string): number | null {
  for (const [name, , gid] of lines(kernel, '/etc/group')) if (wanted === name) return Number(gid);
  return wanted === USER_NAME ? GID : null;
}
