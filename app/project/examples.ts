import type { DirectoryNode, FileSystemTree } from '@webcontainer/api';

/** Each file of `examples/`, loaded when its example is opened. */
const sources = import.meta.glob<string>('../../examples/**/*', { query: '?raw', import: 'default' });
const prefix = '../../examples/';

/** Names of the examples: the folders of `examples/`. */
export const exampleNames: readonly string[] = [
  ...new Set(
    Object.keys(sources)
      .map((path) => path.slice(prefix.length))
      .filter((path) => path.includes('/'))
      .map((path) => path.slice(0, path.indexOf('/'))),
  ),
].sort();

export const defaultExample = 'http-api';

/** The example that the page's address asks for (`?example=NAME`); an unknown name is an error that lists the known. */
export function requestedExample(address: URL): string {
  const name = address.searchParams.get('example') ?? defaultExample;
  if (!exampleNames.includes(name)) {
    throw new Error(`There is no example “${name}”. There are: ${exampleNames.join(', ')}.`);
  }
  return name;
}

/** The files of an example as `@webcontainer/api` mounts them. */
export async function loadExample(name: string): Promise<FileSystemTree> {
  const tree: FileSystemTree = {};
  const base = `${prefix}${name}/`;
  const paths = Object.keys(sources).filter((path) => path.startsWith(base));
  const contents = await Promise.all(paths.map((path) => sources[path]?.() ?? Promise.resolve('')));
  paths.forEach((path, index) => {
    const parts = path.slice(base.length).split('/');
    const file = parts.pop() ?? '';
    let directory = tree;
    for (const part of parts) {
      directory[part] ??= { directory: {} };
      directory = (directory[part] as DirectoryNode).directory;
    }
    directory[file] = { file: { contents: contents[index] ?? '' } };
  });
  return { ...tree, ...(await loadPackages(name, tree)) };
}

/** The packages that the example's package.json asks for, packed when the playground was built. */
async function loadPackages(name: string, tree: FileSystemTree): Promise<FileSystemTree> {
  if (!('package.json' in tree)) return {};
  const response = await fetch(`/example-packages/${name}.json`);
  if (response.status === 404) return {};
  if (!response.ok)
    throw new Error(`the packages of “${name}” did not load: ${response.status} ${response.statusText}`);
  return await response.json();
}
