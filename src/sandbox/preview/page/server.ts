import type { About, FetchAnswer, FetchAsk, PeopleJson, RecordJson } from '../page-contract';

/* The page's side of what it asks its own server. */

async function get<T>(path: string): Promise<T> {
  const response = await fetch(path);
  if (!response.ok) throw new TypeError(await response.text());
  return (await response.json()) as T;
}

export const readAbout = (): Promise<About> => get('/api/about');

export const readPeople = (text: string, stage: string): Promise<PeopleJson> =>
  get(`/api/people?${new URLSearchParams({ q: text, stage }).toString()}`);

export const readRecord = (id: string): Promise<RecordJson> => get(`/api/people/${encodeURIComponent(id)}`);

/** `hubspot.fetch` of a card: the server of this page plays HubSpot's proxy. Rejects as that one does. */
export async function fetchForCard(ask: FetchAsk, timeoutMs: number): Promise<FetchAnswer> {
  const response = await fetch('/api/fetch', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(ask),
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (!response.ok) throw new TypeError(await response.text());
  return (await response.json()) as FetchAnswer;
}
