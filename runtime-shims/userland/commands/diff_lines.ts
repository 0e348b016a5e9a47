/** The shortest way from one sequence of lines to another (Myers, "An O(ND) difference algorithm", 1986). */

/** Lines `from[a…b)` are replaced by `to[c…d)`. */
export interface Change {
  fromStart: number;
  fromEnd: number;
  toStart: number;
  toEnd: number;
}

/** Beyond so many edits a file is taken as replaced in the differing part: the exact answer would take too long. */
const mostEdits = 20_000;

export function changes(from: readonly string[], to: readonly string[]): Change[] {
  let start = 0;
  while (start < from.length && start < to.length && from[start] === to[start]) start += 1;
  let [fromEnd, toEnd] = [from.length, to.length];
  while (fromEnd > start && toEnd > start && from[fromEnd - 1] === to[toEnd - 1]) {
    fromEnd -= 1;
    toEnd -= 1;
  }
  const steps = path(from.slice(start, fromEnd), to.slice(start, toEnd));
  if (!steps) return [{ fromStart: start, fromEnd, toStart: start, toEnd }];
  const result: Change[] = [];
  let [a, b] = [start, start];
  for (const step of steps) {
    if (step === '=') {
      a += 1;
      b += 1;
      continue;
    }
    let last = result.at(-1);
    if (!last || last.fromEnd !== a || last.toEnd !== b) {
      last = { fromStart: a, fromEnd: a, toStart: b, toEnd: b };
      result.push(last);
    }
    if (step === '-') last.fromEnd = a += 1;
    else last.toEnd = b += 1;
  }
  return result;
}

/** `=`, `-` and `+` in order; undefined when the texts differ too much. */
function path(from: readonly string[], to: readonly string[]): string[] | undefined {
  const [n, m] = [from.length, to.length];
  const most = Math.min(n + m, mostEdits);
  const offset = most + 1;
  const furthest = new Int32Array(2 * most + 3);
  const history: Int32Array[] = [];
  for (let d = 0; d <= most; d++) {
    // Only the diagonals that this many edits reach are kept.
    history.push(furthest.slice(offset - d - 1, offset + d + 2));
    for (let k = -d; k <= d; k += 2) {
      const down = k === -d || (k !== d && (furthest[offset + k - 1] ?? 0) < (furthest[offset + k + 1] ?? 0));
      let x = down ? (furthest[offset + k + 1] ?? 0) : (furthest[offset + k - 1] ?? 0) + 1;
      while (x < n && x - k < m && from[x] === to[x - k]) x += 1;
      furthest[offset + k] = x;
      if (x >= n && x - k >= m) return trace(history, n, m);
    }
  }
  return undefined;
}

function trace(history: readonly Int32Array[], n: number, m: number): string[] {
  const steps: string[] = [];
  let [x, y] = [n, m];
  for (let d = history.length - 1; d >= 0; d--) {
    const row = history[d] ?? new Int32Array(0);
    const at = (k: number) => row[k + d + 1] ?? 0;
    const k = x - y;
    const down = k === -d || (k !== d && at(k - 1) < at(k + 1));
    const before = down ? k + 1 : k - 1;
    const [px, py] = [at(before), at(before) - before];
    while (x > Math.max(0, px) && y > Math.max(0, py) && (d > 0 || x > 0)) {
      if (d > 0 && ((down && x === px && y === py + 1) || (!down && x === px + 1 && y === py))) break;
      steps.push('=');
      x -= 1;
      y -= 1;
    }
    if (d === 0) break;
    steps.push(down ? '+' : '-');
    [x, y] = [px, py];
  }
  return steps.reverse();
}
