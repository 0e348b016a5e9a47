/** `internalBinding('credentials')` (src/node_credentials.cc): one user, without the privilege to become another. */
import type { BindingFactory } from '../environment.ts';
import { findGroup, findUser, GID, UID } from '../user_database.ts';
import { errnoException } from '../uv_exception.ts';

const EPERM = 1;
/** What the natives return for a name that does not exist: the library makes ERR_UNKNOWN_CREDENTIAL of it. */
const UNKNOWN = 1;

export const binding: BindingFactory = (environment) => {
  const { kernel } = environment;
  const variable = (name: string): string | undefined => environment.process.env?.[name];

  function getTempDir(): string | undefined {
    for (const name of ['TMPDIR', 'TMP', 'TEMP']) {
      const directory = variable(name);
      if (directory) return directory.length > 1 && directory.endsWith('/') ? directory.slice(0, -1) : directory;
    }
    return undefined;
  }

  const uidOf = (user: string | number): number | null =>
    typeof user === 'number' ? user : (findUser(kernel, user)?.uid ?? null);
  const gidOf = (group: string | number): number | null =>
    typeof group === 'number' ? group : findGroup(kernel, group);

  const change =
    (syscall: string, idOf: (name: string | number) => number | null, own: number) => (name: string | number) => {
      const id = idOf(name);
      if (id === null) return UNKNOWN;
      if (id !== own) throw errnoException(EPERM, syscall);
      return 0;
    };

  return {
    safeGetenv: (name: string) => variable(name),
    getTempDir,
    implementsPosixCredentials: true,
    getuid: () => UID,
    geteuid: () => UID,
    getgid: () => GID,
    getegid: () => GID,
    getgroups: () => [GID],
    initgroups(user: string | number, group: string | number) {
      if (typeof user === 'number' && findUser(kernel, user) === null) return UNKNOWN;
      // The second argument is the one that is unknown.
      if (gidOf(group) === null) return 2;
      throw errnoException(EPERM, 'initgroups');
    },
    setgid: change('setgid', gidOf, GID),
    setegid: change('setegid', gidOf, GID),
    setuid: change('setuid', uidOf, UID),
    seteuid: change('seteuid', uidOf, UID),
    setgroups(groups: (string | number)[]) {
      // One past the place of the first group that does not exist.
      const unknown = groups.findIndex((group) => gidOf(group) === null);
      if (unknown >= 0) return unknown + 1;
      throw errnoException(EPERM, 'setgroups');
    },
  };
};
