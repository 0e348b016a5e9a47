/** The TypeScript projects of a folder: its tsconfig.json or jsconfig.json with those it refers to, and one for the rest. */
import ts from 'typescript';
import type { ContainerFiles } from './container_files.ts';

export interface Configuration {
  options: ts.CompilerOptions;
  /** Paths of its files. */
  files: string[];
  /** What is wrong in the configuration itself. */
  errors: readonly ts.Diagnostic[];
}

/** How TypeScript walks folders; the package exports it, its types do not tell. */
interface FolderWalk {
  matchFiles(
    path: string,
    extensions: readonly string[] | undefined,
    excludes: readonly string[] | undefined,
    includes: readonly string[] | undefined,
    caseSensitive: boolean,
    currentDirectory: string,
    depth: number | undefined,
    entries: (path: string) => { files: readonly string[]; directories: readonly string[] },
    realpath: (path: string) => string,
  ): string[];
}
const { matchFiles } = ts as unknown as FolderWalk;

/** More files are no project of a person's own. */
const mostFiles = 3000;
const sources = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'];
const generated = ['node_modules', '.git', 'dist', 'build', 'coverage'];

/** For files that no configuration names, as editors take them: what runs anywhere, and nothing complained of. */
const looseOptions: ts.CompilerOptions = {
  allowJs: true,
  allowImportingTsExtensions: true,
  allowNonTsExtensions: true,
  esModuleInterop: true,
  jsx: ts.JsxEmit.Preserve,
  // Packages without types are read as JavaScript, as editors do.
  maxNodeModuleJsDepth: 1,
  module: ts.ModuleKind.Preserve,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  noEmit: true,
  resolveJsonModule: true,
  skipLibCheck: true,
  strict: true,
  target: ts.ScriptTarget.ESNext,
  types: ['*'],
};

function walk(files: ContainerFiles, path: string, ...rest: [...(readonly string[] | undefined)[]]): string[] {
  const [extensions, excludes, includes] = rest;
  return matchFiles(
    path,
    extensions,
    excludes,
    includes,
    true,
    path,
    undefined,
    (folder) => files.entries(folder),
    (same) => same,
  ).slice(0, mostFiles);
}

function readConfiguration(files: ContainerFiles, path: string): { own: Configuration; references: string[] } {
  const read = ts.readConfigFile(path, (name) => files.readFile(name));
  const folder = path.slice(0, path.lastIndexOf('/')) || '/';
  const parsed = ts.parseJsonConfigFileContent(
    read.config ?? {},
    {
      useCaseSensitiveFileNames: true,
      fileExists: (name) => files.fileExists(name),
      readFile: (name) => files.readFile(name),
      readDirectory: (name, extensions, excludes, includes) => walk(files, name, extensions, excludes, includes),
    },
    folder,
    undefined,
    path,
  );
  // Newer versions take no types unasked; the container's Node is there whether the project says so or not.
  const options: ts.CompilerOptions = { types: ['*'], ...parsed.options, noEmit: true, skipLibCheck: true };
  // "No inputs were found" is no fault of a configuration that only refers to others.
  const errors = [...(read.error ? [read.error] : []), ...parsed.errors].filter(({ code }) => code !== 18003);
  const references = (parsed.projectReferences ?? []).map((reference) => ts.resolveProjectReferencePath(reference));
  return { own: { options, files: parsed.fileNames, errors }, references };
}

/** The projects in the folder `root`; the last is that of the files that no configuration names. */
export function readConfigurations(files: ContainerFiles, root: string): Configuration[] {
  const configurations: Configuration[] = [];
  const first = [`${root}/tsconfig.json`, `${root}/jsconfig.json`].find((path) => files.fileExists(path));
  const pending = first ? [first] : [];
  const seen = new Set(pending);
  for (let path = pending.shift(); path !== undefined; path = pending.shift()) {
    const { own, references } = readConfiguration(files, path);
    configurations.push(own);
    for (const reference of references) {
      if (seen.has(reference) || !files.fileExists(reference)) continue;
      seen.add(reference);
      pending.push(reference);
    }
  }
  const named = new Set(configurations.flatMap((configuration) => configuration.files));
  // Beside a configuration, other files count only while they are open.
  const rest = first ? [] : walk(files, root, sources, generated, ['**/*']);
  const loose = [...new Set([...rest, ...files.openPaths()])].filter((path) => !named.has(path));
  return [...configurations, { options: looseOptions, files: loose, errors: [] }];
}
