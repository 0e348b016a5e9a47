/** Patterns of the shell language (POSIX 2.13): matching of text, and of path names in directories. */
import { readdirSync, statSync } from 'node:fs';

/** A piece of a word: quoted pieces match themselves only. */
export interface Piece {
  text: string;
  quoted: boolean;
}

const special = /[*?[]/;

export function hasPattern(pieces: readonly Piece[]): boolean {
  return pieces.some((piece) => !piece.quoted && special.test(piece.text));
}

function escape(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

/** The source of a regular expression for a pattern, without anchors. `path`: `*` and `?` do not match `/`. */
export function patternSource(pieces: readonly Piece[], options: { path?: boolean; lazy?: boolean } = {}): string {
  const any = options.path ? '[^/]' : '[^]';
  let source = '';
  for (const { text, quoted } of pieces) {
    if (quoted) {
      source += escape(text);
      continue;
    }
    for (let i = 0; i < text.length; i++) {
      const character = text[i] ?? '';
      if (character === '*') source += `${any}*${options.lazy ? '?' : ''}`;
      else if (character === '?') source += any;
      else if (character === '\\' && i + 1 < text.length) source += escape(text[++i] ?? '');
      else if (character === '[') {
        const set = /^\[([!^]?)(\]?(?:\[:\w+:\]|[^\]])*)\]/.exec(text.slice(i));
        if (set) {
          source += `[${set[1] ? '^' : ''}${characterSet(set[2] ?? '')}]`;
          i += set[0].length - 1;
        } else source += '\\[';
      } else source += escape(character);
    }
  }
  return source;
}

const classes: Record<string, string> = {
  alpha: '\\p{L}',
  digit: '0-9',
  alnum: '\\p{L}\\p{N}',
  upper: '\\p{Lu}',
  lower: '\\p{Ll}',
  space: '\\s',
  blank: ' \\t',
  punct: '\\p{P}\\p{S}',
  xdigit: '0-9A-Fa-f',
};

function characterSet(text: string): string {
  return text.replace(/\[:(\w+):\]|[\\\]^[]/g, (match, name: string | undefined) =>
    name ? (classes[name] ?? '') : `\\${match}`,
  );
}

export function matches(text: string, pieces: readonly Piece[]): boolean {
  return new RegExp(`^${patternSource(pieces)}$`, 'u').test(text);
}

/** The path names that a word's pieces match, sorted; none: an empty list. */
export function glob(pieces: readonly Piece[]): string[] {
  const components: Piece[][] = [[]];
  for (const { text, quoted } of pieces) {
    text.split('/').forEach((part, index) => {
      if (index > 0) components.push([]);
      if (part) components.at(-1)?.push({ text: part, quoted });
    });
  }
  const absolute = components[0]?.length === 0 && components.length > 1;
  if (absolute) components.shift();
  let found = [absolute ? '/' : ''];
  components.forEach((component, index) => {
    const last = index === components.length - 1;
    found = found.flatMap((base) => step(base, component, last));
  });
  return found.sort();
}

/** One component further: `base` is a path that ends with `/`, or nothing. */
function step(base: string, component: readonly Piece[], last: boolean): string[] {
  const plain = component.map((piece) => piece.text).join('');
  if (!hasPattern(component)) {
    const path = base + plain;
    if (!last) return [`${path}/`];
    return plain === '' || statSync(path, { throwIfNoEntry: false }) ? [path] : [];
  }
  const hidden = plain.startsWith('.');
  const expression = new RegExp(`^${patternSource(component, { path: true })}$`, 'u');
  let names: string[];
  try {
    names = readdirSync(base || '.');
  } catch {
    return [];
  }
  const fitting = names.filter((name) => (hidden || !name.startsWith('.')) && expression.test(name));
  if (last) return fitting.map((name) => base + name);
  return fitting
    .filter((name) => statSync(base + name, { throwIfNoEntry: false })?.isDirectory())
    .map((name) => `${base}${name}/`);
}
