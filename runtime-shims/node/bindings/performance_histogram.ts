/**
 * `Histogram` of internalBinding('performance') (src/histogram.cc): counts in buckets whose width grows with the value,
 * so that each is known to some significant figures (HdrHistogram, http://hdrhistogram.org).
 */
import type { Environment } from '../environment.ts';
import { unimplementedFunction } from '../from_shape.ts';

/** Values go up to 2^63 - 1; they are exact to 2^53, as bigints are turned into numbers here. */
const LARGEST = 9223372036854776000;
const LARGEST_BIGINT = 2n ** 63n - 1n;
const HUNDRED = 100;

export class HdrCounts {
  readonly lowest: number;
  readonly highest: number;
  readonly figures: number;
  readonly #unitMagnitude: number;
  readonly #subBuckets: number;
  readonly #halfMagnitude: number;
  readonly counts: Float64Array;
  total = 0;
  exceeds = 0;
  #minimum = LARGEST;
  #maximum = 0;

  constructor(lowest: number, highest: number, figures: number) {
    this.lowest = lowest;
    this.highest = highest;
    this.figures = figures;
    const largestExact = 2 * 10 ** figures;
    const magnitude = Math.ceil(Math.log2(largestExact));
    this.#halfMagnitude = Math.max(magnitude, 1) - 1;
    this.#subBuckets = 2 ** (this.#halfMagnitude + 1);
    this.#unitMagnitude = Math.floor(Math.log2(lowest));
    let buckets = 1;
    for (let smallest = this.#subBuckets * 2 ** this.#unitMagnitude; smallest <= highest; smallest *= 2) buckets++;
    this.counts = new Float64Array((buckets + 1) * (this.#subBuckets / 2));
  }

  #bucketOf(value: number): number {
    const pow = Math.floor(Math.log2(Math.max(value, 1)));
    // log2 of a number just below a power of two may be that power.
    const exact = 2 ** pow > value ? pow - 1 : pow;
    return Math.max(exact - this.#unitMagnitude - this.#halfMagnitude, 0);
  }

  indexOf(value: number): number {
    const bucket = this.#bucketOf(value);
    const sub = Math.floor(value / 2 ** (bucket + this.#unitMagnitude));
    return (bucket + 1) * (this.#subBuckets / 2) + sub - this.#subBuckets / 2;
  }

  /** The least value that is counted at `index`. */
  valueAt(index: number): number {
    const half = this.#subBuckets / 2;
    let bucket = Math.floor(index / half) - 1;
    let sub = (index % half) + half;
    if (bucket < 0) {
      sub -= half;
      bucket = 0;
    }
    return sub * 2 ** (bucket + this.#unitMagnitude);
  }

  widthAt(value: number): number {
    return 2 ** (this.#unitMagnitude + this.#bucketOf(value));
  }

  lowestEquivalent(value: number): number {
    const width = this.widthAt(value);
    return Math.floor(value / width) * width;
  }

  highestEquivalent(value: number): number {
    return this.lowestEquivalent(value) + this.widthAt(value) - 1;
  }

  medianEquivalent(value: number): number {
    return this.lowestEquivalent(value) + Math.floor(this.widthAt(value) / 2);
  }

  /** False when the value is out of range. */
  record(value: number, count = 1): boolean {
    if (value < 0 || value > this.highest) return false;
    const index = this.indexOf(value);
    if (index < 0 || index >= this.counts.length) return false;
    this.counts[index] = (this.counts[index] ?? 0) + count;
    this.total += count;
    if (value !== 0) this.#minimum = Math.min(this.#minimum, value);
    this.#maximum = Math.max(this.#maximum, value);
    return true;
  }

  get min(): number {
    if (this.counts[0]! > 0) return 0;
    return this.#minimum === LARGEST ? LARGEST : this.lowestEquivalent(this.#minimum);
  }

  get max(): number {
    return this.#maximum === 0 ? 0 : this.highestEquivalent(this.#maximum);
  }

  /** Each value that was counted (the middle of its bucket), and how often. */
  *entries(): Generator<{ value: number; count: number }> {
    for (const [index, count] of this.counts.entries()) if (count > 0) yield { value: this.valueAt(index), count };
  }

  get mean(): number {
    let sum = 0;
    for (const { value, count } of this.entries()) sum += this.medianEquivalent(value) * count;
    return sum / this.total;
  }

  /** The mean of the deviations from the mean, to a power. */
  moment(power: number): number {
    const { mean } = this;
    let sum = 0;
    for (const { value, count } of this.entries()) sum += (this.medianEquivalent(value) - mean) ** power * count;
    return sum / this.total;
  }

  /** The value that `percentile` of all are not above. */
  percentile(percentile: number): number {
    const wanted = Math.max(Math.floor((Math.min(percentile, HUNDRED) / HUNDRED) * this.total + 0.5), 1);
    let seen = 0;
    for (const { value, count } of this.entries()) {
      seen += count;
      if (seen >= wanted) return percentile === 0 ? this.lowestEquivalent(value) : this.highestEquivalent(value);
    }
    return 0;
  }

  /** The steps that get finer towards 100 (hdr_iter_percentile with one tick each half). */
  percentiles(): [number, number][] {
    const steps: [number, number][] = [];
    let at = 0;
    let seen = 0;
    for (const { value, count } of this.entries()) {
      seen += count;
      const reached = (HUNDRED * seen) / this.total;
      while (at <= reached && at < HUNDRED) {
        steps.push([at, value]);
        const halves = 2 ** (Math.floor(Math.log2(HUNDRED / (HUNDRED - at))) + 1);
        at += HUNDRED / halves;
        if (seen >= this.total) break;
      }
    }
    let last = 0;
    for (const { value } of this.entries()) last = value;
    steps.push([HUNDRED, last]);
    return steps;
  }

  countAt(value: number): number {
    return this.counts[this.indexOf(value)] ?? 0;
  }

  /** Adds the counts of another; how many did not fit. */
  add(other: HdrCounts): number {
    let dropped = 0;
    for (const { value, count } of other.entries()) if (!this.record(value, count)) dropped += count;
    if (other.#maximum > this.#maximum && other.#maximum <= this.highest) this.#maximum = other.#maximum;
    return dropped;
  }

  /** Takes the counts of another away, down to zero. */
  subtract(other: HdrCounts): void {
    for (const { value, count } of other.entries()) {
      const index = this.indexOf(value);
      const taken = Math.min(this.counts[index] ?? 0, count);
      if (taken === 0) continue;
      this.counts[index]! -= taken;
      this.total -= taken;
    }
  }

  reset(): void {
    this.counts.fill(0);
    this.total = 0;
    this.exceeds = 0;
    this.#minimum = LARGEST;
    this.#maximum = 0;
  }
}

export const toBigInt = (value: number): bigint => (value >= LARGEST ? LARGEST_BIGINT : BigInt(value));

type Value = number | bigint;

/** What is left out of it are the statistical tests and the exchange format, which refuse by their names. */
const MISSING = [
  ...['ksTest', 'linearBuckets', 'logBuckets', 'meanCI', 'welchTest', 'mannWhitneyTest', 'cohensD', 'cliffsD'],
  ...['percentileCI', 'qrde', 'export'],
];
const NANOSECONDS = 1e6;
/** Of the delays of the event loop: an hour, in ns. */
const LONGEST_DELAY = 3.6e12;
const FIGURES = 3;

export function histogramClasses(environment: Environment, clock: Performance) {
  class Histogram {
    protected readonly counts: HdrCounts;
    #previous = 0;

    constructor(lowest: Value = 1, highest: Value = LARGEST, figures = FIGURES, halfLife = 0) {
      if (halfLife > 0) environment.unimplemented('performance.Histogram halfLife');
      this.counts = new HdrCounts(Number(lowest), Number(highest), figures);
    }

    static import(): never {
      return environment.unimplemented('performance.Histogram.import');
    }

    record(value: Value): void {
      if (!this.counts.record(Number(value))) this.counts.exceeds++;
    }

    /** The time since the last call, in ns; the first one only begins. */
    recordDelta(): void {
      const now = Math.round(clock.now() * NANOSECONDS);
      if (this.#previous > 0) this.record(Math.max(now - this.#previous, 1));
      this.#previous = now;
    }

    /** Also what would have been recorded while one value took longer than the interval. */
    recordCorrected(value: Value, interval: Value): void {
      this.record(value);
      const step = Number(interval);
      for (let missing = Number(value) - step; step > 0 && missing >= step; missing -= step) this.record(missing);
    }

    add(other: Histogram): void {
      this.counts.exceeds += other.counts.exceeds + this.counts.add(other.counts);
    }

    subtract(other: Histogram): void {
      this.counts.subtract(other.counts);
    }

    count(): number {
      return this.counts.total;
    }
    countBigInt(): bigint {
      return BigInt(this.counts.total);
    }
    exceeds(): number {
      return this.counts.exceeds;
    }
    exceedsBigInt(): bigint {
      return BigInt(this.counts.exceeds);
    }
    min(): number {
      return this.counts.min;
    }
    minBigInt(): bigint {
      return toBigInt(this.counts.min);
    }
    max(): number {
      return this.counts.max;
    }
    maxBigInt(): bigint {
      return toBigInt(this.counts.max);
    }
    mean(): number {
      return this.counts.mean;
    }
    stddev(): number {
      return Math.sqrt(this.counts.moment(2));
    }
    skewness(): number {
      const variance = this.counts.moment(2);
      return variance > 0 ? this.counts.moment(3) / variance ** 1.5 : 0;
    }
    /** In excess of that of a normal distribution; of fewer than four values it says nothing. */
    kurtosis(): number {
      const variance = this.counts.moment(2);
      return variance > 0 && this.counts.total > 3 ? this.counts.moment(4) / variance ** 2 - 3 : 0;
    }
    percentile(percentile: number): number {
      return this.counts.percentile(percentile);
    }
    percentileBigInt(percentile: number): bigint {
      return toBigInt(this.counts.percentile(percentile));
    }
    percentiles(map: Map<number, number>): void {
      for (const [percentile, value] of this.counts.percentiles()) map.set(percentile, value);
    }
    percentilesBigInt(map: Map<number, bigint>): void {
      for (const [percentile, value] of this.counts.percentiles()) map.set(percentile, toBigInt(value));
    }
    percentilesAt(map: Map<number, number>, percentiles: Float64Array): void {
      for (const percentile of percentiles) map.set(percentile, this.counts.percentile(percentile));
    }
    /** Weighted averages are only kept with a half-life. */
    ewmaMean(): number {
      return 0;
    }
    ewmaStddev(): number {
      return 0;
    }
    ewmaErrorRate(): number {
      return 0;
    }
    countAt(value: Value): number {
      return this.counts.countAt(Number(value));
    }
    /** The part of all values that are not above `value`. */
    cdf(value: Value): number {
      if (this.counts.total === 0) return 0;
      const last = this.counts.indexOf(Number(value));
      let seen = 0;
      for (let index = 0; index <= last && index < this.counts.counts.length; index++) {
        seen += this.counts.counts[index]!;
      }
      return seen / this.counts.total;
    }
    reset(): void {
      this.counts.reset();
      this.#previous = 0;
    }
  }
  for (const name of MISSING) {
    const value = unimplementedFunction(environment, `performance.Histogram.${name}`, name);
    Object.defineProperty(Histogram.prototype, name, { value, configurable: true, writable: true });
  }

  /** `createELDHistogram`: how late a timer comes, turn by turn. */
  class IntervalHistogram extends Histogram {
    readonly #interval: number;
    #timer: NodeJS.Timeout | null = null;

    constructor(interval: number) {
      super(1, LONGEST_DELAY, FIGURES);
      this.#interval = interval;
    }

    start(reset: boolean): void {
      if (this.#timer) return;
      if (reset) this.reset();
      this.recordDelta();
      const { setInterval } = environment.requireBuiltin('timers') as typeof import('node:timers');
      this.#timer = setInterval(() => this.recordDelta(), this.#interval).unref();
    }

    stop(): void {
      if (this.#timer)
        (environment.requireBuiltin('timers') as typeof import('node:timers')).clearInterval(this.#timer);
      this.#timer = null;
    }
  }

  return { Histogram, createELDHistogram: (interval: number) => new IntervalHistogram(interval) };
}
