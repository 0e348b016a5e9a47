import { describe, expect, it } from 'vitest';
import { declarationFiles } from '../declarations.ts';
import { ContainerLanguageServer } from './language_server.ts';
import type { DirectoryEntry, FileEdits, FileSource } from './protocol.ts';

const { typescript, node } = declarationFiles();
const bundled = Promise.resolve({ ...typescript, ...node });
const root = '/home/project';

/** A container of `files`, by path in the project. */
class StandInContainer implements FileSource {
  readonly files: Map<string, string>;
  readonly read: FileSource['read'];

  constructor(files: Record<string, string>) {
    this.files = new Map(Object.entries(files).map(([name, text]) => [`${root}/${name}`, text]));
    this.read = async ({ directories, files: names }) => ({
      directories: directories.map((folder) => this.#list(folder)),
      files: names.map((name) => this.files.get(name) ?? null),
    });
  }

  #list(folder: string): DirectoryEntry[] | null {
    const prefix = folder === '/' ? '/' : `${folder}/`;
    const entries = new Map<string, DirectoryEntry['kind']>();
    for (const path of this.files.keys()) {
      if (!path.startsWith(prefix)) continue;
      const [name = '', ...rest] = path.slice(prefix.length).split('/');
      entries.set(name, rest.length ? 'directory' : 'file');
    }
    return entries.size ? Array.from(entries, ([name, kind]) => ({ name, kind })) : null;
  }
}

/** A server with `files`; in the opened one, `|` is the place that is asked about. */
function open(files: Record<string, string>, name: string) {
  const marked = files[name] ?? '';
  const offset = marked.indexOf('|');
  const text = marked.replace('|', '');
  const container = new StandInContainer({ ...files, [name]: text });
  const server = new ContainerLanguageServer(container, root, bundled);
  const path = `${root}/${name}`;
  server.update(path, text);
  return { server, container, path, offset, text };
}

function apply(text: string, { edits }: FileEdits): string {
  const lines = text.split('\n');
  const offsetOf = (line: number, column: number) =>
    lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0) + column - 1;
  return [...edits]
    .sort(
      (a, b) =>
        offsetOf(b.range.startLineNumber, b.range.startColumn) - offsetOf(a.range.startLineNumber, a.range.startColumn),
    )
    .reduce((result, { range, text: inserted }) => {
      const start = offsetOf(range.startLineNumber, range.startColumn);
      return result.slice(0, start) + inserted + result.slice(offsetOf(range.endLineNumber, range.endColumn));
    }, text);
}

const library = {
  'node_modules/leaves/package.json': '{"name":"leaves","version":"1.0.0","types":"./types/index.d.ts"}',
  'node_modules/leaves/types/index.d.ts': "export { grow } from './grow';",
  'node_modules/leaves/types/grow.d.ts': '/** Makes leaves. */\nexport declare function grow(count: number): string[];',
};

