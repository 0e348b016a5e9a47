/**
 * `internalBinding('cares_wrap')` (src/cares_wrap.cc). There is no resolver in a tab: names come from /etc/hosts and
 * literal addresses, those of the outer network get addresses that stand for them (outward_names.ts). No request stays
 * without an answer.
 */
import { asyncWrapOf } from '../async_wrap.ts';
import type { BindingFactory } from '../environment.ts';
import { formatIPv4, formatIp, parseIPv6, parseIp } from '../ip_address.ts';
import { outwardAddressOf } from '../outward_names.ts';
import { bytesToByteString } from '../string_bytes.ts';
import { AF_INET, AF_INET6, AF_UNSPEC, UV_EAI_FAMILY, UV_EAI_NONAME, UV_EINVAL } from '../uv_numbers.ts';

/** netdb.h. */
const AI_V4MAPPED = 8;
const AI_ALL = 16;
const AI_ADDRCONFIG = 32;

const DNS_ORDER_VERBATIM = 0;
const DNS_ORDER_IPV4_FIRST = 1;
const DNS_ORDER_IPV6_FIRST = 2;

/** Without a file of its own, a container knows itself. */
const DEFAULT_HOSTS = '127.0.0.1 localhost\n';
const DNS_PORT = 53;

/** Well-known ports that getnameinfo names, as /etc/services has them. */
const SERVICES: Record<number, string> = {
  20: 'ftp-data',
  21: 'ftp',
  22: 'ssh',
  23: 'telnet',
  25: 'smtp',
  53: 'domain',
  80: 'http',
  110: 'pop3',
  143: 'imap2',
  443: 'https',
  587: 'submission',
  993: 'imaps',
  995: 'pop3s',
  3306: 'mysql',
  5432: 'postgresql',
};

/** ares_strerror, by number. */
const ARES_ERRORS = [
  'Successful completion',
  'DNS server returned answer with no data',
  'DNS server claims query was misformatted',
  'DNS server returned general failure',
  'Domain name not found',
  'DNS server does not implement requested operation',
  'DNS server refused query',
  'Misformatted DNS query',
  'Misformatted domain name',
  'Unsupported address family',
  'Misformatted DNS reply',
  'Could not contact DNS servers',
  'Timeout while contacting DNS servers',
  'End of file',
  'Error reading file',
  'Out of memory',
  'Channel is being destroyed',
  'Misformatted string',
  'Illegal flags specified',
  'Given hostname is not numeric',
  'Illegal hints flags specified',
  'c-ares library initialization not yet performed',
  'Error loading iphlpapi.dll',
  'Could not find GetNetworkParams function',
  'DNS query cancelled',
  'Invalid service name or number',
  'No DNS servers were configured',
];

const QUERIES = [
  ...['queryA', 'queryAny', 'queryAaaa', 'queryCaa', 'queryCname', 'queryMx', 'queryNaptr', 'queryNs', 'queryPtr'],
  ...['querySrv', 'querySoa', 'queryTlsa', 'queryTxt', 'getHostByAddr'],
];

type Server = [address: string, port: number];

interface Request {
  oncomplete: unknown;
}

