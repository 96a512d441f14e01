import type { RemoteReceiver } from '@remote-ui/react';
import type { FetchAnswer, FetchAsk } from '../page-contract';

/** How changes of what a card shows reach the page. */
export type RemoteChannel = RemoteReceiver['receive'];

/** What a card knows of where it is. */
export interface CardContext {
  readonly location: 'crm.record.tab' | 'crm.record.sidebar';
  readonly crm: { readonly objectId: number; readonly objectTypeId: '0-1' };
  readonly user: {
    readonly id: number;
    readonly email: string;
    readonly firstName: string;
    readonly lastName: string;
    readonly locale: string;
  };
  readonly portal: { readonly id: number; readonly timezone: string };
  readonly extension: { readonly appId: number; readonly appName: string; readonly cardTitle: string };
  readonly variables: { readonly API_BASE: string };
}

export interface AlertAsk {
  readonly type?: string;
  readonly title?: string;
  readonly message: string;
}

/** What the page does for a card in its worker. */
export interface HostApi {
  fetch(ask: FetchAsk, timeoutMs: number): Promise<FetchAnswer>;
  addAlert(alert: AlertAsk): void;
  /** The record has changed: it is read again, and the other cards on the page hear of it. */
  refreshObjectProperties(): void;
  /** What the card wrote to its log. */
  log(level: string, text: string): void;
}

/** What the page asks of the worker. */
export interface WorkerApi {
  run(channel: RemoteChannel, script: string, context: CardContext): void;
  /** The record was refreshed by another card of the page. */
  propertiesChanged(): void;
}
