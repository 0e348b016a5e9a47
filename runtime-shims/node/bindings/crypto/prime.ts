/** Prime numbers: Miller and Rabin's test after trial division (FIPS 186-5, appendices B.3 and C). */
import { bitLength, modularPower, randomBelow, randomBits } from './big_integer.ts';

const SMALL_PRIME_LIMIT = 2 ** 16;
/** More of them are not worth their division when a single number is looked at. */
const TRIAL_PRIME_LIMIT = 2048;
const smallPrimes = sieve(SMALL_PRIME_LIMIT);

function sieve(limit: number): number[] {
  const composite = new Uint8Array(limit);
  const primes: number[] = [];
  for (let value = 2; value < limit; value++) {
    if (composite[value]) continue;
    primes.push(value);
    for (let multiple = value * value; multiple < limit; multiple += value) composite[multiple] = 1;
  }
  return primes;
}

/** Small primes in products below 2 ** 48: one long division serves several of them, and the rest is a plain number. */
const groups = groupPrimes();

function groupPrimes(): { product: bigint; primes: number[] }[] {
  const made: { product: bigint; primes: number[] }[] = [];
  let [product, primes]: [number, number[]] = [1, []];
  for (const prime of smallPrimes) {
    if (product * prime >= 2 ** 48) {
      made.push({ product: BigInt(product), primes });
      [product, primes] = [1, []];
    }
    product *= prime;
    primes.push(prime);
  }
  made.push({ product: BigInt(product), primes });
  return made;
}

function hasSmallFactor(candidate: bigint): boolean {
  for (const { product, primes } of groups) {
    if (primes[0]! > TRIAL_PRIME_LIMIT) return false;
    const rest = Number(candidate % product);
    for (const prime of primes) if (rest % prime === 0) return candidate !== BigInt(prime);
  }
  return false;
}

/** Rounds for numbers of so many bits that are drawn at random: an error below 2 ** -100 (FIPS 186-5, table B.1). */
function roundsFor(bits: number): number {
  if (bits >= 2048) return 3;
  if (bits >= 1024) return 5;
  if (bits >= 512) return 8;
  return 40;
}

function passes(candidate: bigint, base: bigint, odd: bigint, shift: number): boolean {
  let power = modularPower(base, odd, candidate);
  if (power === 1n || power === candidate - 1n) return true;
  for (let i = 1; i < shift; i++) {
    power = (power * power) % candidate;
    if (power === candidate - 1n) return true;
  }
  return false;
}

function isSmallPrime(value: number): boolean {
  let [low, high] = [0, smallPrimes.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (smallPrimes[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return smallPrimes[low] === value;
}

export function isProbablePrime(candidate: bigint, rounds = 0): boolean {
  if (candidate < 2n) return false;
  if (candidate < BigInt(SMALL_PRIME_LIMIT)) return isSmallPrime(Number(candidate));
  if (hasSmallFactor(candidate)) return false;
  let odd = candidate - 1n;
  let shift = 0;
  for (; (odd & 1n) === 0n; odd >>= 1n) shift++;
  const total = Math.max(rounds, roundsFor(bitLength(candidate)));
  // Base 2 first: its squarings are cheap, and it sorts nearly all composites out.
  if (!passes(candidate, 2n, odd, shift)) return false;
  for (let i = 1; i < total; i++) if (!passes(candidate, 1n + randomBelow(candidate - 2n), odd, shift)) return false;
  return true;
}

export interface PrimeOptions {
  /** (p - 1) / 2 is prime as well. */
  safe?: boolean;
  /** p mod add = rem. */
  add?: bigint;
  rem?: bigint;
  /** Set bits at the top: 2 (the product of two such primes has the full length) unless told. */
  topBits?: number;
}

/** Numbers of this length and shorter are drawn anew each time: a sieve of small primes would strike them out. */
const SIEVED_BITS = 40;
/** Steps that one sieve covers. */
const WINDOW = 2 ** 15;

/** A prime of exactly `bits` bits. */
export function randomPrime(bits: number, { safe = false, add, rem, topBits = 2 }: PrimeOptions = {}): bigint {
  const ones = Math.min(topBits, bits);
  const top = ((1n << BigInt(ones)) - 1n) << BigInt(bits - ones);
  const step = add ?? (safe && bits > 5 ? 4n : 2n);
  const rest = add === undefined ? (safe && bits > 5 ? 3n : 1n) : (rem ?? (safe ? 3n : 1n));
  const isWanted = (candidate: bigint) => isProbablePrime(candidate) && (!safe || isProbablePrime(candidate >> 1n));
  for (;;) {
    const draw = randomBits(bits) | top;
    const start = draw - (draw % step) + rest;
    if (bits > SIEVED_BITS) {
      const found = searchFrom(start, step, safe, bits);
      if (found !== undefined) return found;
      continue;
    }
    // Two is the one even prime, and no other number of two bits may be found when a step is given.
    for (const candidate of bits === 2 && add === undefined && !safe ? [draw] : [start]) {
      if (bitLength(candidate) === bits && candidate >= top && isWanted(candidate)) return candidate;
    }
  }
}

/** The first prime among start, start + step, … of one window. */
function searchFrom(start: bigint, step: bigint, safe: boolean, bits: number): bigint | undefined {
  const struck = new Uint8Array(WINDOW);
  for (const { product, primes } of groups) {
    const [startRest, stepRest] = [Number(start % product), Number(step % product)];
    for (const prime of primes) {
      const pace = stepRest % prime;
      if (pace === 0) {
        if (startRest % prime === 0) return undefined;
        continue;
      }
      const inverse = smallInverse(pace, prime);
      strike(struck, (((prime - (startRest % prime)) % prime) * inverse) % prime, prime);
      // (p - 1) / 2 has the factor when p leaves 1.
      if (safe && prime > 2) strike(struck, (((prime + 1 - (startRest % prime)) % prime) * inverse) % prime, prime);
    }
  }
  for (let i = 0; i < WINDOW; i++) {
    if (struck[i]) continue;
    const candidate = start + BigInt(i) * step;
    if (bitLength(candidate) !== bits) return undefined;
    if (safe && !isProbablePrime(candidate >> 1n)) continue;
    if (isProbablePrime(candidate)) return candidate;
  }
  return undefined;
}

function strike(struck: Uint8Array, first: number, pace: number): void {
  for (let i = first; i < struck.length; i += pace) struck[i] = 1;
}

/** Euclid's algorithm on small numbers. */
function smallInverse(value: number, prime: number): number {
  let [old, rest, oldFactor, factor] = [value, prime, 1, 0];
  while (rest !== 0) {
    const quotient = Math.floor(old / rest);
    [old, rest] = [rest, old - quotient * rest];
    [oldFactor, factor] = [factor, oldFactor - quotient * factor];
  }
  return ((oldFactor % prime) + prime) % prime;
}
