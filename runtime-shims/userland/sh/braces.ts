/** Brace expansion (bash): `{a,b}` and `{1..9..2}` make several words of one. */
import type { Part, Word } from './syntax.ts';

/** A character of unquoted text, or a part that is left as it is. */
type Atom = string | Part;

function atomsOf(word: Word): Atom[] {
  return word.parts.flatMap((part): Atom[] => (part.type === 'text' && !part.quoted ? [...part.text] : [part]));
}

function wordOf(atoms: readonly Atom[]): Word {
  const parts: Part[] = [];
  for (const atom of atoms) {
    const last = parts.at(-1);
    if (typeof atom !== 'string') parts.push(atom);
    else if (last?.type === 'text' && !last.quoted) last.text += atom;
    else parts.push({ type: 'text', text: atom, quoted: false });
  }
  return { parts };
}

/** Index of the brace that closes the one at `open`, and the commas between them; undefined when none does. */
function closing(atoms: readonly Atom[], open: number): { end: number; commas: number[] } | undefined {
  const commas: number[] = [];
  let depth = 0;
  for (let i = open; i < atoms.length; i++) {
    if (atoms[i] === '{') depth += 1;
    else if (atoms[i] === '}' && --depth === 0) return { end: i, commas };
    else if (atoms[i] === ',' && depth === 1) commas.push(i);
  }
  return undefined;
}

function sequence(text: string): string[] | undefined {
  const numbers = /^(-?\d+)\.\.(-?\d+)(?:\.\.(-?\d+))?$/.exec(text);
  const letters = /^([a-zA-Z])\.\.([a-zA-Z])(?:\.\.(-?\d+))?$/.exec(text);
  const found = numbers ?? letters;
  if (!found) return undefined;
  const [, first = '', last = ''] = found;
  const from = numbers ? Number(first) : first.charCodeAt(0);
  const to = numbers ? Number(last) : last.charCodeAt(0);
  const step = Math.abs(Number(found[3] ?? 1)) || 1;
  const width = [first, last].some((each) => /^-?0\d/.test(each)) ? Math.max(first.length, last.length) : 0;
  const result: string[] = [];
  for (let value = from; from <= to ? value <= to : value >= to; value += from <= to ? step : -step) {
    const digits = String(Math.abs(value)).padStart(width - (value < 0 ? 1 : 0), '0');
    result.push(numbers ? (value < 0 ? `-${digits}` : digits) : String.fromCharCode(value));
  }
  return result;
}

function expand(atoms: readonly Atom[]): Atom[][] {
  for (let open = 0; open < atoms.length; open++) {
    if (atoms[open] !== '{') continue;
    const found = closing(atoms, open);
    if (!found) continue;
    const inner = atoms.slice(open + 1, found.end);
    let choices: Atom[][] | undefined;
    if (found.commas.length) {
      const edges = [open, ...found.commas, found.end];
      choices = edges.slice(1).flatMap((edge, index) => expand(atoms.slice((edges[index] ?? 0) + 1, edge)));
    } else if (inner.every((atom) => typeof atom === 'string')) {
      choices = sequence(inner.join(''))?.map((text) => [...text]);
    }
    if (!choices) continue;
    const before = atoms.slice(0, open);
    const after = expand(atoms.slice(found.end + 1));
    return choices.flatMap((choice) => after.map((rest) => [...before, ...choice, ...rest]));
  }
  return [[...atoms]];
}

export function expandBraces(word: Word): Word[] {
  const candidate = word.parts.some((part) => part.type === 'text' && !part.quoted && part.text.includes('{'));
  if (!candidate || word.assignment) return [word];
  const atoms = atomsOf(word);
  if (!atoms.includes(',') && !atoms.includes('.')) return [word];
  return expand(atoms).map(wordOf);
}
