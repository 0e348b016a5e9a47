/** src/crypto/crypto_cipher.cc: CipherBase, getCipherInfo. */
import type { Binding, Environment } from '../../environment.ts';
import { nativeError } from '../../native_error.ts';
import type { AuthenticatedStream } from './authenticated_modes.ts';
import { bytesOf, inputBytes, output } from './bytes.ts';
import type { CipherStream } from './cipher_modes.ts';
import { type CipherAlgorithm, type CipherInfo, cipherNames, findCipher, takesIvLength } from './ciphers.ts';
import { keyBytes } from './keys.ts';
import { WholeTextError } from './whole_modes.ts';

const FULL_TAG = 16;
/** Lengths of tags in NIST SP 800-38D, section 5.2.1.2. */
const gcmTagLengths = [4, 8, 12, 13, 14, 15, 16];
const ccmTagLengths = [4, 6, 8, 10, 12, 14, 16];
const MAX_INT = 2 ** 31 - 1;

const invalidTagLength = (length: number): Error =>
  nativeError(TypeError, 'ERR_CRYPTO_INVALID_AUTH_TAG', `Invalid authentication tag length: ${length}`);

/** How many bytes of text a CCM nonce of this length leaves room for. */
const ccmLimit = (ivLength: number): number => {
  const LONG_NONCE_LIMITS: Readonly<Record<number, number>> = { 12: 2 ** 24 - 1, 13: 2 ** 16 - 1 };
  return LONG_NONCE_LIMITS[ivLength] ?? MAX_INT;
};

const isAuthenticated = (stream: CipherStream): stream is AuthenticatedStream => 'tag' in stream;

/** The length of the tag: what was asked for, or undefined while it is open. */
function tagLengthOf({ info }: CipherAlgorithm, name: string, asked: number): number | undefined {
  if (info.mode === 'gcm') {
    if (asked === -1) return undefined;
    if (!gcmTagLengths.includes(asked)) throw invalidTagLength(asked);
    return asked;
  }
  if (asked === -1) {
    if (info.name === 'chacha20-poly1305') return FULL_TAG;
    throw nativeError(TypeError, 'ERR_CRYPTO_INVALID_AUTH_TAG', `authTagLength required for ${name}`);
  }
  const isValid = info.mode === 'ccm' ? ccmTagLengths.includes(asked) : asked > 0 && asked <= FULL_TAG;
  if (!isValid) throw invalidTagLength(asked);
  return asked;
}

