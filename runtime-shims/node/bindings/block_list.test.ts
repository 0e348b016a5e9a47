import { describe, expect, it } from 'vitest';
import { standInEnvironment } from '../stand_in_environment.fixture.ts';
import { binding } from './block_list.ts';

interface Address {
  detail(out: object): object;
  legacyDetail(): object;
}
interface List {
  addAddress(address: Address): boolean;
  addAddresses(addresses: Address[]): boolean;
  addRange(start: Address, end: Address): boolean;
  addSubnet(network: Address, prefix: number): boolean;
  removeAddress(address: Address): void;
  removeRange(start: Address, end: Address): void;
  check(address: Address): boolean;
  checkString(address: string, family: number): boolean;
  getRules(): string[];
  getSize(): number;
}
const { BlockList, SocketAddress } = binding(standInEnvironment({})) as unknown as {
  BlockList: new () => List;
  SocketAddress: new (address: string, port: number, family: number, flowlabel: number) => Address;
};
const v4 = (address: string) => new SocketAddress(address, 0, 2, 0);
const v6 = (address: string) => new SocketAddress(address, 0, 10, 0);

// The expectations are what the native binding of Node 26.10.0 answers to the same calls.
describe('block_list', () => {
  it('tells an address back in canonical form', () => {
    expect(new SocketAddress('::0001', 80, 10, 7).detail({})).toEqual({
      address: '::1',
      port: 80,
      family: 10,
      flowlabel: 7,
    });
    expect(v4('1.2.3.4').legacyDetail()).toEqual({ address: '1.2.3.4', family: 'IPv4', port: 0 });
    expect(() => v4('x')).toThrow('Invalid socket address');
  });

  it('lists addresses, subnets and ranges, the newest first, each once', () => {
    const list = new BlockList();
    for (const address of ['1.1.1.1', '1.1.1.1', '1.1.1.2']) list.addAddress(v4(address));
    list.addSubnet(v6('1::'), 16);
    list.addSubnet(v4('1.2.3.4'), 16);
    expect(list.addRange(v4('9.9.9.1'), v4('9.9.9.3'))).toBe(true);
    expect(list.addRange(v4('9.9.9.3'), v4('9.9.9.1'))).toBe(false);
    expect(list.getRules()).toEqual([
      'Address: IPv4 1.1.1.2',
      'Address: IPv4 1.1.1.1',
      'Subnet: IPv4 1.2.3.4/16',
      'Subnet: IPv6 1::/16',
      'Range: IPv4 9.9.9.1-9.9.9.3',
    ]);
    expect(list.getSize()).toBe(5);
    list.removeRange(v4('9.9.9.1'), v4('9.9.9.3'));
    list.removeAddress(v4('1.1.1.2'));
    expect(list.getRules()).toHaveLength(3);
  });

  it('matches across families through mapped addresses', () => {
    const list = new BlockList();
    list.addSubnet(v4('1.2.3.4'), 8);
    list.addAddress(v6('::ffff:5.5.5.5'));
    list.addRange(v4('10.0.0.1'), v4('10.0.0.9'));
    expect(list.check(v4('1.9.9.9'))).toBe(true);
    expect(list.checkString('::ffff:1.3.3.3', 10)).toBe(true);
    expect(list.checkString('5.5.5.5', 2)).toBe(true);
    expect(list.check(v4('10.0.0.5'))).toBe(true);
    expect(list.check(v4('10.0.0.10'))).toBe(false);
    expect(list.check(v6('1:203::'))).toBe(false);
    expect(list.checkString('zz', 2)).toBe(false);
  });
});
