import { expect, it } from 'vitest';
import { asciiScript } from './ascii_script.ts';

it('a script in ASCII does what it did', () => {
  const script =
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the script has a template of its own
    "const süß = 'naïve … 😀'; [süß, `„${süß}“`, /^[😀]$/u.test('😀'), /[^\\x00-ÿ]/.test(süß), 'ü'.length]";
  const code = asciiScript(script);
  expect(code).not.toMatch(/[\u0080-\uffff]/);
  // biome-ignore lint/security/noGlobalEval: what the code does is the question
  expect(globalThis.eval(code)).toEqual(globalThis.eval(script));
});
