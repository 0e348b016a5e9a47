/** The ciphers by OpenSSL's names, with the facts that getCipherInfo tells. */
import { createAes } from './aes.ts';
import {
  type AuthenticatedOptions,
  type AuthenticatedStream,
  ccm,
  chacha20Poly1305,
  chachaStream,
  gcm,
  ocb,
} from './authenticated_modes.ts';
import type { BlockCipher } from './block_cipher.ts';
import { type CipherStream, cbc, cfb, cfb1, cfb8, ctr, ecb, type ModeFactory, ofb } from './cipher_modes.ts';
import { createTripleDes } from './des.ts';
import { keyWrap, keyWrapPadded, refuseEqualXtsKeys, xts } from './whole_modes.ts';

export interface CipherInfo {
  mode: string;
  name: string;
  nid: number;
  /** Bytes; `blockSize` is 1 for what works like a stream, absent where OpenSSL has none. */
  keyLength: number;
  blockSize?: number;
  ivLength?: number;
}

export interface CipherAlgorithm {
  info: CipherInfo;
  names: readonly string[];
  /** Lengths of the IV that are taken, from and to; by default the one of `info`. */
  ivRange?: readonly [least: number, most: number];
  create(key: Uint8Array, iv: Uint8Array, encrypt: boolean, tagLength: number): CipherStream;
  isAuthenticated: boolean;
}

const algorithms: CipherAlgorithm[] = [];
const byName = new Map<string, CipherAlgorithm>();
const byNumber = new Map<number, CipherAlgorithm>();

function define(
  info: CipherInfo,
  names: readonly string[],
  create: CipherAlgorithm['create'],
  more: Partial<CipherAlgorithm> = {},
): void {
  const algorithm: CipherAlgorithm = { info, names, create, isAuthenticated: false, ...more };
  algorithms.push(algorithm);
  for (const name of names) byName.set(name, algorithm);
  byNumber.set(info.nid, algorithm);
}

const AES_BLOCK = 16;
/** Numbers of the objects (openssl/obj_mac.h) for keys of 128, 192 and 256 bits. */
const plainModes: readonly (readonly [mode: string, suffix: string, factory: ModeFactory, nids: readonly number[]])[] =
  [
    ['ecb', 'ecb', ecb, [418, 422, 426]],
    ['cbc', 'cbc', cbc, [419, 423, 427]],
    ['ofb', 'ofb', ofb, [420, 424, 428]],
    ['cfb', 'cfb', cfb, [421, 425, 429]],
    ['cfb', 'cfb1', cfb1, [650, 651, 652]],
    ['cfb', 'cfb8', cfb8, [653, 654, 655]],
    ['ctr', 'ctr', ctr, [904, 905, 906]],
  ];

const isBlockMode = (mode: string): boolean => mode === 'ecb' || mode === 'cbc';

[128, 192, 256].forEach((bits, size) => {
  const keyLength = bits / 8;
  for (const [mode, suffix, factory, nids] of plainModes) {
    const name = `aes-${bits}-${suffix}`;
    define(
      {
        mode,
        name,
        nid: nids[size]!,
        keyLength,
        blockSize: isBlockMode(mode) ? AES_BLOCK : 1,
        ...(mode === 'ecb' ? {} : { ivLength: AES_BLOCK }),
      },
      suffix === 'cbc' ? [name, `aes${bits}`] : [name],
      (key, iv, encrypt) => factory(createAes(key), iv, encrypt),
    );
  }
  const authenticated = (
    mode: string,
    name: string,
    nid: number,
    ivRange: readonly [number, number],
    factory: (options: AuthenticatedOptions) => AuthenticatedStream,
  ) =>
    define(
      { mode, name, nid, keyLength, blockSize: mode === 'ocb' ? AES_BLOCK : 1, ivLength: 12 },
      [...new Set([`aes-${bits}-${mode}`, name])],
      (key, iv, encrypt, tagLength) => factory({ cipher: createAes(key), iv, encrypt, tagLength }),
      { ivRange, isAuthenticated: true },
    );
  authenticated('gcm', `id-aes${bits}-gcm`, [895, 898, 901][size]!, [1, 128], gcm);
  authenticated('ccm', `id-aes${bits}-ccm`, [896, 899, 902][size]!, [7, 13], ccm);
  authenticated('ocb', `aes-${bits}-ocb`, [958, 959, 960][size]!, [1, 15], ocb);
  const wrapping = (suffix: string, nid: number, ivLength: number, factory: typeof keyWrap) =>
    define(
      { mode: 'wrap', name: `id-aes${bits}-${suffix}`, nid, keyLength, blockSize: 8, ivLength },
      [`aes-${bits}-${suffix}`, `aes${bits}-${suffix}`, `id-aes${bits}-${suffix}`],
      (key, iv, encrypt) => factory(createAes(key), iv, encrypt),
    );
  wrapping('wrap', [788, 789, 790][size]!, 8, keyWrap);
  wrapping('wrap-pad', [897, 900, 903][size]!, 4, keyWrapPadded);
  if (bits === 192) return;
  define(
    {
      mode: 'xts',
      name: `aes-${bits}-xts`,
      nid: bits === 128 ? 913 : 914,
      keyLength: 2 * keyLength,
      blockSize: 1,
      ivLength: AES_BLOCK,
    },
    [`aes-${bits}-xts`],
    (key, iv, encrypt) => {
      refuseEqualXtsKeys(key);
      return xts(createAes(key.subarray(0, keyLength)), createAes(key.subarray(keyLength)), iv, encrypt);
    },
  );
});

