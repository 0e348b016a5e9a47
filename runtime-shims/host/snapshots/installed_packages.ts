/**
 * The project's node_modules across visits: after an install an image of it is kept in the browser, and a project that is
 * mounted with the same lockfile but without packages gets them from there. What does the work is loaded when it is to
 * be done (package_snapshots.ts).
 */
import type { Files } from '../files.ts';
import type { keepPackages, restorePackages } from './package_snapshots.ts';
import { finishedInstall, snapshotAddress } from './snapshot_address.ts';

/** ms after an install in which its processes end, and whoever started it goes on. */
const DELAY = 1500;

interface Work {
  keepPackages: typeof keepPackages;
  restorePackages: typeof restorePackages;
}

export class InstalledPackages {
  readonly #files: Files;
  readonly #base: string;
  /** What `finishedInstall` last said: there is an image of it, or there will be. */
  #known: string | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #keeping: Promise<void> = Promise.resolve();

  /** `base`: URL of the runtime's folder, with a slash at its end. */
  constructor(files: Files, base: string) {
    this.#files = files;
    this.#base = base;
  }

  /** To be called when a program has ended, which may have been a package manager. */
  look(): void {
    const finished = finishedInstall(this.#files);
    if (finished === null || finished === this.#known) return;
    this.#known = finished;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#keeping = this.#keeping.then(() => this.#keep(finished));
    }, DELAY);
  }

  async #keep(finished: string): Promise<void> {
    try {
      const address = await snapshotAddress(this.#files);
      if (address === null) return;
      const isCurrent = async () =>
        finishedInstall(this.#files) === finished && (await snapshotAddress(this.#files)) === address;
      await (await this.#work()).keepPackages(this.#files, address, isCurrent);
    } catch (error) {
      console.warn('wardian: the installed packages are not kept for the next visit:', error);
    }
  }

  /** To be called when files have been mounted. Never throws: packages that are not there can be installed. */
  async restore(): Promise<void> {
    if (this.#files.type(`${this.#files.workdir}/node_modules`) !== null) return;
    try {
      const address = await snapshotAddress(this.#files);
      if (address === null) return;
      await (await this.#work()).restorePackages(this.#files, address);
      this.#known = finishedInstall(this.#files);
    } catch (error) {
      console.warn('wardian: the packages of an earlier visit are not brought back:', error);
    }
  }

  #work(): Promise<Work> {
    return import(`${this.#base}package_snapshots.js`) as Promise<Work>;
  }
}
