declare module 'virtual:examples' {
  /** Names of the folders of `examples/`. */
  export const exampleNames: readonly string[];
}
