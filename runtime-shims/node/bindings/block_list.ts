/** `internalBinding('block_list')` (src/node_sockaddr.cc). */
import { markNativeCloneable } from '../clone_context.ts';
import type { BindingFactory } from '../environment.ts';
import { formatIp, type IpAddress, isMappedIPv4, parseIPv4, parseIPv6 } from '../ip_address.ts';
import { AF_INET, AF_INET6 } from '../uv_numbers.ts';

/** An IPv4 address as its IPv4-mapped IPv6 one, so that the two kinds compare. */
function mapped({ family, bytes }: IpAddress): Uint8Array {
  if (family === AF_INET6) return bytes;
  const full = new Uint8Array(16);
  full.fill(0xff, 10, 12);
  full.set(bytes, 12);
  return full;
}

function compare(a: Uint8Array, b: Uint8Array): number {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return 0;
}

/** Addresses of two families compare only when the IPv6 one is a mapped IPv4. */
function comparable(a: IpAddress, b: IpAddress): boolean {
  return a.family === b.family || isMappedIPv4(mapped(a.family === AF_INET6 ? a : b));
}

function samePrefix(a: Uint8Array, b: Uint8Array, bits: number): boolean {
  const whole = bits >>> 3;
  for (let i = 0; i < whole; i++) if (a[i] !== b[i]) return false;
  const rest = bits & 7;
  return rest === 0 || (a[whole]! ^ b[whole]!) >>> (8 - rest) === 0;
}

interface Rule {
  /** Equal for equal rules: a rule stands once in the list. */
  text: string;
  matches(address: IpAddress): boolean;
}

const familyName = ({ family }: IpAddress) => (family === AF_INET ? 'IPv4' : 'IPv6');

function addressRule(address: IpAddress): Rule {
  return {
    text: `Address: ${familyName(address)} ${formatIp(address)}`,
    matches: (other) => comparable(address, other) && compare(mapped(address), mapped(other)) === 0,
  };
}

function rangeRule(start: IpAddress, end: IpAddress): Rule {
  return {
    text: `Range: ${familyName(start)} ${formatIp(start)}-${formatIp(end)}`,
    matches: (other) =>
      comparable(start, other) &&
      compare(mapped(other), mapped(start)) >= 0 &&
      compare(mapped(other), mapped(end)) <= 0,
  };
}

function subnetRule(network: IpAddress, prefix: number): Rule {
  // Within the mapped range, an IPv4 prefix stands behind 96 bits that are the same for all.
  const bits = network.family === AF_INET ? prefix + 96 : prefix;
  return {
    text: `Subnet: ${familyName(network)} ${formatIp(network)}/${prefix}`,
    matches: (other) => samePrefix(mapped(network), mapped(other), bits),
  };
}

export const binding: BindingFactory = () => {
  class SocketAddress {
    readonly #address: IpAddress;
    readonly #port: number;
    readonly #flowlabel: number;

    constructor(address: string, port: number, family: number, flowlabel: number) {
      const bytes = family === AF_INET ? parseIPv4(address) : parseIPv6(address);
      if (bytes === null) {
        throw Object.assign(new Error('Invalid socket address'), { code: 'ERR_INVALID_ADDRESS' });
      }
      this.#address = { family: family === AF_INET ? AF_INET : AF_INET6, bytes };
      this.#port = port;
      this.#flowlabel = flowlabel;
      markNativeCloneable(this, () => ({
        kind: 'socket address',
        data: [formatIp(this.#address), port, family, flowlabel],
      }));
    }

    detail(out: Record<string, unknown>): object {
      out['address'] = formatIp(this.#address);
      out['port'] = this.#port;
      out['family'] = this.#address.family;
      out['flowlabel'] = this.#flowlabel;
      return out;
    }

    legacyDetail(): object {
      return { address: formatIp(this.#address), family: familyName(this.#address), port: this.#port };
    }

    flowlabel(): number {
      return this.#flowlabel;
    }

    static ipOf(address: SocketAddress): IpAddress {
      return address.#address;
    }
  }
  const { ipOf } = SocketAddress;

  class BlockList {
    /** Newest first, in the order in which they are listed. */
    readonly #addresses = new Map<string, Rule>();
    readonly #subnets = new Map<string, Rule>();
    readonly #ranges = new Map<string, Rule>();

    constructor() {
      markNativeCloneable(this, () => ({ kind: 'block list', data: this.getRules() }));
    }

    #rules(): Rule[] {
      return [this.#addresses, this.#subnets, this.#ranges].flatMap((rules) => [...rules.values()].reverse());
    }

    addAddress(address: SocketAddress): boolean {
      return add(this.#addresses, addressRule(ipOf(address)));
    }

    addAddresses(addresses: SocketAddress[]): boolean {
      for (const address of addresses.toReversed()) this.addAddress(address);
      return true;
    }

    addRange(start: SocketAddress, end: SocketAddress): boolean {
      if (!comparable(ipOf(start), ipOf(end)) || compare(mapped(ipOf(start)), mapped(ipOf(end))) > 0) return false;
      return add(this.#ranges, rangeRule(ipOf(start), ipOf(end)));
    }

    addSubnet(network: SocketAddress, prefix: number): boolean {
      return add(this.#subnets, subnetRule(ipOf(network), prefix));
    }

    removeAddress(address: SocketAddress): void {
      this.#addresses.delete(addressRule(ipOf(address)).text);
    }

    removeRange(start: SocketAddress, end: SocketAddress): void {
      this.#ranges.delete(rangeRule(ipOf(start), ipOf(end)).text);
    }

    removeSubnet(network: SocketAddress, prefix: number): void {
      this.#subnets.delete(subnetRule(ipOf(network), prefix).text);
    }

    check(address: SocketAddress): boolean {
      return this.#rules().some((rule) => rule.matches(ipOf(address)));
    }

    checkString(text: string, family: number): boolean {
      const bytes = family === AF_INET ? parseIPv4(text) : parseIPv6(text);
      if (bytes === null) return false;
      const address: IpAddress = { family: family === AF_INET ? AF_INET : AF_INET6, bytes };
      return this.#rules().some((rule) => rule.matches(address));
    }

    getRules(): string[] {
      return this.#rules().map(({ text }) => text);
    }

    getSize(): number {
      return this.#addresses.size + this.#subnets.size + this.#ranges.size;
    }

    clear(): void {
      this.#addresses.clear();
      this.#subnets.clear();
      this.#ranges.clear();
    }
  }

  return { BlockList, SocketAddress, AF_INET, AF_INET6 };
};

function add(rules: Map<string, Rule>, rule: Rule): boolean {
  if (!rules.has(rule.text)) rules.set(rule.text, rule);
  return true;
}
