declare module 'virtual:examples' {
  /** Names of the folders of `examples/`. */
  export const exampleNames: readonly string[];
  /** Those that need packages. */
  export const examplesWithPackages: readonly string[];
}
