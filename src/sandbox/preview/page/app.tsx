import { useEffect, useState } from 'react';
import type { About, RecordJson } from '../page-contract';
import { PeopleList } from './people-list';
import { placeIn, placeText, type Place } from './place';
import type { AlertAsk } from './protocol';
import { RecordPage } from './record-page';
import { readAbout, readRecord } from './server';
import { Toasts, type Toast } from './toasts';
import { TopBar } from './top-bar';

/** What happens in the portal by itself shows without a press. */
const LOOK_EVERY_MS = 2_000;
const TOAST_MS = 8_000;

/** The page: the people of the portal, and the record of one of them with the cards on it. */
export function App() {
  const [about, setAbout] = useState<About>();
  const [failed, setFailed] = useState('');
  const [place, go] = usePlace();
  const { record, look } = useRecord(place.contact);
  const { toasts, toast } = useToasts();

  useEffect(() => void readAbout().then(setAbout, (error: unknown) => setFailed(String(error))), []);

  if (failed !== '') return <p className="page-failed">The preview does not answer: {failed}</p>;
  if (!about) return null;
  return (
    <>
      <TopBar about={about} locale={place.locale} onLocale={(locale) => go({ ...place, locale })} />
      <main className="page">
        <PeopleList
          stages={about.stages}
          selected={place.contact}
          // The list shows stages and scores: it is read again whenever the record has changed.
          version={record === undefined ? '' : JSON.stringify(record.portal)}
          onSelect={(contact) => go({ ...place, contact })}
          onFirst={(contact) => {
            // The address may have changed since the list was asked for.
            const now = placeIn(window.location.hash);
            if (now.contact === '') go({ ...now, contact });
          }}
        />
        {record === undefined ? (
          <p className="record-none">Choose somebody from the list.</p>
        ) : (
          <RecordPage
            key={`${record.id} ${place.locale}`}
            about={about}
            record={record}
            locale={place.locale}
            onAlert={toast}
            onRefresh={look}
          />
        )}
      </main>
      <Toasts toasts={toasts} />
    </>
  );
}

/** Where the page is stands in its address, so that it can be opened twice and shared. */
function usePlace() {
  const [place, setPlace] = useState(() => placeIn(window.location.hash));
  useEffect(() => {
    const read = (): void => setPlace(placeIn(window.location.hash));
    window.addEventListener('hashchange', read);
    return () => window.removeEventListener('hashchange', read);
  }, []);
  const go = (next: Place): void => {
    window.location.hash = placeText(next);
  };
  return [place, go] as const;
}

function useRecord(contact: string) {
  const [record, setRecord] = useState<RecordJson>();
  const look = (): void => {
    // Gone for a moment: the next look tells.
    if (contact !== '') readRecord(contact).then(setRecord, () => undefined);
  };
  useEffect(() => {
    look();
    const timer = setInterval(look, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [contact]);
  return { record: record?.id === contact ? record : undefined, look };
}

function useToasts() {
  const [toasts, setToasts] = useState<readonly Toast[]>([]);
  const toast = (alert: AlertAsk): void => {
    const shown = { ...alert, key: performance.now() };
    setToasts((before) => [...before, shown]);
    setTimeout(() => setToasts((before) => before.filter((other) => other !== shown)), TOAST_MS);
  };
  return { toasts, toast };
}
