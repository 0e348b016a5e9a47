// The runner from within: events of tests, subtests, hooks, skips and failures.
import assert from 'node:assert';
import { spawnSync } from 'node:child_process';

import { after, afterEach, before, beforeEach, describe, it, mock, test } from 'node:test';

if (process.env['NODE_TEST_CHILD'] === undefined) {
  const child = [process.execPath, ['--test-reporter=tap', import.meta.filename]];
  const { stdout, stderr, status } = spawnSync(...child, {
    encoding: 'utf8',
    env: { ...process.env, NODE_TEST_CHILD: '1' },
  });
  console.log(stdout.replace(/duration_ms.*/g, 'duration_ms'), stderr, status);
  process.exit();
}

const log = [];
process.on('exit', () => {
  console.error(log.join('\n'));
  process.exitCode = 0;
});
before(() => log.push('before'));
after(() => log.push('after'));
beforeEach(({ name }) => log.push(`beforeEach ${name}`));
afterEach(({ name, passed }) => log.push(`afterEach ${name} ${passed}`));
test('passes', () => log.push('in passes'));
test('subtests', async (t) => {
  await t.test('one', () => log.push('one'));
  await t.test('two', { skip: 'why' }, () => log.push('never'));
  t.diagnostic('note');
});
describe('suite', () => {
  it('inner', () => log.push('inner'));
  it.todo('later');
  it.skip('not', () => log.push('never'));
});
test('mocks', (t) => {
  const spy = t.mock.fn((a) => a + 1);
  spy(1);
  spy(5);
  log.push(JSON.stringify(spy.mock.calls.map(({ arguments: given, result }) => [given, result])));
  const object = { method: () => 'real' };
  const mocked = t.mock.method(object, 'method', () => 'mock');
  log.push(object.method(), String(mocked.mock.callCount()));
  mocked.mock.restore();
  log.push(object.method());
  mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1000 });
  setTimeout(() => log.push(`fired at ${Date.now()}`), 50);
  mock.timers.tick(50);
  mock.timers.reset();
});
test('plan', (t) => {
  t.plan(2);
  t.assert.ok(1);
  t.assert.equal(1, 1);
});
assert.ok(true);
