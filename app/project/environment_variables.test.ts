import { describe, expect, it } from 'vitest';
import { parseVariables, problemOf, recordOf, withVariables } from './environment_variables.ts';

describe('environment variables', () => {
  it('are read from the text of a .env file', () => {
    const text =
      '# keys\nPORT=3000\nexport NAME = "two words" # note\n\nEMPTY=\nURL=http://x/#part\nno line\r\nA=\'b\'\r\n';
    expect(parseVariables(text)).toEqual([
      { name: 'PORT', value: '3000' },
      { name: 'NAME', value: 'two words' },
      { name: 'EMPTY', value: '' },
      { name: 'URL', value: 'http://x/#part' },
      { name: 'A', value: 'b' },
    ]);
  });

  it('are what programs get, without those whose name cannot be one', () => {
    const variables = [
      { name: 'A', value: '1' },
      { name: 'B C', value: '2' },
      { name: '', value: '3' },
      { name: 'A', value: '4' },
    ];
    expect(recordOf(variables)).toEqual({ A: '4' });
    expect(recordOf(withVariables(variables, parseVariables('A=5\nD=6')))).toEqual({ A: '5', D: '6' });
  });

  it('say what is wrong with a name', () => {
    const variables = ['A', 'A', 'B=', '', 'C'].map((name) => ({ name, value: 'x' }));
    expect(variables.map((_variable, index) => problemOf(variables, index))).toEqual([
      'A is here twice: the last one counts.',
      'A is here twice: the last one counts.',
      'A name has no blanks and no “=”.',
      '',
      '',
    ]);
  });
});
