/**
 * The compression functions of SHA-1 and SHA-2 (FIPS 180-4, section 6) in AssemblyScript, all rounds written out, which no
 * script engine makes as quick from JavaScript. In each the state is at address 0; `data` to `end` are whole blocks.
 */

function compressFunction(word: 'u32' | 'u64', state: readonly string[], rounds: readonly string[]): string {
  const bytes = word === 'u32' ? 4 : 8;
  const lines: string[] = ['export function compress(data: usize, end: usize): void {'];
  for (const [i] of state.entries()) lines.push(`let s${i} = load<${word}>(${bytes * i});`);
  lines.push(`for (; data < end; data += ${16 * bytes}) {`, `let t: ${word};`);
  for (let i = 0; i < 16; i++) lines.push(`let w${i} = bswap(load<${word}>(data, ${bytes * i}));`);
  for (const [i, name] of state.entries()) lines.push(`let ${name} = s${i};`);
  lines.push(...rounds);
  for (const [i, name] of state.entries()) lines.push(`s${i} += ${name};`);
  lines.push('}');
  for (const [i] of state.entries()) lines.push(`store<${word}>(${bytes * i}, s${i});`);
  return [...lines, '}'].join('\n');
}

/** The state's names as round `round` sees them: each round moves them on by one. */
const turned = (state: readonly string[], round: number): string[] =>
  state.map((_, i) => state[(((i - round) % state.length) + state.length) % state.length]!);

const rotations = (name: string, amounts: readonly number[]): string =>
  amounts.map((amount) => `rotr(${name}, ${amount})`).join(' ^ ');

interface Sha2 {
  word: 'u32' | 'u64';
  rounds: number;
  /** Amounts of Σ0 and Σ1, and of σ0 and σ1, of which the last is a shift. */
  large: readonly [readonly number[], readonly number[]];
  small: readonly [readonly number[], readonly number[]];
}

const SHA_256: Sha2 = {
  word: 'u32',
  rounds: 64,
  large: [
    [2, 13, 22],
    [6, 11, 25],
  ],
  small: [
    [7, 18, 3],
    [17, 19, 10],
  ],
};
const SHA_512: Sha2 = {
  word: 'u64',
  rounds: 80,
  large: [
    [28, 34, 39],
    [14, 18, 41],
  ],
  small: [
    [1, 8, 7],
    [19, 61, 6],
  ],
};

/** The first bits of the fractional parts of the cube roots of the first primes. */
function roundConstants(count: number, bits: bigint): bigint[] {
  const constants: bigint[] = [];
  for (let candidate = 2n; constants.length < count; candidate++) {
    let isPrime = true;
    for (let divisor = 2n; divisor * divisor <= candidate; divisor++) if (candidate % divisor === 0n) isPrime = false;
    if (isPrime) constants.push(cubeRoot(candidate << (3n * bits)) & ((1n << bits) - 1n));
  }
  return constants;
}

function cubeRoot(value: bigint): bigint {
  let [low, high] = [0n, 1n << 72n];
  while (low < high) {
    const middle = (low + high + 1n) >> 1n;
    if (middle ** 3n <= value) low = middle;
    else high = middle - 1n;
  }
  return low;
}

function sha2Source({ word, rounds, large, small }: Sha2): string {
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
  const constants = roundConstants(rounds, word === 'u32' ? 32n : 64n);
  const mixed = (name: string, [first, second, shift]: readonly number[]) =>
    `(${rotations(name, [first!, second!])} ^ (${name} >> ${shift}))`;
  const lines = constants.flatMap((constant, round) => {
    const [a, b, c, d, e, f, g, h] = turned(names, round) as [
      string,
      string,
      string,
      string,
      string,
      string,
      string,
      string,
    ];
    const ahead = (count: number) => `w${(round + count) % 16}`;
    const schedule = `${ahead(0)} += ${mixed(ahead(1), small[0])} + ${ahead(9)} + ${mixed(ahead(14), small[1])};`;
    const choice = `(${g} ^ (${e} & (${f} ^ ${g})))`;
    const majority = `((${a} & ${b}) | (${c} & (${a} | ${b})))`;
    return [
      ...(round < 16 ? [] : [schedule]),
      `t = ${h} + (${rotations(e, large[1])}) + ${choice} + <${word}>0x${constant.toString(16)} + ${ahead(0)};`,
      `${d} += t;`,
      `${h} = t + (${rotations(a, large[0])}) + ${majority};`,
    ];
  });
  return compressFunction(word, names, lines);
}

export const sha256Source = (): string => sha2Source(SHA_256);
export const sha512Source = (): string => sha2Source(SHA_512);

/** Four times twenty rounds, each twenty with a constant and a function of its own. */
const SHA_1_CONSTANTS = [0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6];
const SHA_1_ROUNDS = 80;

export function sha1Source(): string {
  const names = ['a', 'b', 'c', 'd', 'e'];
  const lines: string[] = [];
  for (let round = 0; round < SHA_1_ROUNDS; round++) {
    const [a, b, c, d, e] = turned(names, round) as [string, string, string, string, string];
    const ahead = (count: number) => `w${(round + count) % 16}`;
    const quarter = Math.floor(round / 20);
    const choice = `(${d} ^ (${b} & (${c} ^ ${d})))`;
    const parity = `(${b} ^ ${c} ^ ${d})`;
    const majority = `((${b} & ${c}) | (${d} & (${b} | ${c})))`;
    const mixed = [choice, parity, majority, parity][quarter]!;
    if (round >= 16) {
      lines.push(`${ahead(0)} = rotl(${ahead(13)} ^ ${ahead(8)} ^ ${ahead(2)} ^ ${ahead(0)}, 1);`);
    }
    lines.push(`${e} += rotl(${a}, 5) + ${mixed} + <u32>${SHA_1_CONSTANTS[quarter]} + ${ahead(0)};`);
    lines.push(`${b} = rotl(${b}, 30);`);
  }
  return compressFunction('u32', names, lines);
}
