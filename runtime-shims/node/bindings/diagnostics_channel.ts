/** `internalBinding('diagnostics_channel')` (src/node_diagnostics_channel.cc): channels on which native code publishes. */
import type { BindingFactory } from '../environment.ts';

/** Channels that the subscriber counts have room for (kInitialChannelCapacity). */
const CHANNEL_CAPACITY = 1024;

export const binding: BindingFactory = () => ({
  // Counts by channel index, written by the library for the channels that were linked.
  subscribers: new Uint32Array(CHANNEL_CAPACITY),
  // No native here publishes, so there is never a channel to link, nor one whose activity matters: natively too these
  // do nothing for a channel that no C++ has asked for.
  linkNativeChannel: () => undefined,
  notifyChannelActive: () => undefined,
  notifyChannelInactive: () => undefined,
});
