/** Node's command line, parsed as OptionsParser does (src/node_options-inl.h), from the options of the native node. */
import type { Environment } from './environment.ts';
import type { NativeFacts, OptionInformation } from './library/native_facts.ts';

export interface CommandLine {
  /** Values by option, as `getOptionValue` reads them. */
  values: Record<string, unknown>;
  /** Options as given: process.execArgv. */
  execArgv: string[];
  /** Script and arguments. */
  operands: string[];
  /** The options again in a form that a child process takes. */
  flags: string[];
  /** V8's own options, `--name` or `--no-name`. */
  engineOptions: string[];
  /** What is wrong with the command line, each without the program's name. */
  errors: string[];
}

interface Types {
  kNoOp: number;
  kV8Option: number;
  kBoolean: number;
  kInteger: number;
  kUInteger: number;
  kString: number;
  kHostPort: number;
  kStringList: number;
}

/** Two names of one field, which is no alias to the dump. */
const requireModule = ['--require-module', '--experimental-require-module'];
const variableOptions: readonly [variable: string, option: string][] = [
  ['NODE_PENDING_DEPRECATION', '--pending-deprecation'],
  ['NODE_PRESERVE_SYMLINKS', '--preserve-symlinks'],
  ['NODE_PRESERVE_SYMLINKS_MAIN', '--preserve-symlinks-main'],
];

class Parser {
  readonly #options: Map<string, OptionInformation>;
  readonly #aliases: Map<string, string[]>;
  readonly #types: Types;
  readonly line: CommandLine = {
    values: Object.create(null),
    execArgv: [],
    operands: [],
    flags: [],
    engineOptions: [],
    errors: [],
  };

  readonly #isEngineOption: (name: string) => boolean;

  constructor(facts: NativeFacts, isEngineOption: (name: string) => boolean) {
    this.#isEngineOption = isEngineOption;
    this.#options = new Map(facts.options);
    this.#aliases = new Map(facts.aliases);
    this.#types = facts.types as unknown as Types;
    for (const [name, value] of facts.values) {
      this.line.values[name] = Array.isArray(value) ? [...value] : value;
    }
  }

  /** Reads options up to the first operand. */
  parse(words: readonly string[]): void {
    const left = [...words];
    while (left.length) {
      const word = left[0] ?? '';
      if (word === '--') {
        left.shift();
        break;
      }
      if (word === '-' || !word.startsWith('-')) break;
      const before = left.length;
      this.#one(left);
      this.line.execArgv.push(...words.slice(words.length - before, words.length - left.length));
    }
    this.line.operands = left;
  }

  /** NODE_OPTIONS: options only, those that are allowed there. */
  parseEnvironment(text: string, allowed: number): void {
    const left = splitEnvironment(text);
    // An operand ends them without a word.
    while (left[0]?.startsWith('-')) {
      const name = left[0].split('=')[0] ?? '';
      const information = this.#options.get(this.#canonical(name));
      if (name === '--' || (information && information.envVarSettings !== allowed)) {
        this.line.errors.push(`${left[0]} is not allowed in NODE_OPTIONS`);
        return;
      }
      this.#one(left);
    }
  }

  /** HandleEnvOptions: options that have variables of their own. */
  parseVariables(variables: Variables): void {
    const { values } = this.line;
    for (const [variable, option] of variableOptions) if (variables[variable] === '1') this.#setBoolean(option, true);
    if (!values['--redirect-warnings']) values['--redirect-warnings'] = variables['NODE_REDIRECT_WARNINGS'] ?? '';
  }

