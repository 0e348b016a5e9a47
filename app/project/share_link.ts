/**
 * A whole project in a link's fragment, which no server ever sees: `#project=VERSION.DATA`, DATA being JSON, deflated
 * with zlib's checksum, in base64url.
 */
import type { FileSystemTree } from '@webcontainer/api';
import { put } from './zip_tree.ts';

export interface SharedProject {
  name: string;
  /** Text, or bytes in base64. */
  files: Record<string, string | { base64: string }>;
  /** The file to show. */
  open?: string;
  /** What Run runs; it is shown before. */
  start?: string;
}

export class DamagedLinkError extends Error {
  constructor(reason: string) {
    super(`This link cannot be opened: ${reason}.`);
  }
}

const linkVersion = 1;
/** Characters of a link above which it is not made: mail and chat programs cut longer ones, or do not make them links. */
export const longestLink = 32_000;
/** Characters above which some chat programs already cut. */
export const longLink = 8_000;
/** Bytes that a link may unpack to. */
const largestProject = 16 * 1024 * 1024;

async function through(
  bytes: Uint8Array<ArrayBuffer>,
  transform: CompressionStream | DecompressionStream,
  limit: number,
) {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = new Blob([bytes]).stream().pipeThrough(transform).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > limit) {
      await reader.cancel();
      throw new DamagedLinkError('it unpacks to more than a link may carry');
    }
    chunks.push(value);
  }
  return new Blob(chunks as Uint8Array<ArrayBuffer>[]).bytes();
}

export async function encodeLink(project: SharedProject): Promise<string> {
  const json = new TextEncoder().encode(JSON.stringify(project));
  const packed = await through(json, new CompressionStream('deflate'), Number.POSITIVE_INFINITY);
  return `#project=${linkVersion}.${base64Of(packed).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')}`;
}

export function base64Of(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8190) text += String.fromCharCode(...bytes.subarray(at, at + 8190));
  return btoa(text);
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

/** Whether an address carries a project. */
export function isProjectLink(fragment: string): boolean {
  return fragment.startsWith('#project=');
}

/** Throws {@link DamagedLinkError}. */
export async function decodeLink(fragment: string): Promise<SharedProject> {
  const match = /^#project=(\d+)\.([A-Za-z0-9_-]*)$/.exec(fragment);
  if (!match) throw new DamagedLinkError('its end is missing, or characters were changed on the way');
  if (Number(match[1]) > linkVersion) {
    throw new DamagedLinkError(`it was made by a newer version of this playground (format ${match[1]})`);
  }
  let text: string;
  try {
    const packed = bytesOf((match[2] ?? '').replaceAll('-', '+').replaceAll('_', '/'));
    text = new TextDecoder('utf-8', { fatal: true }).decode(
      await through(packed, new DecompressionStream('deflate'), largestProject),
    );
  } catch (error) {
    if (error instanceof DamagedLinkError) throw error;
    throw new DamagedLinkError('a part of it is missing or was changed on the way');
  }
  return checked(JSON.parse(text));
}

function checked(value: Partial<SharedProject>): SharedProject {
  const { name, files, open, start } = value;
  const fits =
    typeof name === 'string' &&
    typeof files === 'object' &&
    files !== null &&
    Object.entries(files).every(
      ([path, contents]) =>
        !path.split('/').some((part) => part === '' || part === '.' || part === '..') &&
        (typeof contents === 'string' || typeof contents?.base64 === 'string'),
    );
  if (!fits) throw new DamagedLinkError('what it carries is no project');
  return {
    name,
    files,
    ...(typeof open === 'string' && { open }),
    ...(typeof start === 'string' && { start }),
  };
}

export function sharedTree({ files }: SharedProject): FileSystemTree {
  const tree: FileSystemTree = {};
  for (const [path, contents] of Object.entries(files)) {
    put(tree, path.split('/'), typeof contents === 'string' ? contents : bytesOf(contents.base64));
  }
  return tree;
}
