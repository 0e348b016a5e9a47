/** WebCrypto's symmetric ciphers (src/crypto/crypto_aes.cc, crypto_chacha20_poly1305.cc). */

import { createAes } from './aes.ts';
import type { AuthenticatedStream } from './authenticated_modes.ts';
import { bytesToInteger, integerToBytes } from './big_integer.ts';
import { bytesOf } from './bytes.ts';
import { cipherAtOnce, findCipher } from './ciphers.ts';
import { bufferOf, JobFailure, type PrepareWork } from './crypto_job.ts';
import { concatenate } from './der.ts';
import { keyBytes } from './keys.ts';
import { opensslError } from './openssl_error.ts';
import { WholeTextError } from './whole_modes.ts';

/** kWebCryptoCipherEncrypt */
const ENCRYPT = 0;
const FULL_TAG = 16;
const KEY_WRAP_IV = new Uint8Array(8).fill(0xa6);

/** kKeyVariantAES_…: three lengths for each. */
const modes = ['ctr', 'cbc', 'gcm', 'kw', 'ocb'] as const;
const keyBits = [128, 192, 256] as const;

const failed = () => new JobFailure('Cipher job failed');

function authenticated(
  name: string,
  key: Uint8Array,
  data: Uint8Array,
  encrypt: boolean,
  iv: Uint8Array,
  tagLength: number,
  additional: Uint8Array | undefined,
): Uint8Array {
  const stream = findCipher(name)!.create(key, iv, encrypt, tagLength) as AuthenticatedStream;
  if (additional?.length) stream.addAdditionalData(additional);
  const run = (text: Uint8Array) => concatenate(stream.update(text), stream.final());
  if (encrypt) return concatenate(run(data), stream.tag().subarray(0, tagLength));
  if (data.length < tagLength) throw failed();
  const text = run(data.subarray(0, data.length - tagLength));
  const [given, expected] = [data.subarray(data.length - tagLength), stream.tag()];
  let difference = 0;
  for (let i = 0; i < tagLength; i++) difference |= given[i]! ^ expected[i]!;
  if (difference) throw failed();
  return text;
}

const BLOCK = 16;

/** WebCrypto's counter has a width in bits; the rest of the block stays as it is when it overflows. */
function counterMode(key: Uint8Array, data: Uint8Array, block: Uint8Array, width: number): Uint8Array {
  const modulus = 1n << BigInt(width);
  if (BigInt(Math.ceil(data.length / BLOCK)) > modulus) throw failed();
  const cipher = createAes(key);
  const whole = bytesToInteger(block);
  const fixed = whole - (whole % modulus);
  const output = data.slice();
  const mask = new Uint8Array(BLOCK);
  let counter = whole % modulus;
  for (let at = 0; at < output.length; at += BLOCK) {
    cipher.encryptBlock(integerToBytes(fixed + counter, BLOCK), 0, mask, 0);
    for (let i = at; i < Math.min(at + BLOCK, output.length); i++) output[i]! ^= mask[i - at]!;
    counter = (counter + 1n) % modulus;
  }
  return output;
}

function wrapKey(name: string, key: Uint8Array, data: Uint8Array, encrypt: boolean): Uint8Array {
  try {
    return cipherAtOnce(name, key, KEY_WRAP_IV, data, encrypt);
  } catch (error) {
    if (!(error instanceof WholeTextError)) throw error;
    throw opensslError(0x1c800066, 'cipher operation failed', [[0x030000bd, 'update error']]);
  }
}

const copyIfGiven = (value: unknown): Uint8Array | undefined =>
  value === undefined ? undefined : bytesOf(value).slice();

export const cipherJobs: Readonly<Record<string, PrepareWork>> = {
  AESCipherJob: (
    _mode,
    direction: number,
    handle: unknown,
    data: unknown,
    variant: number,
    iv: unknown,
    length: number,
    additional: unknown,
  ) => {
    const mode = modes[Math.floor(variant / keyBits.length)]!;
    const bits = keyBits[variant % keyBits.length]!;
    const encrypt = direction === ENCRYPT;
    const [key, input, vector] = [keyBytes(handle), bytesOf(data).slice(), copyIfGiven(iv)];
    const extra = copyIfGiven(additional);
    return () => {
      if (mode === 'ctr') return bufferOf(counterMode(key, input, vector!, length));
      if (mode === 'cbc') return bufferOf(cipherAtOnce(`aes-${bits}-cbc`, key, vector!, input, encrypt));
      if (mode === 'kw') return bufferOf(wrapKey(`aes-${bits}-wrap`, key, input, encrypt));
      return bufferOf(authenticated(`aes-${bits}-${mode}`, key, input, encrypt, vector!, length, extra));
    };
  },

  ChaCha20Poly1305CipherJob: (
    _mode,
    direction: number,
    handle: unknown,
    data: unknown,
    iv: unknown,
    additional: unknown,
  ) => {
    const [key, input, vector] = [keyBytes(handle), bytesOf(data).slice(), bytesOf(iv).slice()];
    const extra = copyIfGiven(additional);
    const encrypt = direction === ENCRYPT;
    return () => bufferOf(authenticated('chacha20-poly1305', key, input, encrypt, vector, FULL_TAG, extra));
  },
};
