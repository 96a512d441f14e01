import request from 'supertest';
import { createAnswerCard } from '../../src/app/card/answer-card.js';
import { createReadCard } from '../../src/app/card/read-card.js';
import type { CardButton, CardReply } from '../../src/http/card-contract.js';
import { createApp } from '../../src/http/create-app.js';
import { depsWith, signedV3 } from '../http/app-under-test.js';
import { CARD_PROFILE, cardModel, NEARLY } from './card-model.js';
import { createRoad, type RoadOptions } from './road.js';

export interface CardAppOptions extends RoadOptions {
  /** Of contact 101. */
  readonly contact?: Readonly<Record<string, string | null>>;
}

/** What HubSpot adds to the address of a card's request. */
const WHO = 'userId=9001&portalId=4401&userEmail=sanne%40sales.example&appId=77';

const NOTHING = {
  clocks: { find: async () => undefined },
  quarantine: { openOf: async () => undefined },
};

/** The card as HubSpot calls for it: signed HTTP in front, the whole road behind, a portal and a store in memory. */
export function createCardApp({ contact = NEARLY, ...options }: CardAppOptions = {}) {
  const road = createRoad({
    contacts: { 101: contact },
    compiled: cardModel(),
    profile: CARD_PROFILE,
    ...options,
  });
  const service = road.start('w1');
  const now = () => road.clock.now;
  const history = {
    newest: async (of: { readonly contactId: string }, limit: number) =>
      road.store.transitions
        .filter(({ contactId }) => contactId === of.contactId)
        .reverse()
        .slice(0, limit),
  };
  const card = createAnswerCard({
    readCard: createReadCard({ ...road, ...NOTHING, history, now }),
    execute: service.execute,
    now,
  });
  const { deps } = depsWith({ card, now });
  const app = createApp(deps);
  let presses = 0;

  return {
    ...road,
    service,
    read: async (): Promise<CardReply> => {
      const path = `/hubspot/card/contacts/101?${WHO}`;
      return (
        await request(app)
          .get(path)
          .set(signedV3('', path, 'GET', now()))
      ).body;
    },
    /** One press by user 9001 who sees an MQL, unless told otherwise. */
    press: async (button: CardButton, body: object = {}, who = WHO): Promise<CardReply> => {
      const path = `/hubspot/card/contacts/101/${button}?${who}`;
      const text = JSON.stringify({ id: `press-${(presses += 1)}`, seenStage: 'mql', ...body });
      const reply = await request(app)
        .post(path)
        .set(signedV3(text, path, 'POST', now()))
        .send(text);
      if (reply.status !== 200) throw new Error(`${reply.status} ${reply.text}`);
      return reply.body;
    },
    contact: (): Readonly<Record<string, string | null>> => road.crm.contacts.get('101') ?? {},
    /** The log, in short. */
    log: () => road.store.transitions.map(({ from, to, way, actor }) => `${from} → ${to} ${way} ${actor}`),
  };
}