export const binding: BindingFactory = (environment) => {
  const AsyncWrap = asyncWrapOf(environment);
  const { kernel, loop } = environment;

  class GetAddrInfoReqWrap extends AsyncWrap {
    constructor() {
      super('GETADDRINFOREQWRAP');
    }
  }
  class GetNameInfoReqWrap extends AsyncWrap {
    constructor() {
      super('GETNAMEINFOREQWRAP');
    }
  }
  class QueryReqWrap extends AsyncWrap {
    constructor() {
      super('QUERYWRAP');
    }
  }

  function complete(request: InstanceType<typeof AsyncWrap>, ...answer: unknown[]): void {
    AsyncWrap.dispatched(request);
    loop.complete(() => {
      AsyncWrap.call(request, (request as unknown as Request).oncomplete, ...answer);
      AsyncWrap.destroy(request);
    });
  }

  /** Lines of hosts(5): address and names. */
  function hosts(): { address: string; names: string[] }[] {
    const file = kernel.readFile('/etc/hosts');
    const text = typeof file === 'number' ? DEFAULT_HOSTS : bytesToByteString(file, 0, file.byteLength);
    return text.split('\n').flatMap((line) => {
      const [address, ...names] = line
        .replace(/#.*/, '')
        .split(/\s+/)
        .filter((word) => word !== '');
      return address === undefined || names.length === 0 ? [] : [{ address, names }];
    });
  }

  /** Addresses of `hostname` in the family asked for; empty when there is none. */
  function lookup(hostname: string, family: number, hints: number): string[] {
    const literal = parseIp(hostname);
    const name = hostname.toLowerCase().replace(/\.$/, '');
    const known = hosts();
    if (name.endsWith('.localhost')) known.push({ address: '127.0.0.1', names: [name] });
    const addresses =
      literal === null
        ? known.filter(({ names }) => names.some((own) => own.toLowerCase() === name)).map(({ address }) => address)
        : [hostname];
    if (addresses.length === 0) {
      const outward = outwardAddressOf(kernel, name);
      if (outward !== null) addresses.push(outward);
    }
    const found = [...new Set(addresses)].flatMap((address) => parseIp(address) ?? []);
    const wanted = found.filter((address) => family === AF_UNSPEC || address.family === family);
    const mapV4 = family === AF_INET6 && (hints & AI_V4MAPPED) !== 0 && (wanted.length === 0 || (hints & AI_ALL) !== 0);
    const mapped = mapV4
      ? found.filter((address) => address.family === AF_INET).map(({ bytes }) => `::ffff:${formatIPv4(bytes)}`)
      : [];
    return [...wanted.map(formatIp), ...mapped];
  }

  function ordered(addresses: string[], order: number): string[] {
    if (order === DNS_ORDER_VERBATIM) return addresses;
    const v4 = addresses.filter((address) => !address.includes(':'));
    const v6 = addresses.filter((address) => address.includes(':'));
    return order === DNS_ORDER_IPV4_FIRST ? [...v4, ...v6] : [...v6, ...v4];
  }

  function getaddrinfo(
    request: GetAddrInfoReqWrap,
    hostname: string,
    family: number,
    hints: number,
    order: number = DNS_ORDER_VERBATIM,
  ): number {
    const families: Record<number, number> = { 0: AF_UNSPEC, 4: AF_INET, 6: AF_INET6 };
    const wanted = families[family];
    if (wanted === undefined) return UV_EAI_FAMILY;
    const addresses = ordered(lookup(hostname, wanted, hints), order);
    if (addresses.length === 0) complete(request, UV_EAI_NONAME);
    else complete(request, null, addresses);
    return 0;
  }

  function getnameinfo(request: GetNameInfoReqWrap, address: string, port: number): number {
    const ip = parseIp(address);
    if (ip === null) return UV_EINVAL;
    const canonical = formatIp(ip);
    const names = hosts().find((entry) => entry.address === canonical)?.names;
    complete(request, null, names?.[0] ?? canonical, SERVICES[port] ?? String(port));
    return 0;
  }

  class ChannelWrap extends AsyncWrap {
    #servers: Server[] = [['127.0.0.1', DNS_PORT]];

    constructor(_timeout: number, _tries: number, _maxTimeout: number) {
      super('DNSCHANNEL');
    }

    getServers(): Server[] {
      return this.#servers.map(([address, port]) => [address, port]);
    }

    setServers(servers: [family: number, address: string, port: number][]): number {
      this.#servers = servers.map(([, address, port]) => [address, port === 0 ? DNS_PORT : port]);
      return 0;
    }

    setLocalAddress(first: string, second?: string): void {
      for (const address of [first, second]) {
        if (address !== undefined && parseIp(address) === null) {
          throw Object.assign(new Error('Invalid IP address.'), { code: 'ERR_INVALID_ARG_VALUE' });
        }
      }
    }

    /** Every query is answered in the next turn, so that there is never one to cancel. */
    cancel(): void {}
  }
  // No DNS server can be reached from a tab: what c-ares says of that.
  for (const name of QUERIES) {
    Object.defineProperty(ChannelWrap.prototype, name, {
      configurable: true,
      writable: true,
      value: Object.defineProperty(
        (request: QueryReqWrap, query: string) => {
          // ReverseTraits::Send: only an address can be asked for its names.
          if (name === 'getHostByAddr' && parseIp(query) === null) return UV_EINVAL;
          complete(request, 'ECONNREFUSED');
          return 0;
        },
        'name',
        { value: name },
      ),
    });
  }

  return {
    getaddrinfo,
    getnameinfo,
    canonicalizeIP(address: string): string | undefined {
      const ip = address.includes('%') ? null : parseIp(address);
      return ip === null ? undefined : formatIp(ip);
    },
    convertIpv6StringToBuffer(address: string): Uint8Array {
      const bytes = parseIPv6(address);
      if (bytes === null) throw new Error('Invalid IPv6 address');
      const { Buffer } = environment.requireBuiltin('buffer') as { Buffer: { from(bytes: Uint8Array): Uint8Array } };
      return Buffer.from(bytes);
    },
    strerror(code: number): string {
      return ARES_ERRORS[code] ?? 'unknown';
    },
    AF_INET,
    AF_INET6,
    AF_UNSPEC,
    AI_ADDRCONFIG,
    AI_ALL,
    AI_V4MAPPED,
    DNS_ORDER_VERBATIM,
    DNS_ORDER_IPV4_FIRST,
    DNS_ORDER_IPV6_FIRST,
    GetAddrInfoReqWrap,
    GetNameInfoReqWrap,
    QueryReqWrap,
    ChannelWrap,
  };
};
