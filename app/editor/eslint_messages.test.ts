import { describe, expect, it } from 'vitest';
import { changesOf, type LintMessage, markerOf } from './eslint_messages.ts';

const fix = { range: [3, 4] as [number, number], text: ';' };
const message: LintMessage = { severity: 2, ruleId: 'semi', message: 'Missing semicolon.', line: 2, column: 5, fix };

describe('a finding of ESLint', () => {
  it('is marked where it is, a place without an end as one character', () => {
    const place = { startLineNumber: 2, startColumn: 5, endLineNumber: 2 };
    expect(markerOf(message)).toEqual({
      isError: true,
      message: 'Missing semicolon.',
      rule: 'semi',
      ...place,
      endColumn: 6,
    });
    expect(markerOf({ ...message, endLine: 2, endColumn: 9 })).toMatchObject({ ...place, endColumn: 9 });
  });

  it('about the whole file is marked at its beginning', () => {
    const whole = { severity: 1, ruleId: null, message: 'File ignored' } as const;
    const place = { startLineNumber: 1, startColumn: 1, endLineNumber: 1, endColumn: 2 };
    expect(markerOf(whole)).toEqual({ isError: false, message: 'File ignored', rule: '', ...place });
    expect(changesOf(whole)).toEqual([]);
  });

  it('offers its fix and its suggestions', () => {
    const suggestions = [{ desc: 'Remove it', fix: { range: [0, 1] as [number, number], text: '' } }];
    expect(changesOf({ ...message, suggestions })).toEqual([
      { title: 'Fix this semi problem', fix },
      { title: 'Remove it', fix: suggestions[0]?.fix },
    ]);
  });
});
