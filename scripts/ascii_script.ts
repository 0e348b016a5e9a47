/**
 * A script's code in ASCII alone. One character beyond Latin-1 makes an engine keep the whole text in two bytes for each
 * character, in every Worker that runs it. Strings, regular expressions and names mean the same with escapes; only what
 * tagged templates see as raw text would differ.
 */
export function asciiScript(code: string): string {
  return code.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
