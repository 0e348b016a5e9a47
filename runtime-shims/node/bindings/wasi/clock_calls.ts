/** Clocks, waiting and the rest of WASI preview 1. */
import { POLLIN, POLLOUT } from '../../../kernel/constants.ts';
import type { SystemCalls } from '../../../kernel/system_calls.ts';
import { webCrypto } from '../../web_crypto.ts';
import type { DescriptorTable } from './descriptor_table.ts';
import { type Guest, WasiError } from './guest.ts';
import { EINVAL, ENOSYS, ENOTSOCK, ENOTSUP, ESUCCESS, FILETYPE_SOCKET_STREAM, RIGHT } from './numbers.ts';

const CLOCK_REALTIME = 0;
const CLOCKS = 4;
/** What the browser's clocks tell apart, in ns. */
const RESOLUTION = 1_000_000n;
const NANOSECONDS = 1e6;
const MOST_RANDOM = 65536;
const EVENT_CLOCK = 0;
const EVENT_READ = 1;
const SUBSCRIPTION_BYTES = 48;
const EVENT_BYTES = 32;
const SUBSCRIBED_ABSOLUTE = 1;
/** Between two looks at several descriptors, in ms. */
const POLL_SLICE = 5;

interface Subscription {
  userdata: bigint;
  type: number;
  /** Of a clock: when it is over, in ms of `performance.now()`. */
  end: number;
  fd: number;
}

export function clockCalls(kernel: SystemCalls, table: DescriptorTable, guest: Guest) {
  const now = (clock: number): bigint =>
    clock === CLOCK_REALTIME ? BigInt(Date.now()) * RESOLUTION : BigInt(Math.round(performance.now() * NANOSECONDS));

  function checkClock(clock: number): void {
    if (clock < 0 || clock >= CLOCKS) throw new WasiError(EINVAL);
  }

  function subscription(address: number): Subscription {
    const { view } = guest;
    const type = view.getUint8(address + 8);
    const own: Subscription = { userdata: view.getBigUint64(address, true), type, end: Infinity, fd: -1 };
    if (type === EVENT_CLOCK) {
      const clock = view.getUint32(address + 16, true);
      checkClock(clock);
      const timeout = view.getBigUint64(address + 24, true);
      const isAbsolute = (view.getUint16(address + 40, true) & SUBSCRIBED_ABSOLUTE) !== 0;
      const left = isAbsolute ? timeout - now(clock) : timeout;
      own.end = performance.now() + Math.max(Number(left) / NANOSECONDS, 0);
    } else {
      own.fd = view.getUint32(address + 16, true);
    }
    return own;
  }

  /** Waits up to `milliseconds` for one of the descriptors; which of them can be used now. */
  function wait(subscriptions: Subscription[], milliseconds: number): Subscription[] {
    const isReady = ({ type, fd }: Subscription, timeout: number) => {
      const { fd: own } = table.require(fd, RIGHT.pollFdReadwrite);
      return kernel.waitBlocking(own, type === EVENT_READ ? POLLIN : POLLOUT, timeout) > 0;
    };
    const files = subscriptions.filter(({ type }) => type !== EVENT_CLOCK);
    const ready = files.filter((one) => isReady(one, 0));
    if (ready.length || milliseconds <= 0) return ready;
    const [first] = files;
    if (first)
      return isReady(first, files.length > 1 ? Math.min(milliseconds, POLL_SLICE) : milliseconds) ? [first] : [];
    kernel.resting(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds));
    return [];
  }

  return {
    clock_res_get(clock: number, out: number): void {
      checkClock(clock);
      guest.setLong(out, RESOLUTION);
    },
    clock_time_get(clock: number, _precision: bigint, out: number): void {
      checkClock(clock);
      guest.setLong(out, now(clock));
    },

    poll_oneoff(input: number, output: number, count: number, out: number): void {
      if (count === 0) throw new WasiError(EINVAL);
      guest.check(input, count * SUBSCRIPTION_BYTES);
      guest.check(output, count * EVENT_BYTES);
      const subscriptions = Array.from({ length: count }, (_, i) => subscription(input + i * SUBSCRIPTION_BYTES));
      const end = Math.min(...subscriptions.map((one) => one.end));
      let happened: Subscription[] = [];
      while (happened.length === 0) {
        const left = end - performance.now();
        happened = wait(subscriptions, left === Infinity ? -1 : Math.max(left, 0));
        if (happened.length === 0) {
          const time = performance.now();
          happened = subscriptions.filter((one) => one.end <= time);
        }
      }
      happened.forEach(({ userdata, type }, index) => {
        const address = output + index * EVENT_BYTES;
        guest.bytes(address, EVENT_BYTES).fill(0);
        guest.setLong(address, userdata);
        guest.setShort(address + 8, ESUCCESS);
        guest.setByte(address + 10, type);
      });
      guest.setWord(out, happened.length);
    },

    proc_raise(_signal: number): void {
      throw new WasiError(ENOSYS);
    },
    random_get(buffer: number, length: number): void {
      const target = guest.bytes(buffer, length);
      for (let at = 0; at < length; at += MOST_RANDOM) {
        const part = new Uint8Array(Math.min(MOST_RANDOM, length - at));
        target.set(webCrypto.getRandomValues(part), at);
      }
    },
    sched_yield(): void {},

    // A program has no sockets of its own here: it gets none but its standard streams.
    sock_accept: (fd: number) => refuseSocket(fd),
    sock_recv: (fd: number) => refuseSocket(fd),
    sock_send: (fd: number) => refuseSocket(fd),
    sock_shutdown: (fd: number) => refuseSocket(fd),
  };

  function refuseSocket(fd: number): void {
    throw new WasiError(table.find(fd).type === FILETYPE_SOCKET_STREAM ? ENOTSUP : ENOTSOCK);
  }
}