describe('the language server', () => {
  it("knows Node's modules with nothing installed", async () => {
    const { server, path, offset } = open({ 'index.js': "const fs = require('fs');\nfs.readFile|" }, 'index.js');
    const names = (await server.completions(path, offset)).map(({ name }) => name);
    expect(names).toContain('readFileSync');
    expect(await server.diagnostics(path)).toEqual([]);
  });

  it('takes types from packages, and leads into them', async () => {
    const { server, path, offset } = open(
      { ...library, 'a.ts': "import { grow } from 'leaves';\ngr|ow('many');" },
      'a.ts',
    );
    expect(await server.quickInfo(path, offset)).toMatchObject({
      signature: expect.stringContaining('grow(count: number): string[]'),
      documentation: 'Makes leaves.',
    });
    expect((await server.diagnostics(path)).map(({ code, severity }) => [code, severity])).toEqual([[2345, 'error']]);
    const [definition] = await server.definition(path, offset);
    expect(definition).toMatchObject({
      path: `${root}/node_modules/leaves/types/grow.d.ts`,
      range: { startLineNumber: 2, startColumn: 25 },
    });
    expect(await server.text(definition?.path ?? '')).toContain('Makes leaves');
  });

  it('sees what is installed later', async () => {
    const { server, container, path } = open({ 'a.ts': "import { grow } from 'leaves';\ngrow(1);" }, 'a.ts');
    expect((await server.diagnostics(path)).map(({ code }) => code)).toContain(2307);
    for (const [name, text] of Object.entries(library)) container.files.set(`${root}/${name}`, text);
    server.changed(Object.keys(library).map((name) => `${root}/${name}`));
    expect(await server.diagnostics(path)).toEqual([]);
  });

  it("follows the project's tsconfig, through what it refers to", async () => {
    const files = {
      'tsconfig.json': '{"files": [], "references": [{"path": "./tsconfig.app.json"}]}',
      'tsconfig.app.json': '{"compilerOptions": {"strict": true, "noUnusedLocals": true}, "include": ["src"]}',
      'src/a.ts': 'const unused = 1;\nexport {};',
    };
    const { server, path } = open(files, 'src/a.ts');
    expect((await server.diagnostics(path)).map(({ code, severity }) => [code, severity])).toContainEqual([
      6133,
      'error',
    ]);
  });

  it('completes what another file exports, and imports it', async () => {
    const files = { 'lib/words.ts': 'export const greeting = 1;', 'main.ts': 'console.log(greet|' };
    const { server, path, offset, text } = open(files, 'main.ts');
    const entry = (await server.completions(path, offset)).find(({ name, source }) => name === 'greeting' && source);
    expect(entry?.source).toMatch(/\.\/lib\/words/);
    const details = entry && (await server.completionDetails(path, offset, entry));
    expect(apply(text, { path, edits: details?.edits ?? [] })).toMatch(
      /^import \{ greeting \} from "\.\/lib\/words(\.ts)?";/,
    );
  });

  it('completes what a package exports that no file has imported yet', async () => {
    const files = { ...library, 'package.json': '{"dependencies":{"leaves":"1","absent":"1"}}', 'main.ts': 'gro|' };
    const { server, path, offset, text } = open(files, 'main.ts');
    const entry = (await server.completions(path, offset)).find(({ name, source }) => name === 'grow' && source);
    expect(entry?.source).toBe('leaves');
    const details = entry && (await server.completionDetails(path, offset, entry));
    expect(apply(text, { path, edits: details?.edits ?? [] })).toContain('import { grow } from "leaves";');
  });

  it('tells what imports need when a file or a folder moves', async () => {
    const files = {
      'lib/words.js': "import { end } from '../end.js';\nexport const greeting = end;",
      'end.js': 'export const end = 1;',
      'main.js': "import { greeting } from './lib/words.js';\nconsole.log(greeting);",
    };
    const { server, container } = open(files, 'main.js');
    const after = async (from: string, to: string) =>
      (await server.moved(`${root}/${from}`, `${root}/${to}`)).map((changed) => [
        changed.path.slice(root.length + 1),
        apply(container.files.get(changed.path) ?? '', changed).split('\n')[0],
      ]);
    expect(await after('lib/words.js', 'words.js')).toEqual([
      ['lib/words.js', "import { end } from './end.js';"],
      ['main.js', "import { greeting } from './words.js';"],
    ]);
    expect(await after('lib', 'deep/library')).toEqual([
      ['lib/words.js', "import { end } from '../../end.js';"],
      ['main.js', "import { greeting } from './deep/library/words.js';"],
    ]);
  });

  it('renames in all files, and refuses what cannot be renamed', async () => {
    const files = {
      'a.mjs': 'export function gr|ow() {}\ngrow();',
      'b.mjs': "import { grow } from './a.mjs';\ngrow();\nconst own = { grow };",
    };
    const { server, container, path, offset } = open(files, 'a.mjs');
    const edits = await server.rename(path, offset, 'bloom');
    const texts = edits.map((file) => apply(container.files.get(file.path) ?? '', file));
    expect(texts).toContain('export function bloom() {}\nbloom();');
    expect(texts).toContain("import { bloom } from './a.mjs';\nbloom();\nconst own = { grow: bloom };");
    const used = open(
      { ...files, 'a.mjs': 'export function grow() {}', 'b.mjs': `${files['b.mjs']}\ngr|ow();` },
      'b.mjs',
    );
    const places = (await used.server.rename(used.path, used.offset, 'bloom')).map((file) => file.path);
    expect(places.sort()).toEqual([`${root}/a.mjs`, `${root}/b.mjs`]);
    const string = open({ 'c.js': "'te|xt'" }, 'c.js');
    expect(await string.server.renameInfo(string.path, string.offset)).toHaveProperty('refusal');
  });

  it('offers a fix for what it complains of', async () => {
    const { server, path, text } = open({ 'a.ts': 'class A { run() { return this.nothing(); } }' }, 'a.ts');
    const [complaint] = (await server.diagnostics(path)).filter(({ severity }) => severity === 'error');
    const start = text.indexOf('nothing');
    const fixes = await server.fixes(path, start, start + 7, [complaint?.code ?? 0]);
    expect(fixes.map(({ title }) => title)).toContain("Declare method 'nothing'");
  });

  it('tells signatures, symbols and references', async () => {
    const { server, path, offset } = open({ 'a.ts': "function f(a: number, b: string) {}\nf(1, |'')" }, 'a.ts');
    expect(await server.signatureHelp(path, offset)).toMatchObject({
      parameter: 1,
      signatures: [
        { label: 'f(a: number, b: string): void', parameters: [{ label: 'a: number' }, { label: 'b: string' }] },
      ],
    });
    expect((await server.symbols(path)).map(({ name, kind }) => [name, kind])).toEqual([['f', 'function']]);
    expect(await server.references(path, 'function '.length)).toHaveLength(2);
  });
});
