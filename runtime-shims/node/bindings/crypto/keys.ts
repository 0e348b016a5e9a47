/** src/crypto/crypto_keys.cc: secret keys. Key pairs are not implemented. */
import { decodeBytes, Encoding } from '../../bytes/encodings.ts';
import { markNativeCloneable } from '../../clone_context.ts';
import type { Binding, Environment } from '../../environment.ts';
import { bytesOf, output } from './bytes.ts';

const kKeyTypeSecret = 0;

const secrets = new WeakMap<object, Uint8Array>();

/** The bytes of a key, given as such or as the handle of a secret key. */
export function keyBytes(key: unknown): Uint8Array {
  return (typeof key === 'object' && key !== null ? secrets.get(key) : undefined) ?? bytesOf(key);
}

export function keyNatives(environment: Environment): Binding {
  class KeyObjectHandle {
    init(type: number, key: unknown): void {
      if (type !== kKeyTypeSecret) environment.unimplemented('crypto.KeyObjectHandle.init (key pairs)');
      const bytes = keyBytes(key).slice();
      secrets.set(this, bytes);
      markNativeCloneable(this, () => ({ kind: 'secret key', data: bytes }));
    }

    #secret(native: string): Uint8Array {
      return secrets.get(this) ?? environment.unimplemented(`crypto.KeyObjectHandle.${native}`);
    }

    getKeyType(): number {
      return kKeyTypeSecret;
    }

    getSymmetricKeySize(): number {
      return this.#secret('getSymmetricKeySize').length;
    }

    export(): string | Uint8Array {
      return output(environment, this.#secret('export'), 'buffer');
    }

    exportJwk(target: Record<string, unknown>): Record<string, unknown> {
      const secret = this.#secret('exportJwk');
      target['kty'] = 'oct';
      target['k'] = decodeBytes(secret, 0, secret.length, Encoding.BASE64URL);
      return target;
    }

    equals(other: object): boolean {
      const mine = this.#secret('equals');
      const theirs = secrets.get(other);
      return theirs !== undefined && mine.length === theirs.length && mine.every((byte, i) => byte === theirs[i]);
    }
  }

  class NativeKeyObject {
    readonly #handle: KeyObjectHandle;
    constructor(handle: KeyObjectHandle) {
      this.#handle = handle;
    }
    static isKeyObject(value: unknown): boolean {
      return typeof value === 'object' && value !== null && #handle in value;
    }
    static slots(key: NativeKeyObject): [type: number, handle: KeyObjectHandle] {
      return [key.#handle.getKeyType(), key.#handle];
    }
  }

  // The classes come from the library: it extends the native one, whose fields programs cannot forge.
  class NativeCryptoKey {
    readonly #slots: unknown[];
    constructor(...slots: unknown[]) {
      this.#slots = slots;
    }
    static isCryptoKey(value: unknown): boolean {
      return typeof value === 'object' && value !== null && #slots in value;
    }
    static slots(key: NativeCryptoKey): unknown[] {
      return key.#slots;
    }
  }

  class NativeX509Certificate {
    constructor() {
      environment.unimplemented('crypto.X509Certificate');
    }
  }

  return {
    KeyObjectHandle,
    createNativeKeyObjectClass: (create: (base: unknown) => unknown) => create(NativeKeyObject),
    isKeyObject: NativeKeyObject.isKeyObject,
    getKeyObjectSlots: NativeKeyObject.slots,
    createCryptoKeyClass: (create: (base: unknown) => unknown) => create(NativeCryptoKey),
    isCryptoKey: NativeCryptoKey.isCryptoKey,
    getCryptoKeySlots: NativeCryptoKey.slots,
    createX509CertificateClass: (create: (base: unknown) => unknown) => create(NativeX509Certificate),
    isX509Certificate: () => false,
    getPqcKeyTypes: () => [],
  };
}