const tripleDesModes: readonly (readonly [
  mode: string,
  name: string,
  names: string[],
  nid: number,
  keyLength: number,
  factory: ModeFactory,
])[] = [
  ['ecb', 'des-ede', ['des-ede', 'des-ede-ecb'], 32, 16, ecb],
  ['cbc', 'des-ede-cbc', ['des-ede-cbc'], 43, 16, cbc],
  ['cfb', 'des-ede-cfb', ['des-ede-cfb'], 60, 16, cfb],
  ['ofb', 'des-ede-ofb', ['des-ede-ofb'], 62, 16, ofb],
  ['ecb', 'des-ede3', ['des-ede3', 'des-ede3-ecb'], 33, 24, ecb],
  ['cbc', 'des-ede3-cbc', ['des-ede3-cbc', 'des3'], 44, 24, cbc],
  ['cfb', 'des-ede3-cfb', ['des-ede3-cfb'], 61, 24, cfb],
  ['cfb', 'des-ede3-cfb1', ['des-ede3-cfb1'], 658, 24, cfb1],
  ['cfb', 'des-ede3-cfb8', ['des-ede3-cfb8'], 659, 24, cfb8],
  ['ofb', 'des-ede3-ofb', ['des-ede3-ofb'], 63, 24, ofb],
];
for (const [mode, name, names, nid, keyLength, factory] of tripleDesModes) {
  define(
    { mode, name, nid, keyLength, blockSize: isBlockMode(mode) ? 8 : 1, ...(mode === 'ecb' ? {} : { ivLength: 8 }) },
    names,
    (key, iv, encrypt) => factory(createTripleDes(key), iv, encrypt),
  );
}

define({ mode: 'stream', name: 'chacha20', nid: 1019, keyLength: 32, ivLength: 16 }, ['chacha20'], (key, iv) =>
  // OpenSSL's IV: the number of the first block (32 bits, little-endian) and the nonce.
  chachaStream(key, iv.subarray(4), new DataView(iv.buffer, iv.byteOffset).getUint32(0, true)),
);
define(
  { mode: 'stream', name: 'chacha20-poly1305', nid: 1018, keyLength: 32, ivLength: 12 },
  ['chacha20-poly1305'],
  chacha20Poly1305,
  { ivRange: [12, 12], isAuthenticated: true },
);

export const cipherNames: readonly string[] = algorithms.flatMap(({ names }) => names).sort();

export function findCipher(name: string | number): CipherAlgorithm | undefined {
  return typeof name === 'number' ? byNumber.get(name) : byName.get(name.toLowerCase());
}

export function takesIvLength({ info, ivRange }: CipherAlgorithm, length: number): boolean {
  return ivRange ? length >= ivRange[0] && length <= ivRange[1] : length === (info.ivLength ?? 0);
}

/** Encrypts or decrypts a text at once with a plain block mode. */
export function cipherAtOnce(
  name: string,
  key: Uint8Array,
  iv: Uint8Array,
  input: Uint8Array,
  encrypt: boolean,
): Uint8Array {
  const algorithm = findCipher(name);
  if (!algorithm) throw new Error(`no cipher ${name}`);
  const stream = algorithm.create(key, iv, encrypt, 0);
  const head = stream.update(input);
  const tail = stream.final();
  const output = new Uint8Array(head.length + tail.length);
  output.set(head);
  output.set(tail, head.length);
  return output;
}

export type { AuthenticatedStream, BlockCipher };
