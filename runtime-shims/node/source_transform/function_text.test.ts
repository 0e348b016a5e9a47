import { expect, test } from 'vitest';
import { authorsText } from './function_text.ts';
import { scriptEdits } from './script_edits.ts';
import { applyEdits } from './source_edits.ts';

const source = 'const a = (x) => import(x), b = () => eval(a(1)) + import(2);\nfunction c() {}';

test('edits name the services, and leave what only looks like import() or eval() alone', () => {
  expect(applyEdits(source, scriptEdits(source, '$mod'))).toBe(
    'const a = (x) => $mod.i(x), b = () => eval($mod.e((a(1)),eval,"$mod")) + $mod.i(2);\nfunction c() {}',
  );
  for (const text of ["'import(x)'", '// eval(x)', 'a.eval(x)', 'imported(x)', 'eval()', 'eval(...x)', 'eval (']) {
    expect(scriptEdits(text, '$mod')).toEqual([]);
  }
});

test('every part of the rewritten text leads back to the part that the author wrote', () => {
  const edits = scriptEdits(source, '$mod12');
  const generated = applyEdits(source, edits);
  for (const part of ['(x) => import(x)', '() => eval(a(1)) + import(2)', 'function c() {}', source]) {
    const rewritten = applyEdits(part, scriptEdits(part, '$mod12'));
    expect(generated).toContain(rewritten);
    expect(authorsText({ prefixLength: 0, source, edits }, rewritten)).toBe(part);
  }
  expect(authorsText({ prefixLength: 0, source, edits }, '() => $mod12.i(other)')).toBe(undefined);
});
