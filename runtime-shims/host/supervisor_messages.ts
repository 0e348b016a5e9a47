/** What the headless page and the supervisor's Worker say to each other. */
import type { PreviewScript } from './container_api.ts';
import type { OutwardConfiguration } from './gateway/routes.ts';

export type ToSupervisor =
  /** `port` is where the instance of `@webcontainer/api` is to be served. */
  | {
      type: 'boot';
      workdirName: string;
      forwardPreviewErrors: boolean | 'exceptions-only';
      outward: OutwardConfiguration;
      port: MessagePort;
    }
  /** A preview's Service Worker at the other end of `channel` asks for connections to `port`. */
  | { type: 'preview-channel'; port: number; channel: MessagePort }
  /** Answers `measure-memory`: bytes of the Workers by their numbers (worker_memory.ts). */
  | { type: 'memory'; bytes: Record<number, number> }
  /** The preview of `port` answers at `url` from now on. */
  | { type: 'preview-ready'; port: number; url: string };

export type FromSupervisor =
  | { type: 'booted' }
  | { type: 'boot-failed'; message: string }
  /** A program listens, or listens no more, on `port`. */
  | { type: 'listening'; port: number; open: boolean }
  /** A program looks at what processes use. */
  | { type: 'measure-memory' }
  | { type: 'torn-down' };

/** First message to a preview's Service Worker on its channel, and again when something in it changes. */
export interface PreviewConfiguration {
  type: 'configuration';
  port: number;
  script: PreviewScript | null;
  forwardErrors: boolean | 'exceptions-only';
}
