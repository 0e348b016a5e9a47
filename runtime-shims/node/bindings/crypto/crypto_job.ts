/**
 * CryptoJob (src/crypto/crypto_util.h): work that is done at once, told later to `ondone`, or promised to WebCrypto. It is
 * done on this thread, unless the browser can do it beside (browser_crypto.ts); only its result is told asynchronously.
 */
import { asyncWrapOf } from '../../async_wrap.ts';
import type { Binding, Environment } from '../../environment.ts';

export const JobMode = { ASYNC: 0, SYNC: 1, WEB_CRYPTO: 2 } as const;

/** What a job does once it runs. `beside`: the same by the browser, for jobs that need not be done at once. */
export interface Work {
  (): unknown;
  beside?: () => Promise<unknown>;
}

/** Reads a job's arguments behind its mode; wrong ones are thrown by the job's constructor. */
export type PrepareWork = (mode: number, ...parameters: never[]) => Work;

/** A failure of which WebCrypto tells no more than that (a wrong tag). */
export class JobFailure extends Error {}

interface Internals {
  lazyDOMException(message: string, options: { name: string; cause: unknown }): Error;
}

export function jobClasses(environment: Environment, works: Readonly<Record<string, PrepareWork>>): Binding {
  const natives: Binding = {};
  for (const [name, prepare] of Object.entries(works)) {
    // Extended when the first is made: the library's hooks are not there yet when the binding is.
    let Job: (new (mode: number, work: Work) => object) | undefined;
    const construct = function (mode: number, ...parameters: unknown[]): object {
      Job ??= jobClass(environment, name);
      return new Job(mode, prepare(mode, ...(parameters as never[])));
    };
    Object.defineProperty(construct, 'name', { value: name, configurable: true });
    natives[name] = construct;
  }
  return natives;
}

/** The names of async hooks (PROVIDERS in src/async_wrap.h), where a job's own is not just REQUEST behind its name. */
const providers: Readonly<Record<string, string>> = {
  AESCipherJob: 'CIPHERREQUEST',
  ChaCha20Poly1305CipherJob: 'CIPHERREQUEST',
  RSACipherJob: 'CIPHERREQUEST',
  CheckPrimeJob: 'CHECKPRIMEREQUEST',
  HashJob: 'HASHREQUEST',
  PBKDF2Job: 'PBKDF2REQUEST',
  RandomBytesJob: 'RANDOMBYTESREQUEST',
  RandomPrimeJob: 'RANDOMPRIMEREQUEST',
  ScryptJob: 'SCRYPTREQUEST',
  SignJob: 'SIGNREQUEST',
  HmacJob: 'SIGNREQUEST',
};

function providerOf(name: string): string {
  if (name.includes('GenJob')) return name.startsWith('Secret') ? 'KEYGENREQUEST' : 'KEYPAIRGENREQUEST';
  return providers[name] ?? 'DERIVEBITSREQUEST';
}

function jobClass(environment: Environment, name: string): new (mode: number, work: Work) => object {
  const AsyncWrap = asyncWrapOf(environment);

  const operationError = (cause: unknown): Error => {
    const { lazyDOMException } = environment.requireBuiltin('internal/util') as Internals;
    const message = 'The operation failed for an operation-specific reason';
    return lazyDOMException(message, { name: 'OperationError', cause });
  };

  const Class = class extends AsyncWrap {
    readonly #mode: number;
    readonly #work: Work;
    ondone?: (error: unknown, result: unknown) => void;

    constructor(mode: number, work: Work) {
      super(providerOf(name));
      this.#mode = mode;
      this.#work = work;
    }

    run(): unknown {
      if (this.#mode === JobMode.SYNC) return this.#outcome();
      if (this.#mode === JobMode.WEB_CRYPTO) {
        return new Promise((resolve, reject) => {
          this.#later(([error, result]) => {
            if (error === undefined) resolve(result);
            else reject(operationError(error));
          });
        });
      }
      this.#later((outcome) => AsyncWrap.call(this, this.ondone, ...outcome));
      return undefined;
    }

    #outcome(): [error: unknown, result: unknown] {
      try {
        return [undefined, this.#work()];
      } catch (error) {
        return [error, undefined];
      }
    }

    #later(tell: (outcome: [error: unknown, result: unknown]) => void): void {
      const done = (outcome: [error: unknown, result: unknown]) => {
        tell(outcome);
        AsyncWrap.destroy(this);
      };
      const { beside } = this.#work;
      if (!beside) {
        environment.loop.complete(() => done(this.#outcome()));
        return;
      }
      const finish = environment.loop.begin();
      beside().then(
        (result) => finish(() => done([undefined, result])),
        // What the browser cannot do is done here after all.
        () => finish(() => done(this.#outcome())),
      );
    }
  };
  Object.defineProperty(Class, 'name', { value: name, configurable: true });
  return Class;
}

/** A copy that nothing else refers to. */
export const bufferOf = (bytes: Uint8Array): ArrayBuffer =>
  Uint8Array.prototype.slice.call(bytes).buffer as ArrayBuffer;
