/** POSIX paths as text, for the natives that work with std::filesystem::path. */

export function joinPath(directory: string, name: string): string {
  return directory === '' || directory.endsWith('/') ? directory + name : `${directory}/${name}`;
}

/** path::parent_path: '' when there is none; '/' is its own. */
export function parentPath(path: string): string {
  const slash = path.lastIndexOf('/');
  if (slash < 0) return '';
  const parent = path.slice(0, slash).replace(/\/+$/, '');
  return parent === '' ? '/' : parent;
}

/** path::lexically_normal of an absolute path, without a slash at its end. */
export function normalized(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return `/${parts.join('/')}`;
}

/** Is `path` the directory `directory` or below it, by their components? */
export function isInside(directory: string, path: string): boolean {
  const components = (name: string) => name.split('/').filter((part) => part !== '');
  const above = components(directory);
  const below = components(path);
  return above.length <= below.length && above.every((part, i) => part === below[i]);
}
