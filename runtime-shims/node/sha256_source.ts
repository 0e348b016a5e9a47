/**
 * SHA-256's compression function (FIPS 180-4, section 6.2.2) in AssemblyScript, all rounds written out, which no script
 * engine makes as quick from JavaScript.
 */
const ROUNDS = 64;

/** The first 32 bits of the fractional parts of cube roots of the first primes. */
function roundConstants(): number[] {
  const constants: number[] = [];
  for (let candidate = 2n; constants.length < ROUNDS; candidate++) {
    let isPrime = true;
    for (let divisor = 2n; divisor * divisor <= candidate; divisor++) if (candidate % divisor === 0n) isPrime = false;
    if (isPrime) constants.push(Number(cubeRoot(candidate << 96n) & 0xffff_ffffn));
  }
  return constants;
}

function cubeRoot(value: bigint): bigint {
  let [low, high] = [0n, 1n << 40n];
  while (low < high) {
    const middle = (low + high + 1n) >> 1n;
    if (middle ** 3n <= value) low = middle;
    else high = middle - 1n;
  }
  return low;
}

/** AssemblyScript: the state is at address 0; `data` to `end` are whole blocks. */
export function sha256Source(): string {
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
  const lines: string[] = ['export function compress(data: usize, end: usize): void {'];
  for (const [i] of names.entries()) lines.push(`let s${i} = load<u32>(${4 * i});`);
  lines.push('for (; data < end; data += 64) {', 'let t: u32;');
  for (let i = 0; i < 16; i++) lines.push(`let w${i} = bswap(load<u32>(data, ${4 * i}));`);
  for (const [i, name] of names.entries()) lines.push(`let ${name} = s${i};`);
  for (const [round, constant] of roundConstants().entries()) {
    const [a, b, c, d, e, f, g, h] = names.map((_, i) => names[(i - (round % 8) + 8) % 8]);
    const word = (ahead: number) => `w${(round + ahead) % 16}`;
    const [w, w1, w9, w14] = [word(0), word(1), word(9), word(14)];
    if (round >= 16) {
      const small0 = `(rotr(${w1}, 7) ^ rotr(${w1}, 18) ^ (${w1} >> 3))`;
      const small1 = `(rotr(${w14}, 17) ^ rotr(${w14}, 19) ^ (${w14} >> 10))`;
      lines.push(`${w} += ${small0} + ${w9} + ${small1};`);
    }
    const choice = `(${g} ^ (${e} & (${f} ^ ${g})))`;
    const majority = `((${a} & ${b}) | (${c} & (${a} | ${b})))`;
    lines.push(`t = ${h} + (rotr(${e}, 6) ^ rotr(${e}, 11) ^ rotr(${e}, 25)) + ${choice} + ${constant} + ${w};`);
    lines.push(`${d} += t;`);
    lines.push(`${h} = t + (rotr(${a}, 2) ^ rotr(${a}, 13) ^ rotr(${a}, 22)) + ${majority};`);
  }
  for (const [i, name] of names.entries()) lines.push(`s${i} += ${name};`);
  lines.push('}');
  for (const [i] of names.entries()) lines.push(`store<u32>(${4 * i}, s${i});`);
  return [...lines, '}'].join('\n');
}
