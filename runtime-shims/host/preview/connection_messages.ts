/**
 * The wire between a preview's Service Worker and the runtime: a channel for each preview, and on it a MessagePort for
 * each TCP connection, with credit both ways so that neither side buffers without bound.
 */
import type { PreviewConfiguration } from '../supervisor_messages.ts';

/** Bytes sent and not yet consumed, in either direction, beyond which the sender waits. */
export const WINDOW_SIZE = 262_144;
/** Bytes in one message. */
export const MESSAGE_SIZE = 65_536;

export type ToPreview = PreviewConfiguration;

export type FromPreview =
  /** Opens a connection to the preview's port, or another of the container; its messages go over `connection`. */
  | { type: 'connect'; connection: MessagePort; port?: number }
  /** What `@webcontainer/api` calls a preview message. */
  | { type: 'preview-message'; message: Record<string, unknown> };

export type ConnectionMessage =
  | { type: 'open' }
  /** The connection could not be made: an errno's name. */
  | { type: 'refused'; code: string }
  | { type: 'data'; bytes: Uint8Array<ArrayBuffer> }
  /** The receiver is done with this many bytes. */
  | { type: 'consumed'; bytes: number }
  /** The sender's FIN. */
  | { type: 'end' }
  | { type: 'reset' }
  /** The other side wants no more of this connection. */
  | { type: 'close' };
