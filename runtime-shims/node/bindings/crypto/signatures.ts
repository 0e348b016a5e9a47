/** src/crypto/crypto_sig.cc: Sign, Verify and SignJob. */
import type { Binding, Environment } from '../../environment.ts';
import { nativeError } from '../../native_error.ts';
import { bytesOf, inputBytes, output } from './bytes.ts';
import { bufferOf, jobClasses, type PrepareWork } from './crypto_job.ts';
import { type Algorithm, createDigest, type Digest, findAlgorithm, outputLengthOf } from './digests.ts';
import type { KeyArguments } from './key_input.ts';
import { keyOfArguments } from './keys.ts';
import {
  refuseContext,
  type SignatureOptions,
  sign,
  signDigest,
  signsDigests,
  verify,
  verifyDigest,
} from './signature_schemes.ts';

/** kSignJobMode…, kSigEnc… */
const SIGN = 0;
const P1363 = 1;

const unsupported = () => nativeError(Error, 'ERR_CRYPTO_UNSUPPORTED_OPERATION', 'Unsupported crypto operation');

export function signatureNatives(environment: Environment): Binding {
  class SignBase {
    #algorithm: Algorithm | undefined;
    #digest: Digest | undefined;

    init(name: string): void {
      this.#algorithm = findAlgorithm(name);
      if (!this.#algorithm || this.#algorithm.extendable) {
        throw nativeError(TypeError, 'ERR_CRYPTO_INVALID_DIGEST', 'Invalid digest');
      }
      this.#digest = createDigest(this.#algorithm, outputLengthOf(this.#algorithm));
    }

    update(data: unknown, encoding?: unknown): void {
      if (!this.#digest) throw nativeError(Error, 'ERR_CRYPTO_INVALID_STATE', 'Not initialised');
      this.#digest.update(inputBytes(data, encoding));
    }

    /** Ends it: a Sign or Verify serves once. */
    protected finish(): [digest: Uint8Array, algorithm: Algorithm] {
      if (!this.#digest || !this.#algorithm) throw nativeError(Error, 'ERR_CRYPTO_INVALID_STATE', 'Not initialised');
      const result = this.#digest.digest();
      this.#digest = undefined;
      return [result, this.#algorithm];
    }
  }

  class Sign extends SignBase {
    sign(...parameters: unknown[]): unknown {
      const key = keyOfArguments(parameters.slice(0, 5) as unknown as KeyArguments, true);
      if (!signsDigests(key)) throw unsupported();
      const [padding, saltLength, encoding] = parameters.slice(5) as [number?, number?, number?];
      const [digest, algorithm] = this.finish();
      const options = { padding, saltLength, isP1363: encoding === P1363, context: undefined };
      return output(environment, signDigest(key, digest, algorithm, options), 'buffer');
    }
  }

  class Verify extends SignBase {
    verify(...parameters: unknown[]): boolean {
      const key = keyOfArguments(parameters.slice(0, 5) as unknown as KeyArguments, false);
      if (!signsDigests(key)) throw unsupported();
      const [signature, padding, saltLength, encoding] = parameters.slice(5) as [unknown, number?, number?, number?];
      const [digest, algorithm] = this.finish();
      const options = { padding, saltLength, isP1363: encoding === P1363, context: undefined };
      return verifyDigest(key, digest, algorithm, bytesOf(signature), options);
    }
  }

  const SignJob: PrepareWork = (_mode, ...parameters: unknown[]) => {
    const [operation, data, format, type, passphrase, namedCurve] = parameters as [number, ...KeyArguments];
    const [input, digestName, saltLength, padding, encoding, context, signature] = parameters.slice(6) as [
      unknown,
      string | undefined,
      number | undefined,
      number | undefined,
      number | undefined,
      unknown,
      unknown,
    ];
    const isSigning = operation === SIGN;
    const key = keyOfArguments([data, format, type, passphrase, namedCurve], isSigning);
    const digest = digestName === undefined || digestName === null ? undefined : findAlgorithm(digestName);
    if (digestName && !digest) {
      throw nativeError(TypeError, 'ERR_CRYPTO_INVALID_DIGEST', `Invalid digest: ${digestName}`);
    }
    const options: SignatureOptions = {
      padding,
      saltLength,
      isP1363: encoding === P1363,
      context: context === undefined ? undefined : bytesOf(context).slice(),
    };
    refuseContext(options.context);
    const message = bytesOf(input).slice();
    if (isSigning) return () => bufferOf(sign(key, message, digest, options));
    const given = bytesOf(signature).slice();
    return () => verify(key, message, digest, given, options);
  };

  return { Sign, Verify, ...jobClasses(environment, { SignJob }) };
}