export function cipherNatives(environment: Environment): Binding {
  const unsupportedState = (what: string) => new Error(what);

  class CipherBase {
    readonly #algorithm: CipherAlgorithm;
    readonly #encrypt: boolean;
    readonly #ivLength: number;
    #stream: CipherStream | undefined;
    #tagLength: number | undefined;
    /** The tag: given (decrypting), or made (encrypting). */
    #tag: Uint8Array | undefined;
    #hasData = false;
    /** CCM found the tag wrong, which final() tells. */
    #isRefused = false;
    #expectedLength = -1;

    constructor(encrypt: boolean, name: string, key: unknown, iv: unknown, tagLength: number, ...provider: unknown[]) {
      if (provider.some((option) => option !== undefined)) environment.unimplemented('crypto.CipherBase (cts, xts)');
      const algorithm = findCipher(name);
      if (!algorithm) throw nativeError(Error, 'ERR_CRYPTO_UNKNOWN_CIPHER', 'Unknown cipher');
      const secret = keyBytes(key);
      if (secret.length !== algorithm.info.keyLength) {
        throw nativeError(RangeError, 'ERR_CRYPTO_INVALID_KEYLEN', 'Invalid key length');
      }
      const vector = iv === null || iv === undefined ? undefined : bytesOf(iv);
      const isMissing = vector === undefined && (algorithm.info.ivLength ?? 0) > 0;
      if (isMissing || (vector !== undefined && !takesIvLength(algorithm, vector.length))) {
        throw nativeError(TypeError, 'ERR_CRYPTO_INVALID_IV', 'Invalid initialization vector');
      }
      this.#algorithm = algorithm;
      this.#encrypt = encrypt;
      this.#ivLength = vector?.length ?? 0;
      if (algorithm.isAuthenticated) this.#tagLength = tagLengthOf(algorithm, name, tagLength);
      const ownVector = vector?.slice() ?? new Uint8Array(0);
      this.#stream = algorithm.create(secret.slice(), ownVector, encrypt, this.#tagLength ?? FULL_TAG);
    }

    get #isCcm(): boolean {
      return this.#algorithm.info.mode === 'ccm';
    }

    update(data: unknown, encoding?: unknown): Uint8Array {
      const input = inputBytes(data, encoding);
      const stream = this.#stream;
      if (!stream || input.length > MAX_INT) throw unsupportedState('Trying to add data in unsupported state');
      if (this.#isCcm) return this.#updateCcm(stream as AuthenticatedStream, input);
      this.#hasData = true;
      try {
        return output(environment, stream.update(input), 'buffer') as Uint8Array;
      } catch (error) {
        if (error instanceof WholeTextError) throw unsupportedState('Trying to add data in unsupported state');
        throw error;
      }
    }

    #updateCcm(stream: AuthenticatedStream, input: Uint8Array): Uint8Array {
      if (input.length > ccmLimit(this.#ivLength)) {
        throw nativeError(RangeError, 'ERR_CRYPTO_INVALID_MESSAGELEN', 'Invalid message length');
      }
      const isRepeated = this.#hasData;
      const isOther = this.#expectedLength >= 0 && this.#expectedLength !== input.length;
      if (isRepeated || isOther || (!this.#encrypt && !this.#tag)) {
        throw unsupportedState('Trying to add data in unsupported state');
      }
      this.#hasData = true;
      const text = stream.update(input);
      // The text is given away only when its tag is right.
      this.#isRefused = !this.#encrypt && !this.#isTagRight(stream);
      return output(environment, this.#isRefused ? new Uint8Array(0) : text, 'buffer') as Uint8Array;
    }

    final(): Uint8Array {
      const stream = this.#stream;
      if (!stream) throw nativeError(Error, 'ERR_CRYPTO_INVALID_STATE', 'Invalid state');
      if (!isAuthenticated(stream)) {
        this.#stream = undefined;
        return output(environment, stream.final(), 'buffer') as Uint8Array;
      }
      const cannot = () => unsupportedState('Unsupported state or unable to authenticate data');
      this.#stream = undefined;
      if (!this.#encrypt && !this.#tag) throw cannot();
      if (this.#isCcm && this.#isRefused) throw cannot();
      const rest = stream.final();
      if (this.#encrypt) {
        this.#tagLength ??= FULL_TAG;
        this.#tag = stream.tag().slice(0, this.#tagLength);
      } else if (!this.#isCcm && !this.#isTagRight(stream)) {
        throw cannot();
      }
      return output(environment, rest, 'buffer') as Uint8Array;
    }

    #isTagRight(stream: AuthenticatedStream): boolean {
      const [given, expected] = [this.#tag!, stream.tag()];
      let difference = 0;
      for (let i = 0; i < given.length; i++) difference |= given[i]! ^ expected[i]!;
      return difference === 0;
    }

    setAutoPadding(padding: boolean): boolean {
      this.#stream?.setAutoPadding?.(padding);
      return this.#stream !== undefined;
    }

    getAuthTag(): Uint8Array | undefined {
      if (this.#stream || !this.#encrypt || !this.#tag) return undefined;
      return output(environment, this.#tag, 'buffer') as Uint8Array;
    }

    setAuthTag(tag: unknown): boolean {
      if (!this.#stream || !this.#algorithm.isAuthenticated || this.#encrypt || this.#tag) return false;
      const bytes = bytesOf(tag);
      const { mode } = this.#algorithm.info;
      const isGcm = mode === 'gcm';
      const isValid = isGcm
        ? (this.#tagLength === undefined ? bytes.length === FULL_TAG : this.#tagLength === bytes.length) &&
          gcmTagLengths.includes(bytes.length)
        : this.#tagLength === bytes.length;
      if (!isValid) throw invalidTagLength(bytes.length);
      this.#tagLength = bytes.length;
      this.#tag = bytes.slice();
      return true;
    }

    setAAD(data: unknown, plaintextLength: number): boolean {
      const stream = this.#stream;
      if (!stream || !isAuthenticated(stream) || this.#hasData) return false;
      if (this.#isCcm) {
        if (plaintextLength < 0) {
          const message = 'options.plaintextLength required for CCM mode with AAD';
          throw nativeError(TypeError, 'ERR_MISSING_ARGS', message);
        }
        if (plaintextLength > ccmLimit(this.#ivLength)) {
          throw nativeError(RangeError, 'ERR_CRYPTO_INVALID_MESSAGELEN', 'Invalid message length');
        }
        this.#expectedLength = plaintextLength;
      }
      stream.addAdditionalData(bytesOf(data));
      return true;
    }
  }

  function getCipherInfo(name: string | number, keyLength?: number, ivLength?: number): CipherInfo | undefined {
    const algorithm = findCipher(name);
    if (!algorithm) return undefined;
    const { info } = algorithm;
    if (keyLength !== undefined && keyLength !== info.keyLength) return undefined;
    if (ivLength !== undefined && !takesIvLength(algorithm, ivLength)) return undefined;
    const { mode, name: own, nid, blockSize } = info;
    const facts = { mode, name: own, nid, keyLength: info.keyLength, blockSize, ivLength: ivLength ?? info.ivLength };
    const told: CipherInfo = Object.assign(Object.create(null), facts);
    return told;
  }

  return { CipherBase, getCipherInfo, getCiphers: () => [...cipherNames] };
}
