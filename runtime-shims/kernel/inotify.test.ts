import { beforeEach, expect, test } from 'vitest';
import { O_APPEND, O_CREAT, O_TRUNC, O_WRONLY } from './constants.ts';
import { EAGAIN } from './errno.ts';
import { createKernelFromSource } from './source_kernel.ts';

const IN_MODIFY = 0x2;
const IN_MOVED_FROM = 0x40;
const IN_MOVED_TO = 0x80;
const IN_CREATE = 0x100;
const IN_DELETE = 0x200;
const EVENT_SIZE = 16;

const kernel = createKernelFromSource();
let inotify: number;
let round = 0;
let folder: string;

beforeEach(() => {
  folder = `/tmp/${++round}`;
  kernel.mkdir(folder, 0o755);
  inotify = kernel.inotifyInit();
  kernel.inotifyAddWatch(inotify, folder, IN_MODIFY | IN_MOVED_FROM | IN_MOVED_TO | IN_CREATE | IN_DELETE);
});

/** All events that wait, as `mask name`. */
function events(): string[] {
  const buffer = new Uint8Array(4096);
  const size = kernel.read(inotify, buffer, -1);
  if (size === -EAGAIN) return [];
  const view = new DataView(buffer.buffer);
  const found: string[] = [];
  for (let at = 0; at < size; ) {
    const length = view.getUint32(at + 12, true);
    const name = new TextDecoder().decode(buffer.subarray(at + EVENT_SIZE, at + EVENT_SIZE + length));
    found.push(`${view.getUint32(at + 4, true).toString(16)} ${name.replace(/\0+$/, '')}`);
    at += EVENT_SIZE + length;
  }
  return found;
}

function open(name: string, flags = O_CREAT | O_WRONLY): number {
  return kernel.open(`${folder}/${name}`, flags, 0o644);
}

const bytes = new Uint8Array([1]);

test('a directory hears of what is written to its files, through whatever descriptor and whenever', () => {
  const one = open('one');
  const other = open('other');
  expect(events()).toEqual(['100 one', '100 other']);
  kernel.write(one, bytes, -1);
  expect(events()).toEqual(['2 one']);
  kernel.stat('/', new Float64Array(18), 0);
  kernel.write(other, bytes, -1);
  kernel.write(open('one', O_WRONLY | O_APPEND), bytes, -1);
  expect(events()).toEqual(['2 other', '2 one']);
});

test('truncation is a change', () => {
  kernel.write(open('file'), bytes, -1);
  events();
  open('file', O_WRONLY | O_TRUNC);
  expect(events()).toEqual(['2 file']);
});

test('writes come under the name that the file has now', () => {
  const fd = open('before');
  const replaced = open('after');
  events();
  kernel.rename(`${folder}/before`, `${folder}/after`);
  expect(events()).toEqual(['40 before', '80 after']);
  kernel.write(fd, bytes, -1);
  expect(events()).toEqual(['2 after']);
  kernel.write(replaced, bytes, -1);
  expect(events()).toEqual([]);
  kernel.unlink(`${folder}/after`);
  kernel.write(fd, bytes, -1);
  expect(events()).toEqual(['200 after']);
  expect(kernel.fsck()).toEqual([]);
});
