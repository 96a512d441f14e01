import { Button, DateInput, Input, LoadingButton, Select, TextArea } from '@hubspot/ui-extensions';
import { createRenderer } from '@hubspot/ui-extensions/testing';
import type { Fetch } from '../../cards/call-service';
import type { CardReply } from '../../cards/contract';
import { LeadCard, type LeadCardProps } from '../../cards/lead-card';
import { NOW } from './card-view';

const BASE = 'https://leads.example.com';

/** One call of the card to its service. */
export interface Called {
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>> | undefined;
}

export interface Stage {
  readonly locale?: string;
  readonly layout?: LeadCardProps['layout'];
  readonly base?: string | null;
}

/**
 * The card as HubSpot renders it, over a service that gives these answers, one a call; a text is why none comes.
 */
export async function renderCard(replies: readonly (CardReply | string)[], stage: Stage = {}) {
  const calls: Called[] = [];
  const fetch: Fetch = (url, options) => {
    const reply = replies[calls.length];
    calls.push({ path: url.replace(`${BASE}/hubspot/card/contacts/501`, ''), body: options?.body });
    // Nobody answers yet.
    if (reply === undefined) return new Promise<never>(() => undefined);
    return typeof reply === 'string' ? Promise.reject(new TypeError(reply)) : Promise.resolve(Response.json(reply));
  };
  const card = createRenderer('crm.record.tab');
  const { context, actions } = card.mocks;
  Object.assign(context.crm, { objectId: 501 });
  Object.assign(context.user, { locale: stage.locale ?? 'en-gb' });
  Object.assign(context.portal, { timezone: 'UTC' });
  Object.assign(context, { variables: stage.base === null ? {} : { API_BASE: stage.base ?? BASE } });
  let made = 0;
  let at = NOW;
  const outside = { fetch, now: () => at, newId: () => `press-${(made += 1)}` };
  card.render(<LeadCard outside={outside} layout={stage.layout ?? 'full'} />);
  const labelled = (label: string) => (node: { readonly text: string | null }) => node.text === label;
  const button = (label: string) =>
    card.maybeFind(LoadingButton, labelled(label)) ?? card.find(Button, labelled(label));
  const settled = async () => {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
    await new Promise(setImmediate);
  };
  await settled();
  return {
    card,
    calls,
    actions,
    /** So many milliseconds pass. */
    later: async (ms: number): Promise<void> => {
      at += ms;
      await settled();
    },
    labels: () => card.findAll(LoadingButton).map(({ text }) => text),
    /** The last button of that label: the form's own stands below the one that opened it. */
    press: async (label: string): Promise<void> => {
      const all = card.findAll(LoadingButton, labelled(label));
      (all.at(-1) ?? button(label)).trigger('onClick');
      await settled();
    },
    type: (name: string, text: string): void => {
      const field = card.maybeFind(TextArea, { name }) ?? card.find(Input, { name });
      (field.props.onInput as (value: string) => void)(text);
    },
    choose: (value: string) => (card.find(Select).props.onChange as (value: string) => void)(value),
    day: (day: { year: number; month: number; date: number }) =>
      (card.find(DateInput, { name: 'wakeUp' }).props.onChange as (value: unknown) => void)(day),
    /** Every text of the card, in order. */
    words: () => wordsOf(card.getRootNode()),
  };
}

interface Node {
  readonly nodeType: string;
  readonly text?: string | null;
  readonly props?: Readonly<Record<string, unknown>>;
  readonly childNodes?: readonly Node[];
}

function wordsOf(node: unknown): string {
  const { nodeType, text, props, childNodes } = node as Node;
  if (nodeType === 'text') return text ?? '';
  const own = ['title', 'label', 'validationMessage']
    .map((name) => props?.[name])
    .filter((value) => typeof value === 'string');
  return [...own, ...(childNodes ?? []).map(wordsOf)].join(' ');
}
