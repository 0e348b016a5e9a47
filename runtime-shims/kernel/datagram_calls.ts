/** The typed face of datagrams: system_calls.ts over the exports of socket_exports.ts. */
import { EINVAL, EMSGSIZE } from './errno.ts';
import type { IpcExports } from './ipc_calls.ts';
import { ADDRESS_NONE } from './socket_layout.ts';
import { formatAddress, parseAddress } from './socket_text.ts';
import type { SystemCalls } from './system_calls.ts';
import { DATA_BYTES, type Transfer } from './transfer.ts';

/** Words before the data of a received datagram: kind, IPv4 part, port. */
const SENDER_BYTES = 12;

export type DatagramCalls = Pick<
  SystemCalls,
  'sendTo' | 'receiveFrom' | 'disconnect' | 'setSocketOption' | 'socketOption'
>;

export function createDatagramCalls(exports: IpcExports, transfer: Transfer): DatagramCalls {
  return {
    sendTo(fd, data, address, port = 0) {
      const family = exports.sysSocketFamily(fd);
      if (family < 0) return family;
      const target = address === undefined ? { kind: ADDRESS_NONE, ipv4: 0 } : parseAddress(family, address);
      if (target === undefined) return -EINVAL;
      if (data.length > DATA_BYTES) return -EMSGSIZE;
      const from = transfer.data;
      transfer.bytes().set(data, from);
      return exports.sysSendTo(fd, from, data.length, target.kind, target.ipv4, port);
    },
    receiveFrom(fd, buffer, from) {
      const family = exports.sysSocketFamily(fd);
      if (family < 0) return family;
      const out = transfer.data;
      const size = exports.sysReceiveFrom(fd, out, Math.min(buffer.length, DATA_BYTES - SENDER_BYTES));
      if (size < 0) return size;
      const bytes = transfer.bytes();
      const [kind = 0, ipv4 = 0, port = 0] = new Int32Array(bytes.buffer, out, SENDER_BYTES / 4);
      from.address = formatAddress(family, kind, ipv4);
      from.port = port;
      buffer.set(bytes.subarray(out + SENDER_BYTES, out + SENDER_BYTES + size));
      return size;
    },
    disconnect: (fd) => exports.sysDisconnect(fd),
    setSocketOption: (fd, option, value) => exports.sysSetSocketOption(fd, option, value),
    socketOption: (fd, option) => exports.sysSocketOption(fd, option),
  };
}
