import { describe, expect, it } from 'vitest';
import { createKernelFromSource } from '../kernel/source_kernel.ts';
import {
  addOutwardName,
  isForeignAddress,
  isOutwardAddress,
  OUTWARD_NAMES_FILE,
  outwardAddressOf,
  outwardNameOf,
} from './outward_names.ts';

function kernelWithTable() {
  const kernel = createKernelFromSource();
  kernel.mkdir('/run', 0o755);
  kernel.close(kernel.open(OUTWARD_NAMES_FILE, 0o101, 0o666));
  return kernel;
}

describe('names of the outer network', () => {
  it('have an address each, the same for every process', () => {
    const kernel = kernelWithTable();
    expect(outwardAddressOf(kernel, 'nodejs.org')).toBe('198.18.0.1');
    expect(outwardAddressOf(kernel, 'a-b.example.com')).toBe('198.18.0.2');
    expect(outwardAddressOf(kernel, 'nodejs.org')).toBe('198.18.0.1');
    expect(outwardNameOf(kernel, '198.18.0.2')).toBe('a-b.example.com');
    expect(outwardNameOf(kernel, '::ffff:198.18.0.1')).toBe('nodejs.org');
    expect(outwardNameOf(kernel, '198.18.0.3')).toBeNull();
  });

  it('of two processes that enter one name at once the first line counts', () => {
    const kernel = kernelWithTable();
    addOutwardName(kernel, 'nodejs.org');
    expect(addOutwardName(kernel, 'nodejs.org')).toBe('198.18.0.1');
    expect(outwardAddressOf(kernel, 'later.org')).toBe('198.18.0.3');
  });

  it('go on in the second half of the block', () => {
    const kernel = kernelWithTable();
    const fd = kernel.open(OUTWARD_NAMES_FILE, 1, 0);
    kernel.write(fd, new TextEncoder().encode('x.org\n'.repeat(65_535)), -1);
    expect(outwardAddressOf(kernel, 'y.org')).toBe('198.19.0.0');
    expect(outwardNameOf(kernel, '198.19.0.0')).toBe('y.org');
  });

  it.each(['nosuchhost', 'x.invalid', 'x.test', 'printer.local', 'a..b.org', '-a.org', 'a b.org', '127.0.0.1', '::1'])(
    '%s is not among them',
    (name) => {
      expect(outwardAddressOf(kernelWithTable(), name)).toBeNull();
    },
  );

  it('are not found without a way out', () => {
    expect(outwardAddressOf(createKernelFromSource(), 'nodejs.org')).toBeNull();
  });

  it('literal addresses of other hosts count as names', () => {
    expect(['93.184.216.34', '10.0.0.1', '2001:db8::1', '::ffff:8.8.8.8'].map(isForeignAddress)).toEqual(
      Array(4).fill(true),
    );
    expect(['127.9.9.9', '0.0.0.0', '::', '::1', '198.18.0.1', '::ffff:127.0.0.1', 'x'].map(isForeignAddress)).toEqual(
      Array(7).fill(false),
    );
    expect(['198.18.0.0', '198.19.255.255', '::ffff:198.18.0.1'].every(isOutwardAddress)).toBe(true);
    expect(['198.20.0.0', '198.17.0.1', 'x'].some(isOutwardAddress)).toBe(false);
  });
});
