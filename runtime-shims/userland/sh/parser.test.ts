// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are the shell's own
import { describe, expect, it } from 'vitest';
import { Parser, parse } from './parser.ts';
import { ShellSyntaxError } from './syntax.ts';

function incomplete(source: string): boolean | undefined {
  try {
    parse(source);
    return undefined;
  } catch (error) {
    if (error instanceof ShellSyntaxError) return error.incomplete;
    throw error;
  }
}

describe('the parser', () => {
  it.each([
    'if true',
    "echo 'a",
    'echo "a',
    'echo $(a',
    'a &&',
    'a |',
    'cat <<E\nx',
    'case x in',
    'f() {',
    '(a',
    '[[ a',
    'echo ${x',
    '`a',
  ])('waits for more after %s', (source) => expect(incomplete(source)).toBe(true));

  it.each(['fi', 'a )', ';; b', 'echo ${x!}', 'for 1 in a; do b; done', '| a', 'if ; then a; fi'])(
    'refuses %s',
    (source) => expect(incomplete(source)).toBe(false),
  );

  it('reads one complete command at a time, so that an alias counts from the next line on', () => {
    const aliases = new Map<string, string>();
    const parser = new Parser('a\na b\n', aliases);
    expect(parser.next()?.[0]?.source).toBe('a');
    aliases.set('a', 'echo x');
    const command = parser.next()?.[0]?.first.commands[0];
    expect(command?.type === 'simple' && command.words.length).toBe(3);
    expect(parser.next()).toBeUndefined();
  });

  it('knows the line of a command', () => {
    const [, second] = parse('a\n\n\nb c').map(({ first }) => first.commands[0]);
    expect(second?.type === 'simple' && second.line).toBe(4);
  });

  it('makes a tree that is plain data', () => {
    const tree = parse('f() { for i in a "$@"; do echo ${i%.*} $((1+i)) <<E; done; }\n$x\nE\n');
    expect(JSON.parse(JSON.stringify(tree))).toEqual(tree);
  });
});
