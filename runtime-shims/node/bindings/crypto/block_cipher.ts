/** A block cipher with its key. */
export interface BlockCipher {
  /** Bytes. */
  readonly blockSize: number;
  /** `source` and `target` may be the same. */
  encryptBlock(source: Uint8Array, sourceAt: number, target: Uint8Array, targetAt: number): void;
  decryptBlock(source: Uint8Array, sourceAt: number, target: Uint8Array, targetAt: number): void;
}
