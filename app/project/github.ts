/** Projects of GitHub's, read by the page itself: the list of files from its interface, each file from its raw host. */
import type { FileSystemTree } from '@webcontainer/api';
import { readOrigins } from '../container/origins.ts';
import { put } from './zip_tree.ts';

export interface RepositoryPlace {
  owner: string;
  name: string;
  /** Branch, tag or commit; '' is the default branch. */
  ref: string;
  /** Folder within, or ''. */
  folder: string;
}

interface TreeAnswer {
  tree: { path: string; type: 'blob' | 'tree' | 'commit'; size?: number }[];
  truncated: boolean;
}

/** More than this is not read file by file: GitHub counts requests, and a tab has to hold it. */
const mostFiles = 1500;
const mostBytes = 40 * 1024 * 1024;
const parallel = 10;

export class GitHubError extends Error {}

/** `OWNER/NAME`, or an address of github.com, with `/tree/REF/FOLDER` or not. Null for anything else. */
export function repositoryPlace(text: string): RepositoryPlace | null {
  const path = text
    .trim()
    .replace(/^(?:https?:\/\/)?(?:www\.)?github\.com\//i, '')
    .replace(/[?#].*$/, '');
  const match = /^([\w-]+)\/([\w.-]+?)(?:\.git)?(?:\/tree\/([^/]+)(?:\/(.+?))?)?\/?$/.exec(path);
  if (!match) return null;
  const [, owner = '', name = '', ref = '', folder = ''] = match;
  return { owner, name, ref: decodeURIComponent(ref), folder: decodeURIComponent(folder) };
}

async function ask<Answer>(url: string, what: string): Promise<Answer> {
  let response: Response;
  try {
    response = await fetch(url, { headers: { Accept: 'application/vnd.github+json' } });
  } catch {
    throw new GitHubError(`GitHub cannot be reached: ${new URL(url).host} did not answer.`);
  }
  if (response.ok) return response.json() as Promise<Answer>;
  if (response.status === 404) throw new GitHubError(`GitHub has no public ${what}.`);
  if (response.status === 403 || response.status === 429) {
    const reset = Number(response.headers.get('x-ratelimit-reset')) * 1000;
    const when = reset ? ` Try again after ${new Date(reset).toLocaleTimeString()}.` : ' Try again in an hour.';
    throw new GitHubError(`GitHub answers no more questions from this address for now.${when}`);
  }
  throw new GitHubError(`GitHub answered ${response.status} to the question for ${what}.`);
}

/** Reads all files; `tell` hears how far it is. Throws {@link GitHubError}. */
export async function readRepository(
  place: RepositoryPlace,
  tell: (done: number, all: number) => void = () => {},
): Promise<FileSystemTree> {
  const { api, raw } = (await readOrigins()).github;
  const { owner, name, folder } = place;
  const repository = `${api}/repos/${owner}/${name}`;
  const named = `repository ${owner}/${name}`;
  const ref = place.ref || (await ask<{ default_branch: string }>(repository, named)).default_branch;
  const version = encodeURIComponent(ref);
  const listing = await ask<TreeAnswer>(`${repository}/git/trees/${version}?recursive=1`, `${named} with “${ref}”`);
  const prefix = folder ? `${folder}/` : '';
  const files = listing.tree.filter(({ type, path }) => type === 'blob' && path.startsWith(prefix));
  if (!files.length) throw new GitHubError(`There are no files in ${owner}/${name}${folder && `/${folder}`} (${ref}).`);
  const bytes = files.reduce((sum, { size = 0 }) => sum + size, 0);
  if (listing.truncated || files.length > mostFiles || bytes > mostBytes) {
    throw new GitHubError(
      `${owner}/${name} is too large to be read file by file (${files.length} files, ${Math.round(bytes / 1e6)} MB). Name a folder of it, or clone it in a terminal.`,
    );
  }
  const tree: FileSystemTree = {};
  let done = 0;
  const pending = [...files];
  const readSome = async () => {
    for (let file = pending.pop(); file; file = pending.pop()) {
      const path = file.path.split('/').map(encodeURIComponent).join('/');
      const response = await fetch(`${raw}/${owner}/${name}/${version}/${path}`);
      if (!response.ok) throw new GitHubError(`GitHub answered ${response.status} to the question for ${file.path}.`);
      put(tree, file.path.slice(prefix.length).split('/'), new Uint8Array(await response.arrayBuffer()));
      tell(++done, files.length);
    }
  };
  await Promise.all(Array.from({ length: parallel }, readSome));
  return tree;
}
