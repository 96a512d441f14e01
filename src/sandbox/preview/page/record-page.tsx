import { useState } from 'react';
import type { About, Held, RecordJson } from '../page-contract';
import { CardFrame } from './card-frame';
import { Messages, Tasks } from './record-activity';
import type { AlertAsk, CardContext } from './protocol';
import { initialsOf } from './top-bar';

interface Props {
  readonly about: About;
  readonly record: RecordJson;
  readonly locale: string;
  readonly onAlert: (alert: AlertAsk) => void;
  readonly onRefresh: () => void;
}

const CARDS = {
  tab: { script: '/card/tab.js', location: 'crm.record.tab', title: 'Lead score' },
  sidebar: { script: '/card/sidebar.js', location: 'crm.record.sidebar', title: 'Lead score at a glance' },
} as const;
type CardName = keyof typeof CARDS;

/** The record of a contact: its properties left, the card in the middle, what the portal holds right. */
export function RecordPage({ about, record, locale, onAlert, onRefresh }: Props) {
  /** How often each card was told that another one has changed the record. */
  const [told, setTold] = useState<Readonly<Record<CardName, number>>>({ tab: 0, sidebar: 0 });
  const card = (name: CardName, other: CardName) => (
    <CardFrame
      locale={locale}
      script={CARDS[name].script}
      context={contextOf(about, record, locale, name)}
      refreshed={told[name]}
      onAlert={onAlert}
      onRefresh={() => {
        onRefresh();
        setTold((before) => ({ ...before, [other]: before[other] + 1 }));
      }}
    />
  );
  return (
    <article className="record" tabIndex={-1}>
      <div className="record-head">
        <span className="avatar" aria-hidden="true">
          {initialsOf(record.name)}
        </span>
        <div>
          <h1>{record.name}</h1>
          <p>{record.title || record.email}</p>
        </div>
      </div>
      <div className="record-left">
        {record.groups.map(({ label, values }) => (
          <Panel key={label} title={label}>
            <Values values={values} />
          </Panel>
        ))}
      </div>
      <section className="record-middle panel" aria-label={CARDS.tab.title}>
        <h2 className="card-title">{CARDS.tab.title}</h2>
        {card('tab', 'sidebar')}
      </section>
      <div className="record-right">
        <Panel title={CARDS.sidebar.title}>{card('sidebar', 'tab')}</Panel>
        <Panel title="What the portal holds">
          <Values values={record.portal} />
        </Panel>
        <Panel title={`Tasks (${record.tasks.length})`}>
          <Tasks tasks={record.tasks} />
        </Panel>
        <Panel title={`Messages to sales (${record.messages.length})`}>
          <Messages messages={record.messages} failed={record.messagesFailed} />
        </Panel>
      </div>
    </article>
  );
}

function contextOf(
  { portalId, appId, apiBase, user, timeZone }: About,
  { id }: RecordJson,
  locale: string,
  name: CardName,
): CardContext {
  const { location, title } = CARDS[name];
  return {
    location,
    crm: { objectId: Number(id), objectTypeId: '0-1' },
    user: { ...user, locale },
    portal: { id: portalId, timezone: timeZone },
    extension: { appId, appName: 'Handoff', cardTitle: title },
    variables: { API_BASE: apiBase },
  };
}

function Panel({ title, children }: { readonly title: string; readonly children: React.ReactNode }) {
  return (
    <section className="panel" aria-label={title}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

function Values({ values }: { readonly values: readonly Held[] }) {
  if (values.length === 0) return <p className="empty">Nothing yet.</p>;
  return (
    <dl className="values">
      {values.map(({ name, label, value }) => (
        <div key={name} data-property={name}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
