/** How a project starts, from what stands in its folder. */
import type { WebContainer } from '@webcontainer/api';

export interface ProjectStart {
  /** A line of the shell's language, or '' when nothing here looks like a program. */
  command: string;
  /** Files to show at first, the last of them on top. */
  open: string[];
}

/** `.wardianrc` and `.stackblitzrc`: JSON. */
interface StartFile {
  startCommand?: string | false;
  installDependencies?: boolean;
  openFiles?: string[];
}

interface Manifest {
  main?: string;
  scripts?: Record<string, string>;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

const mainFiles = [
  'server.js',
  'server.mjs',
  'server.ts',
  'index.js',
  'index.mjs',
  'index.ts',
  'main.js',
  'main.mjs',
  'main.ts',
  'app.js',
];

function parse<Value>(text: string | undefined): Partial<Value> {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    return typeof value === 'object' && value !== null ? (value as Partial<Value>) : {};
  } catch {
    // A file being edited is not always JSON; what it says counts again when it is.
    return {};
  }
}

/** `names`: what is in the project's folder; `read`: the text of one of them. */
export function startOf(names: readonly string[], read: (name: string) => string | undefined): ProjectStart {
  const settings = parse<StartFile>(read('.wardianrc') ?? read('.stackblitzrc'));
  const manifest = parse<Manifest>(read('package.json'));
  const main =
    mainFiles.find((name) => names.includes(name)) ??
    (manifest.main && names.includes(manifest.main) ? manifest.main : '');
  const script = ['dev', 'start'].find((name) => manifest.scripts?.[name]);
  let command = script ? `npm run ${script}` : main ? `node ${main}` : '';
  if (typeof settings.startCommand === 'string') command = settings.startCommand;
  else if (settings.startCommand === false) command = '';
  const asks = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies }).length > 0;
  const install = asks && !names.includes('node_modules') && settings.installDependencies !== false;
  if (command && install) command = `npm install && ${command}`;
  const shown =
    main || names.find((name) => /\.(?:[cm]?[jt]s|md|json)$/.test(name)) || names.find((name) => name.includes('.'));
  return { command, open: settings.openFiles ?? (shown ? [shown] : []) };
}

/** A line of the shell's language that Run runs, and what it does. */
export interface StartStep {
  title: string;
  command: string;
}

const installation = /^((?:npm (?:install|i|ci)|pnpm (?:install|i)|yarn(?: install)?)(?: [^&|;<>]*)?)&&\s*(\S.*)$/s;

/** The steps of a start command: an installation before the rest, left out where the packages are there. */
export function startSteps(command: string, hasPackages: boolean): StartStep[] {
  const found = installation.exec(command);
  if (!found) return [{ title: 'Run', command }];
  const [, install = '', rest = ''] = found;
  const run = { title: 'Run', command: rest };
  return hasPackages ? [run] : [{ title: 'Install the packages', command: install.trim() }, run];
}

export async function readStart(container: WebContainer): Promise<ProjectStart> {
  const names = await container.fs.readdir('.');
  const texts = new Map<string, string>();
  for (const name of ['.wardianrc', '.stackblitzrc', 'package.json']) {
    if (names.includes(name)) texts.set(name, await container.fs.readFile(name, 'utf-8'));
  }
  return startOf(names, (name) => texts.get(name));
}
