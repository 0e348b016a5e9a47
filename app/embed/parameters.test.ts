import { describe, expect, it } from 'vitest';
import { embedParameters } from './parameters.ts';

const parse = (text: string) => embedParameters(new URLSearchParams(text));

describe('the options of an embed', () => {
  it('have defaults, which unknown values fall back to', () => {
    const defaults = parse('');
    expect(defaults).toEqual({
      view: 'both',
      run: 'click',
      theme: 'auto',
      console: true,
      chrome: true,
      readOnly: false,
      file: '',
      from: 0,
      to: 0,
    });
    expect(parse('view=sideways&run=&theme=DARK&console=yes')).toEqual(defaults);
  });

  it('name a file and its lines', () => {
    expect(parse('file=src/a.js')).toMatchObject({ file: 'src/a.js', from: 0, to: 0 });
    expect(parse('file=src/a.js:7')).toMatchObject({ file: 'src/a.js', from: 7, to: 7 });
    expect(parse('file=a:b.js:3-5')).toMatchObject({ file: 'a:b.js', from: 3, to: 5 });
  });

  it('are taken as given', () => {
    expect(parse('view=preview&run=load&theme=dark&console=0&chrome=0&readonly=1')).toMatchObject({
      view: 'preview',
      run: 'load',
      theme: 'dark',
      console: false,
      chrome: false,
      readOnly: true,
    });
  });
});
