/** The primes of RFC 2409 and RFC 3526, which are made of digits of pi so that nobody could have chosen them. */

/** Bits of the prime; the addend k of its formula; bits of private keys that OpenSSL draws for it. */
const groups: Readonly<Record<string, readonly [bits: number, addend: number, privateBits: number]>> = {
  modp1: [768, 149_686, 0],
  modp2: [1024, 129_093, 0],
  modp5: [1536, 741_804, 200],
  modp14: [2048, 124_476, 225],
  modp15: [3072, 1_690_314, 275],
  modp16: [4096, 240_904, 325],
  modp17: [6144, 929_484, 375],
  modp18: [8192, 4_743_158, 400],
};

export interface DhGroup {
  prime: bigint;
  generator: bigint;
  /** 0: as long as the prime. */
  privateBits: number;
}

/** floor(pi * 2 ** bits), by Machin's formula. */
function pi(bits: number): bigint {
  const GUARD = 64n;
  const one = 1n << (BigInt(bits) + GUARD);
  const arctangentOfInverse = (x: bigint): bigint => {
    let [sum, power, sign] = [0n, one / x, 1n];
    for (let n = 1n; power !== 0n; n += 2n, sign = -sign) {
      sum += sign * (power / n);
      power /= x * x;
    }
    return sum;
  };
  return (4n * (4n * arctangentOfInverse(5n) - arctangentOfInverse(239n))) >> GUARD;
}

/** 2 ** n - 2 ** (n - 64) - 1 + 2 ** 64 * (floor(2 ** (n - 130) * pi) + k) */
function primeOf(bits: number, addend: number): bigint {
  const n = BigInt(bits);
  return (1n << n) - (1n << (n - 64n)) - 1n + ((pi(bits - 130) + BigInt(addend)) << 64n);
}

const made = new Map<string, DhGroup>();

export function findDhGroup(name: string): DhGroup | undefined {
  const key = name.toLowerCase();
  const facts = Object.hasOwn(groups, key) ? groups[key] : undefined;
  if (!facts) return undefined;
  let group = made.get(key);
  if (!group) {
    group = { prime: primeOf(facts[0], facts[1]), generator: 2n, privateBits: facts[2] };
    made.set(key, group);
  }
  return group;
}
