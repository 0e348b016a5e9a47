/** Single executable applications, which a tab never is: src/node_sea.cc. */
import type { BindingFactory } from '../environment.ts';

export const binding: BindingFactory = (environment) => ({
  isSea: () => false,
  isVfsEnabled: () => false,
  isExperimentalSeaWarningNeeded: () => false,
  // The library asks isSea() first.
  getAsset: () => environment.unimplemented('sea.getAsset'),
  getAssetKeys: () => environment.unimplemented('sea.getAssetKeys'),
});
