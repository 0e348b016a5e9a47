import { describe, expect, it } from 'vitest';
import { ConnectionsTable, type TimedParser } from './http_connections_list.ts';

const parser = (sequence: number, messageStart: number, headersCompleted = false): TimedParser => {
  const wrap = { sequence };
  return { sequence, messageStart, headersCompleted, wrap };
};
const numbers = (wraps: object[]) => wraps.map((wrap) => (wrap as { sequence: number }).sequence);

describe('ConnectionsList', () => {
  const table = new ConnectionsTable();
  const idle = parser(1, 0);
  const old = parser(2, 1000);
  const answering = parser(3, 500, true);
  table.push(idle, false);
  table.push(old, true);
  table.push(answering, true);

  it('lists the idle first, then by age', () => {
    expect(numbers(table.all())).toEqual([1, 3, 2]);
    expect(numbers(table.idle())).toEqual([1]);
    expect(numbers(table.active())).toEqual([3, 2]);
  });

  it('tells each expired connection once, by headers or by the whole request', () => {
    expect(numbers(table.expired(0, 0, 9000))).toEqual([]);
    expect(numbers(table.expired(2000, 20000, 9000))).toEqual([2]);
    expect(numbers(table.expired(2000, 20000, 9000))).toEqual([]);
    expect(numbers(table.expired(2000, 5000, 9000))).toEqual([3]);
    expect(numbers(table.all())).toEqual([1, 3, 2]);
    table.pop(idle);
    expect(numbers(table.all())).toEqual([3, 2]);
  });
});
