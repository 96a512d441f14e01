import { createRemoteReceiver, RemoteRenderer } from '@remote-ui/react/host';
import { createEndpoint, fromWebWorker } from '@remote-ui/rpc';
import { useEffect, useState } from 'react';
import { controller } from './look/components';
import type { AlertAsk, CardContext, HostApi, WorkerApi } from './protocol';
import { fetchForCard } from './server';

export interface CardFrameProps {
  /** What the card speaks. */
  readonly locale: string;
  /** `/card/tab.js` */
  readonly script: string;
  readonly context: CardContext;
  readonly onAlert: (alert: AlertAsk) => void;
  /** The card says that the record has changed. */
  readonly onRefresh: () => void;
  /** Counted up when another card of the page said so. */
  readonly refreshed: number;
}

/** One card in a worker of its own, as HubSpot runs it: what it shows comes over as a tree of component names and props. */
export function CardFrame({ locale, script, context, onAlert, onRefresh, refreshed }: CardFrameProps) {
  const [receiver] = useState(createRemoteReceiver);
  const [endpoint, setEndpoint] = useState<{ call: { propertiesChanged: () => unknown } }>();

  useEffect(() => {
    const worker = new Worker('/worker.js');
    const made = createEndpoint<WorkerApi>(fromWebWorker(worker), { callable: ['run', 'propertiesChanged'] });
    made.expose({
      fetch: fetchForCard,
      addAlert: onAlert,
      refreshObjectProperties: onRefresh,
      log: (level, text) => console[level === 'error' ? 'error' : 'info'](`${script}: ${text}`),
    } satisfies HostApi);
    void made.call.run(receiver.receive, script, context);
    setEndpoint(made);
    return () => {
      made.terminate();
      worker.terminate();
    };
  }, []);

  useEffect(() => {
    if (refreshed > 0) void endpoint?.call.propertiesChanged();
  }, [refreshed]);

  return (
    <div lang={locale}>
      <RemoteRenderer receiver={receiver} controller={controller} />
    </div>
  );
}
