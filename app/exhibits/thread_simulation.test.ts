import { describe, expect, it } from 'vitest';
import { type Load, type Sample, ThreadSimulation } from './thread_simulation.ts';

function after(seconds: number, threads: number, load: Load): Sample {
  const simulation = new ThreadSimulation();
  let sample = simulation.advance(0, threads, load);
  for (let tick = 0; tick < seconds * 20; tick++) sample = simulation.advance(50, threads, load);
  return sample;
}

describe('a server with threads', () => {
  it('keeps up while there are threads enough', () => {
    const { throughput, queued, open } = after(5, 20, { rate: 100, wait: 100, compute: 0 });
    expect(throughput).toBeGreaterThan(95);
    expect(throughput).toBeLessThan(105);
    expect(queued).toBe(0);
    expect(open).toBeGreaterThan(5);
  });

  it('answers no more than its threads can wait for, and the queue grows', () => {
    const { throughput, queued, memory } = after(10, 4, { rate: 100, wait: 100, compute: 0 });
    expect(throughput).toBeGreaterThan(35);
    expect(throughput).toBeLessThan(45);
    expect(queued).toBeGreaterThan(400);
    expect(memory).toBe(44);
  });

  it('computes on one core, however many threads there are', () => {
    const { throughput } = after(5, 64, { rate: 200, wait: 0, compute: 20 });
    expect(throughput).toBeGreaterThan(45);
    expect(throughput).toBeLessThan(55);
  });
});
