/** What an embed shows before it runs: one file of its project, as text. */
import { requestedExample } from '../project/example_address.ts';
import { decodeLink, isProjectLink } from '../project/share_link.ts';
import { startOf } from '../project/start_command.ts';
import type { DirectoryTree } from '../project/wire_tree.ts';
import type { EmbedParameters } from './parameters.ts';

export interface Poster {
  name: string;
  path: string;
  lines: string[];
}

function posterOf(name: string, files: ReadonlyMap<string, string>, path: string): Poster {
  const text = files.get(path);
  if (text === undefined) throw new Error(`“${name}” has no file “${path}”.`);
  return { name, path, lines: text.split('\n') };
}

/** Texts of the files that stand in the example's own folders. */
function textsOf(tree: DirectoryTree, texts: Map<string, string>, base = ''): Map<string, string> {
  for (const [name, node] of Object.entries(tree.d)) {
    if (name === 'node_modules') continue;
    if ('d' in node) textsOf(node, texts, `${base}${name}/`);
    else if ('c' in node.f && !node.f.b) texts.set(base + name, node.f.c);
  }
  return texts;
}

/** Throws an error that says what is wrong with the address. */
export async function readPoster(address: URL, { file }: EmbedParameters): Promise<Poster> {
  let name: string;
  let open: string | undefined;
  let texts = new Map<string, string>();
  if (isProjectLink(address.hash)) {
    const project = await decodeLink(address.hash);
    name = project.name;
    open = project.open;
    for (const [path, contents] of Object.entries(project.files)) {
      if (typeof contents === 'string') texts.set(path, contents);
    }
  } else {
    name = requestedExample(address);
    const response = await fetch(`/example-files/${name}.json`);
    if (!response.ok) throw new Error(`“${name}” did not load: ${response.status} ${response.statusText}`);
    texts = textsOf(await response.json(), texts);
  }
  const start = startOf([...texts.keys()], (path) => texts.get(path));
  return posterOf(name, texts, file || open || start.open.at(-1) || ([...texts.keys()][0] ?? ''));
}
