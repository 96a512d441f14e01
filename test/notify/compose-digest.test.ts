import type { Message } from '../../src/app/announcements/delivery.js';
import type { DigestLead, DigestTotals } from '../../src/app/announcements/digest.js';
import { createComposeDigest, digestLineOf } from '../../src/notify/compose-digest.js';
import { compiledModel, modelsWith } from '../fakes/compiled-model.js';

const AT = Date.parse('2026-11-25T12:00:00Z');
const DIGEST = { id: 1, portalId: 4401, group: 'import:7', key: 'd'.repeat(64), at: AT, attempts: 1 };
const SAM = { id: '77', name: 'Sam Seller', email: 'sam@sales.example' };

const ada: DigestLead = {
  contactId: '101',
  stage: 'sql',
  ownerId: '77',
  who: 'Ada <b>Lovelace</b>, Director',
  score: 71,
};
const grace: DigestLead = { contactId: '102', stage: 'mql', ownerId: '77', who: '' };

function totals(channel: DigestTotals['channel'], more: Partial<DigestTotals> = {}): DigestTotals {
  const stages = [
    { stage: 'sql', count: 40 },
    { stage: 'mql', count: 1 },
  ];
  return { channel, ownerId: '77', stages, best: [ada, grace], ...more };
}

function composed(all: readonly DigestTotals[], owners = [SAM]) {
  const compose = createComposeDigest({
    portal: () => ({ timeZone: 'Europe/Amsterdam', uiDomain: 'app-eu1.hubspot.com' }),
    targets: { slack: 'hooks.slack.com', webhook: 'crm.example.com' },
  });
  return compose({ digest: DIGEST, totals: all, owners });
}

function only<C extends Message['channel']>(channel: C, one: DigestTotals): Extract<Message, { channel: C }> {
  const message = composed([one])[0]?.message;
  if (message?.channel !== channel) throw new Error('no such message');
  return message as Extract<Message, { channel: C }>;
}

describe('createComposeDigest', () => {
  it('makes one message per channel and target, under a key of its own (P8, P19)', () => {
    const all = [
      totals('owner-task'),
      totals('owner-task', { ownerId: '' }),
      totals('email'),
      totals('email', { ownerId: '' }),
    ];

    const made = composed([...all, totals('slack'), totals('webhook')]);

    expect(made.map(({ message, target, contactId }) => [message.channel, target, contactId])).toEqual([
      ['owner-task', '77', '101'],
      ['owner-task', 'nobody', '101'],
      ['email', 'sam@sales.example', '101'],
      ['slack', 'hooks.slack.com', '101'],
      ['webhook', 'crm.example.com', '101'],
    ]);
    expect(new Set(made.map(({ key }) => key)).size).toBe(5);
    expect(made).toEqual(composed([...all, totals('slack'), totals('webhook')]));
  });

  it('makes one message of what is nobody’s and of what belongs to people HubSpot does not list', () => {
    const made = composed([totals('owner-task', { ownerId: '' }), totals('owner-task', { ownerId: '99' })]);

    expect(made.map(({ target }) => target)).toEqual(['nobody']);
    expect(made[0]?.message).toMatchObject({ properties: { hs_task_subject: 'Imported: 82 leads, 80 SQLs, 2 MQLs' } });
  });

  it('makes a task to work through: how many, which stages, the best with score and link', () => {
    const { properties } = only('owner-task', totals('owner-task'));

    expect(properties).toMatchObject({
      hs_task_subject: 'Imported: 41 leads, 40 SQLs, 1 MQL',
      hs_task_type: 'TODO',
      hs_timestamp: '2026-11-25T12:00:00.000Z',
      hubspot_owner_id: '77',
    });
    expect(properties['hs_task_body']).toContain(
      '<a href="https://app-eu1.hubspot.com/contacts/4401/record/0-1/101">Ada &lt;b&gt;Lovelace&lt;/b&gt;, Director · score 71 · SQL</a><br>',
    );
    expect(properties['hs_task_body']).toContain('contact 102 · MQL</a>');
    expect(properties['hs_task_body']).toMatch(/39 more in HubSpot.*For Sam Seller · import 7 · ref [0-9a-f]{8}/s);
  });

  it('is a mail with the same words and links', () => {
    const { subject, text, to } = only('email', totals('email', { stages: [{ stage: 'sql', count: 2 }] }));

    expect([to, subject]).toEqual(['sam@sales.example', 'Imported: 2 SQLs']);
    expect(text).toMatch(
      /^Imported: 2 SQLs\n\nBest first\nAda <b>Lovelace<\/b>, Director · score 71 · SQL\n {2}https:\/\/app-eu1.hubspot.com\/contacts\/4401\/record\/0-1\/101\n/,
    );
    expect(text).not.toContain('more in HubSpot');
  });

  it('is a Slack message that escapes what it quotes and cuts no link in two', () => {
    const long = Array.from({ length: 10 }, (_, n) => ({ ...ada, contactId: String(900 + n), who: '<&>'.repeat(200) }));
    const { body } = only('slack', totals('slack', { best: long }));

    const { text, blocks } = JSON.parse(body) as { text: string; blocks: { text?: { text: string } }[] };
    const list = blocks.find((block) => block.text?.text.startsWith('*Best first*'))?.text?.text ?? '';
    expect(text).toMatch(/^Imported: 41 leads, 40 SQLs, 1 MQL · ref [0-9a-f]{8}$/);
    expect(list.length).toBeLessThanOrEqual(3_000);
    expect(list.match(/<https:\/\/app-eu1\.hubspot\.com\/contacts\/4401\/record\/0-1\/90\d\|[^<>]*>/g)).toHaveLength(
      10,
    );
  });

  it('tells a program the same', () => {
    const { body } = only('webhook', totals('webhook'));

    expect(JSON.parse(body)).toEqual({
      type: 'leads.imported',
      id: composed([totals('webhook')])[0]?.key,
      at: '2026-11-25T12:00:00.000Z',
      portalId: 4401,
      group: 'import:7',
      count: 41,
      stages: totals('webhook').stages,
      best: [
        {
          ...{ contactId: '101', stage: 'sql', score: 71, ownerId: '77' },
          recordUrl: 'https://app-eu1.hubspot.com/contacts/4401/record/0-1/101',
        },
        {
          ...{ contactId: '102', stage: 'mql', score: null, ownerId: '77' },
          recordUrl: 'https://app-eu1.hubspot.com/contacts/4401/record/0-1/102',
        },
      ],
    });
  });
});

describe('digestLineOf', () => {
  const lineOf = digestLineOf(modelsWith(compiledModel()), () => AT);

  it('keeps whose it is, who it is and what the model says of it', () => {
    expect(lineOf({ hubspot_owner_id: '77', firstname: 'Ada', lastname: 'Lovelace', jobtitle: 'Director' })).toEqual({
      ownerId: '77',
      who: 'Ada Lovelace, Director',
      score: 72,
    });
  });

  it('is of nobody where nobody has it', () => {
    expect(lineOf({ hubspot_owner_id: null })).toMatchObject({ ownerId: '', who: '' });
  });
});