  #canonical(name: string): string {
    const dashed = name.startsWith('--') ? `--${name.slice(2).replaceAll('_', '-')}` : name;
    return this.#aliases.get(dashed)?.[0] ?? dashed;
  }

  #one(left: string[]): void {
    const original = left.shift() ?? '';
    const equals = original.startsWith('--') ? original.indexOf('=') : -1;
    let name = equals < 0 ? original : original.slice(0, equals);
    let value = equals < 0 ? undefined : original.slice(equals + 1);
    if (name.startsWith('--')) name = `--${name.slice(2).replaceAll('_', '-')}`;
    for (
      let expansion = this.#expansion(name, value, left);
      expansion;
      expansion = this.#expansion(name, value, left)
    ) {
      const [first = '', ...rest] = expansion;
      if (first === name) {
        left.unshift(...rest);
        break;
      }
      name = first;
      left.unshift(...rest);
    }
    const negated = name.startsWith('--no-');
    if (negated) name = `--${name.slice(5)}`;
    const information = this.#options.get(name);
    const engineOption = negated ? `--no-${name.slice(2)}` : name;
    if (!information && this.#isEngineOption(name)) {
      this.line.engineOptions.push(engineOption);
      return;
    }
    if (
      !information ||
      (negated && information.type !== this.#types.kBoolean && information.type !== this.#types.kV8Option)
    ) {
      this.line.errors.push(
        information
          ? `${original} is an invalid negation because it is not a boolean option`
          : `bad option: ${original}`,
      );
      return;
    }
    const { type } = information;
    if (type === this.#types.kBoolean) this.#setBoolean(name, !negated);
    else if (type === this.#types.kNoOp) return;
    else if (type === this.#types.kV8Option) {
      this.line.engineOptions.push(engineOption);
      return;
    } else {
      if (value === '') {
        this.line.errors.push(`${original} requires an argument`);
        return;
      }
      if (value === undefined) {
        const next = left.shift();
        if (next === undefined || (next.startsWith('-') && next !== '-' && name !== '--eval')) {
          this.line.errors.push(`${original} requires an argument`);
          return;
        }
        value = next.startsWith('\\-') ? next.slice(1) : next;
      }
      this.#assign(name, type, value);
    }
    this.#imply(name);
    this.line.flags.push(value === undefined ? (negated ? `--no-${name.slice(2)}` : name) : `${name}=${value}`);
  }

  /** What an alias stands for: plainly, with a value behind `=`, or with a word that follows. */
  #expansion(name: string, value: string | undefined, left: readonly string[]): string[] | undefined {
    if (value !== undefined) return this.#aliases.get(`${name}=`) ?? this.#aliases.get(name);
    const next = left[0];
    const withWord = next !== undefined && !next.startsWith('-') ? this.#aliases.get(`${name} <arg>`) : undefined;
    return withWord ?? this.#aliases.get(name);
  }

  #assign(name: string, type: number, value: string): void {
    const { values } = this.line;
    if (type === this.#types.kStringList) (values[name] as string[]).push(value);
    else if (type === this.#types.kInteger || type === this.#types.kUInteger) values[name] = Number(value) || 0;
    else if (type === this.#types.kHostPort) values[name] = value;
    else values[name] = value;
  }

  /** The library asks for the negation of a boolean as well, by its own name. */
  #setBoolean(name: string, value: boolean): void {
    for (const option of requireModule.includes(name) ? requireModule : [name]) {
      this.line.values[option] = value;
      this.line.values[`--no${option.slice(1)}`] = !value;
    }
  }

  /** Implications that the dump does not tell (AddOption and Implies in src/node_options.cc). */
  #imply(name: string): void {
    const { values } = this.line;
    if (name === '--eval') this.#setBoolean('[has_eval_string]', true);
    if (name === '--print' && values['--eval']) this.#setBoolean('[has_eval_string]', true);
    if (name === '--trace-env-js-stack' || name === '--trace-env-native-stack') this.#setBoolean('--trace-env', true);
    if (name === '--watch-path') this.#setBoolean('--watch', true);
    if (name === '--env-file' || name === '--env-file-if-exists') this.#setBoolean('[has_env_file_string]', true);
  }
}

/** Words of NODE_OPTIONS: separated by spaces, double quotes keep them together (ParseNodeOptionsEnvVar). */
function splitEnvironment(text: string): string[] {
  const words: string[] = [];
  let word: string | null = null;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    let character = text[i] ?? '';
    if (character === '\\' && quoted && i + 1 < text.length) character = text[++i] ?? '';
    else if (character === ' ' && !quoted) {
      if (word !== null) words.push(word);
      word = null;
      continue;
    } else if (character === '"') {
      quoted = !quoted;
      word ??= '';
      continue;
    }
    word = (word ?? '') + character;
  }
  if (word !== null) words.push(word);
  return words;
}

type Variables = Readonly<Record<string, string | undefined>>;

/** `isEngineOption`: is `--name` one of V8's, which native node hands to the engine? They mean nothing here. */
export function parseCommandLine(
  facts: NativeFacts,
  words: readonly string[],
  nodeOptions: string | undefined,
  isEngineOption: (name: string) => boolean = () => false,
  variables: Variables = {},
): CommandLine {
  const parser = new Parser(facts, isEngineOption);
  parser.parseVariables(variables);
  if (nodeOptions) parser.parseEnvironment(nodeOptions, facts.envSettings['kAllowedInEnvvar'] ?? 0);
  parser.parse(words);
  return parser.line;
}

const lines = new WeakMap<Environment, CommandLine>();

export function commandLineOf(environment: Environment): CommandLine {
  const line = lines.get(environment);
  if (!line) throw new Error('the command line is not known before the process starts');
  return line;
}

/** The library keeps the values that it has once been given (lib/internal/options.js): they change in place. */
export function setCommandLine(environment: Environment, line: CommandLine): void {
  const values = Object.assign(lines.get(environment)?.values ?? line.values, line.values);
  lines.set(environment, { ...line, values });
}
