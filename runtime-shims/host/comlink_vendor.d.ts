declare module '*/@webcontainer/api/dist/vendor/index.js' {
  export const Comlink: {
    wrap(port: MessagePort): unknown;
    proxy<T extends object>(value: T): T;
    readonly releaseProxy: unique symbol;
  };
}
