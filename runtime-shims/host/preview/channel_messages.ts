/** What a preview's Service Worker and the pages of its origin say to each other. */

export type ToServiceWorker =
  /** The port that comes with it leads to the container. */
  | { type: 'wardian-channel' }
  /** From the script in previewed pages, for `preview-message` listeners. */
  | { type: 'wardian-preview-message'; message: Record<string, unknown> }
  /** A page opens a WebSocket; a {@link WebSocketAnswer} comes over the port that is sent along. */
  | ({ type: 'wardian-web-socket' } & WebSocketRequest);

export interface WebSocketRequest {
  /** The container's. */
  port: number;
  /** Path and query. */
  target: string;
  /** Sec-WebSocket-Key. */
  key: string;
  protocols: readonly string[];
}

export type WebSocketAnswer =
  /** With the port of a connection on which the request of that many bytes has been written. */
  | { type: 'connecting'; written: number }
  /** The container is out of reach. */
  | { type: 'refused' };

export type FromServiceWorker =
  /** The Service Worker lost its channel (browsers stop idle ones) and asks whoever can get a new one. */
  | { type: 'wardian-need-channel' }
  /** It has one. */
  | { type: 'wardian-has-channel' };

/** Path of the page that a hidden frame of the runtime's page holds. */
export const CONNECTOR_PATH = '/__wardian/connect.html';
export const PREFIX = '/__wardian/';
export const SCRIPT_PATH = '/__wardian/page.js';
