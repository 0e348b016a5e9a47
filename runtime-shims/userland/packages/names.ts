/** Names in /bin that `main.ts` answers to. */
export const packageManagerNames: readonly string[] = ['npm', 'npx', 'pnpm', 'pnpx', 'yarn', 'yarnpkg'];
