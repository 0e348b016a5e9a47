import { expect, it } from 'vitest';
import { withoutEngineHints } from './engine_hints.ts';

it('hints to the optimiser become void of their argument, in code and in texts, without moving a column', () => {
  const source = "f(1); %OptimizeFunctionOnNextCall(f); eval('%PrepareFunctionForOptimization(f)'); f(2)";
  const changed = withoutEngineHints(source);
  expect(changed).toHaveLength(source.length);
  expect(changed.indexOf('f(2)')).toBe(source.indexOf('f(2)'));
  expect(new Function('f', `return ${changed.slice(6, changed.indexOf(';', 6))}`)(Number)).toBeUndefined();
  expect(changed).not.toContain('%');
});

it('natives whose answer counts stay', () => {
  const source = 'assert(%HaveSameMap(a, b)); x %OptimizeFunctionOnNextCallLater(y)';
  expect(withoutEngineHints(source)).toBe(source);
});
