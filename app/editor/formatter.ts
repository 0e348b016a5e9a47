/** Prettier with the project's own configuration. Loaded when something is formatted first. */
import type { WebContainer } from '@webcontainer/api';
import type { Options, Plugin } from 'prettier';
import * as prettier from 'prettier/standalone';
import { parse as parseYaml } from 'yaml';
import { programOutput } from '../container/program_output.ts';
import { parentOf } from '../project/file_tree.svelte.ts';

interface Parser {
  parser: string;
  plugins: () => Promise<Plugin>[];
}

const estree = () => import('prettier/plugins/estree') as Promise<Plugin>;
const babel = () => import('prettier/plugins/babel') as Promise<Plugin>;
const typescript = () => import('prettier/plugins/typescript') as Promise<Plugin>;
const postcss = () => import('prettier/plugins/postcss') as Promise<Plugin>;
const html = () => import('prettier/plugins/html') as Promise<Plugin>;
const markdown = () => import('prettier/plugins/markdown') as Promise<Plugin>;
const yaml = () => import('prettier/plugins/yaml') as Promise<Plugin>;

const web = () => [html(), babel(), estree(), postcss(), typescript()];
const parsers: readonly [RegExp, Parser][] = [
  [/\.[cm]?jsx?$/, { parser: 'babel', plugins: () => [babel(), estree()] }],
  [/\.[cm]?tsx?$/, { parser: 'typescript', plugins: () => [typescript(), estree()] }],
  [/(?:^|\/)package(?:-lock)?\.json$/, { parser: 'json-stringify', plugins: () => [babel(), estree()] }],
  [/\.json[c5]?$|\.prettierrc$/, { parser: 'json', plugins: () => [babel(), estree()] }],
  [/\.css$/, { parser: 'css', plugins: () => [postcss()] }],
  [/\.scss$/, { parser: 'scss', plugins: () => [postcss()] }],
  [/\.less$/, { parser: 'less', plugins: () => [postcss()] }],
  [/\.html?$/, { parser: 'html', plugins: web }],
  [/\.vue$/, { parser: 'vue', plugins: web }],
  [/\.md$/, { parser: 'markdown', plugins: () => [markdown()] }],
  [/\.ya?ml$/, { parser: 'yaml', plugins: () => [yaml()] }],
];

const dataFiles = ['.prettierrc', '.prettierrc.json', '.prettierrc.yaml', '.prettierrc.yml'];
const programFiles = ['js', 'mjs', 'cjs', 'ts', 'mts'].flatMap((extension) => [
  `prettier.config.${extension}`,
  `.prettierrc.${extension}`,
]);

interface Configuration extends Omit<Options, 'plugins'> {
  plugins?: unknown[];
  overrides?: { files: string | string[]; options?: Options }[];
}

/** Of an override: a pattern without a slash is one for names. */
export function globPattern(glob: string): RegExp {
  const wild: Record<string, string> = { '**/': '(?:.*/)?', '**': '.*', '*': '[^/]*', '?': '[^/]' };
  const pattern = glob
    .replace(/[.+^$()|[\]\\]/g, '\\$&')
    .replace(/\*\*\/|\*\*|\*|\?/g, (found) => wild[found] ?? found)
    .replace(/\{([^}]*)\}/g, (_, choices: string) => `(?:${choices.replaceAll(',', '|')})`);
  return new RegExp(`${glob.includes('/') ? '^' : '(?:^|/)'}${pattern}$`);
}

/** A configuration that is a program runs in the container, as all of a project's code does. */
async function runConfiguration(container: WebContainer, path: string): Promise<Configuration> {
  const print = `import(require('node:path').resolve(process.argv[1])).then((module) => process.stdout.write(JSON.stringify(module.default ?? module)))`;
  const node = await container.spawn('node', ['-e', print, `./${path}`], {
    terminal: { cols: 10_000, rows: 24 },
  });
  const { output, status } = await programOutput(node);
  if (status !== 0) throw new Error(`${path}: ${output.trim().split('\n').at(-1)}`);
  return JSON.parse(output) as Configuration;
}

/** The configuration of the nearest folder that has one; null when no folder has. */
async function configurationOf(container: WebContainer, path: string): Promise<Configuration | null> {
  for (let folder = parentOf(path); ; folder = parentOf(folder)) {
    const names = await container.fs.readdir(folder || '.');
    const inFolder = (name: string) => (folder ? `${folder}/${name}` : name);
    const read = (name: string) => container.fs.readFile(inFolder(name), 'utf-8');
    if (names.includes('package.json')) {
      const { prettier: own } = JSON.parse(await read('package.json')) as { prettier?: Configuration | string };
      if (typeof own === 'object') return own;
    }
    // JSON is YAML.
    const data = dataFiles.find((name) => names.includes(name));
    if (data) return (parseYaml(await read(data)) ?? {}) as Configuration;
    const program = programFiles.find((name) => names.includes(name));
    if (program) return runConfiguration(container, inFolder(program));
    if (!folder) return null;
  }
}

/**
 * The text as Prettier writes it; null for files that it does not know, and, with `configuredOnly`, for projects that do
 * not configure it. Throws what Prettier says of a text that it cannot read.
 */
export async function formatted(
  container: WebContainer,
  path: string,
  text: string,
  { configuredOnly, tabWidth }: { configuredOnly: boolean; tabWidth: number },
): Promise<string | null> {
  const found = parsers.find(([pattern]) => pattern.test(path))?.[1];
  if (!found) return null;
  const configuration = await configurationOf(container, path);
  if (!configuration && configuredOnly) return null;
  const { overrides = [], plugins: own = [], ...options } = configuration ?? { tabWidth };
  if (own.length) {
    throw new Error(
      `The project's Prettier has plugins (${own.join(', ')}), which run in a terminal only: npx prettier`,
    );
  }
  for (const override of overrides) {
    if ([override.files].flat().some((glob) => globPattern(glob).test(path))) Object.assign(options, override.options);
  }
  const plugins = await Promise.all(found.plugins());
  return prettier.format(text, { ...options, parser: found.parser, plugins });
}
