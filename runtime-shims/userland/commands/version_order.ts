import { compare } from '../system/files.ts';

/** Numbers within texts by their value. */
export function versionOrder(a: string, b: string): number {
  const pieces = (text: string): string[] => text.match(/\d+|\D+/g) ?? [];
  const [left, right] = [pieces(a), pieces(b)];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const [x = '', y = ''] = [left[i], right[i]];
    if (/^\d/.test(x) && /^\d/.test(y)) {
      const difference = Number(x) - Number(y);
      if (difference) return difference;
    } else if (x !== y) return compare(x, y);
  }
  return 0;
}
