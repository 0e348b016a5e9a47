/** What package.json and tsconfig.json may say, for the JSON editor. */
import { monaco } from './monaco.ts';

const text = (description: string) => ({ type: 'string', description });
const texts = (description: string) => ({ type: 'array', items: { type: 'string' }, description });
const map = (description: string, of: object = { type: 'string' }) => ({
  type: 'object',
  additionalProperties: of,
  description,
});
const packages = (description: string) => map(description, text('A range of versions (semver), a tag or an address.'));

const manifest = {
  type: 'object',
  properties: {
    name: text('The name under which the package is published and imported.'),
    version: text('The version (semver).'),
    description: text('What it is, in a line.'),
    type: { enum: ['commonjs', 'module'], description: 'How Node.js reads its .js files: CommonJS, or ES modules.' },
    main: text('The file that require() of the package loads, where there are no exports.'),
    module: text('The ES module that bundlers take instead of main.'),
    types: text('The declarations for TypeScript.'),
    exports: { description: 'What may be imported of the package, by subpath and condition.' },
    imports: map('Names beginning with # that only the package itself imports.', {}),
    bin: { description: 'Commands that the package brings: names with their files.' },
    files: texts('What is published.'),
    scripts: {
      ...map('Commands for npm run.'),
      properties: {
        dev: text('Run is this, when there is one.'),
        start: text('npm start; Run is this, when there is no dev.'),
        test: text('npm test'),
        build: text('npm run build'),
        prepare: text('Runs after an install in the folder itself, and before it is published.'),
      },
    },
    dependencies: packages('Packages that the program needs.'),
    devDependencies: packages('Packages that only work on the program needs.'),
    peerDependencies: packages('Packages that whoever uses this one must have.'),
    optionalDependencies: packages('Packages that may be missing.'),
    overrides: map('Versions that all packages below get instead of their own choice.', {}),
    engines: map('Versions of Node.js and npm that it works with.'),
    packageManager: text('The package manager with its version: pnpm@10.0.0'),
    workspaces: { description: 'Folders of packages that are installed together.' },
    private: { type: 'boolean', description: 'It is never published.' },
    license: text('The licence, by its SPDX name.'),
    keywords: texts('Words that a search finds it by.'),
    repository: { description: 'Where its source is.' },
    author: { description: 'Who wrote it.' },
    homepage: text('Its page.'),
    bugs: { description: 'Where faults are told.' },
    sideEffects: { description: 'Whether bundlers may leave out files of which nothing is used.' },
    prettier: { description: 'The configuration of Prettier, or a package that has it.' },
  },
};

const tsconfig = (compilerOptions: unknown) => ({
  type: 'object',
  allowTrailingCommas: true,
  properties: {
    extends: { description: 'One or more configurations that this one adds to.' },
    compilerOptions: {
      type: 'object',
      properties: compilerOptions,
      description: 'How the program is checked and compiled.',
    },
    files: texts('The files of the program; what they import comes with them.'),
    include: texts('Patterns of files that belong to the program.'),
    exclude: texts('Patterns of what include leaves out.'),
    references: {
      type: 'array',
      items: { type: 'object', properties: { path: text('A folder with a tsconfig.json, or such a file.') } },
      description: 'Projects that this one builds upon.',
    },
  },
});

export async function registerJsonSchemas(): Promise<void> {
  const response = await fetch('/declarations/compiler_options.json');
  if (!response.ok) throw new Error(`/declarations/compiler_options.json: ${response.status}`);
  const compilerOptions: unknown = await response.json();
  monaco.json.jsonDefaults.setDiagnosticsOptions({
    validate: true,
    allowComments: false,
    enableSchemaRequest: false,
    schemas: [
      { uri: 'wardian://schemas/package.json', fileMatch: ['package.json'], schema: manifest },
      {
        uri: 'wardian://schemas/tsconfig.json',
        fileMatch: ['tsconfig*.json', 'jsconfig.json'],
        schema: tsconfig(compilerOptions),
      },
    ],
  });
}
