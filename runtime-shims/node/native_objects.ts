/** Objects of bindings that another thread makes anew from what their own thread tells of them (clone_context.ts). */
import { fileHandleOf } from './bindings/fs/file_handle.ts';
import type { NativeData } from './clone_context.ts';
import type { Environment } from './environment.ts';
import { AF_INET, AF_INET6 } from './uv_numbers.ts';

/** Numbers of the crypto binding. */
const [kKeyTypeSecret, kKeyTypePublic, kKeyTypePrivate] = [0, 1, 2];
const kKeyFormatDER = 0;
const kKeyEncodingPKCS8 = 1;
const kKeyEncodingSPKI = 2;

interface KeyClasses {
  SecretKeyObject: new (handle: object) => object;
  PublicKeyObject: new (handle: object) => object;
  PrivateKeyObject: new (handle: object) => object;
  InternalCryptoKey: new (handle: object, algorithm: object, usagesMask: number, extractable: boolean) => object;
}

interface BlockListClasses {
  SocketAddress: new (address: string, port: number, family: number, flowlabel: number) => object;
  BlockList: new () => {
    addAddress(address: object): void;
    addRange(start: object, end: object): void;
    addSubnet(network: object, prefix: number): void;
  };
}

/** A list from its rules as `getRules` tells them. */
function createBlockList({ SocketAddress, BlockList }: BlockListClasses, rules: readonly string[]): object {
  const list = new BlockList();
  for (const rule of rules) {
    const [, kind, family, first = '', , second = ''] = /^(\w+): (IPv\d) ([^-/]+)([-/](.+))?$/.exec(rule) ?? [];
    const address = (text: string) => new SocketAddress(text, 0, family === 'IPv4' ? AF_INET : AF_INET6, 0);
    if (kind === 'Address') list.addAddress(address(first));
    else if (kind === 'Range') list.addRange(address(first), address(second));
    else list.addSubnet(address(first), Number(second));
  }
  return list;
}

export function createNative(environment: Environment, native: NativeData): object {
  const binding = <T>(name: string) => environment.internalBinding(name) as T;
  switch (native.kind) {
    case 'blob':
      return binding<{ createBlob(sources: Uint8Array[]): object }>('blob').createBlob([native.data]);
    case 'secret key':
    case 'public key':
    case 'private key': {
      const { KeyObjectHandle } = binding<{
        KeyObjectHandle: new () => { init(type: number, bytes: Uint8Array, format?: number, encoding?: number): void };
      }>('crypto');
      const handle = new KeyObjectHandle();
      if (native.kind === 'secret key') handle.init(kKeyTypeSecret, native.data);
      else if (native.kind === 'public key') handle.init(kKeyTypePublic, native.data, kKeyFormatDER, kKeyEncodingSPKI);
      else handle.init(kKeyTypePrivate, native.data, kKeyFormatDER, kKeyEncodingPKCS8);
      return handle;
    }
    case 'key object': {
      const keys = environment.requireBuiltin('internal/crypto/keys') as KeyClasses;
      const Classes = [keys.SecretKeyObject, keys.PublicKeyObject, keys.PrivateKeyObject];
      const handle = createNative(environment, native.data) as { getKeyType(): number };
      return new (Classes[handle.getKeyType()] ?? keys.SecretKeyObject)(handle);
    }
    case 'crypto key': {
      const { InternalCryptoKey } = environment.requireBuiltin('internal/crypto/keys') as KeyClasses;
      const [handle, ...facts] = native.data;
      return new InternalCryptoKey(createNative(environment, handle), ...facts);
    }
    case 'certificate':
      return binding<{ parseX509(bytes: Uint8Array): object }>('crypto').parseX509(native.data);
    case 'file handle':
      environment.kernel.claimDescriptor(native.data, 'take');
      return new (fileHandleOf(environment))(native.data);
    case 'socket address':
      return new (binding<BlockListClasses>('block_list').SocketAddress)(...native.data);
    default:
      return createBlockList(binding<BlockListClasses>('block_list'), native.data);
  }
}
