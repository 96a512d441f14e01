import fs from 'node:fs';
import path from 'node:path';
import { actsFrom } from '../../src/core/acts.js';
import type { Contact } from '../../src/core/contact.js';
import type { Decision } from '../../src/core/decide-stage.js';
import type { Score } from '../../src/core/score-contact.js';
import { compileModel } from '../../src/files/compile-model.js';
import { type CaseInput, contactOf } from '../core/case-model.js';
import { CHANNELS, loadShipped, SHIPPED } from './shipped-models.js';

const NOW = '2026-11-21T12:00:00Z';

type Expected = Partial<Decision> & Partial<Pick<Score, 'fit' | 'intent' | 'timing'>>;
type Row = readonly [name: string, input: CaseInput, expected: Expected];
type Moment = readonly [name: string, input: Partial<CaseInput> & Pick<CaseInput, 'now'>, expected: Expected];
interface Chain {
  readonly model: string;
  readonly channels: readonly string[];
  readonly properties: Contact['properties'];
  readonly moments: readonly Moment[];
}

function readCases(name: string): unknown {
  return JSON.parse(fs.readFileSync(path.resolve(__dirname, `../cases/models/${name}.json`), 'utf8'));
}

/** What the model makes of the contact, as the service would see it: HubSpot's dates are acts too. */
function judged(compiled: ReturnType<typeof compileModel>, input: CaseInput): Expected {
  const contact = contactOf(input);
  const known = { ...contact, signals: { ...actsFrom(contact.properties), ...contact.signals } };
  const now = Date.parse(input.now);
  const score = compiled.score(known, now);
  const { fit, intent, timing } = score;
  return { fit, intent, timing, ...compiled.decide(known, score, now) };
}

describe.each(SHIPPED)('the %s model', (name) => {
  const compiled = compileModel(loadShipped(name));

  const rows = readCases(name) as Row[];

  it.each(rows)('%s', (_name, input, expected) => {
    expect(judged(compiled, input)).toMatchObject(expected);
  });

  it('comes with an SQL by what HubSpot itself knows, one who is out, and some who wait (D01, D21)', () => {
    const alone = rows.filter(([, { signals, company }]) => !signals && !company);
    const ends = (kind: string, to: string) => alone.filter(([, , row]) => row.kind === kind && row.to === to).length;

    expect(ends('advance', 'sql')).toBeGreaterThan(0);
    expect(ends('disqualify', 'disqualified')).toBeGreaterThan(0);
    expect(rows.filter(([, , { missing = [] }]) => missing.length > 0).length).toBeGreaterThan(2);
  });
});

const chains = readCases('channels') as (readonly [string, Chain])[];

describe.each(chains)('%s', (_name, { model, channels, properties, moments }) => {
  const compiled = compileModel(loadShipped(model, channels));

  // The same person: what was known a moment ago still is.
  it.each(
    moments.map(([name, { now }, expected], index) => {
      const soFar = moments.slice(0, index + 1).map(([, input]) => input);
      const known = soFar.reduce(
        (before, input) => ({
          properties: { ...before.properties, ...input.properties },
          signals: { ...before.signals, ...input.signals },
        }),
        { properties, signals: {} },
      );
      return [name, { ...known, now }, expected] as const;
    }),
  )('%s', (_what, input, expected) => {
    expect(judged(compiled, input)).toMatchObject(expected);
  });
});

describe('the channels', () => {
  it('have a chain each (M01)', () => {
    expect(chains.flatMap(([, { channels }]) => channels).sort()).toEqual(CHANNELS);
  });

  const intentOn = (channel: string, signals: CaseInput['signals'] = {}, properties: Contact['properties'] = {}) =>
    judged(compileModel(loadShipped('saas', [channel])), { properties, signals, now: NOW }).intent;

  it.each([
    ['email', 'email_question_asked', 1, 19],
    ['email', 'email_answer_given', 2, 0],
    ['email', 'email_answer_given', 3, 31],
    ['instagram', 'instagram_comment', 1, 18],
    ['instagram', 'instagram_answer_given', 3, 25],
    ['whatsapp', 'whatsapp_voice_message', 1, 15],
    ['whatsapp', 'whatsapp_answer_given', 3, 30],
    ['phone', 'phone_called_us', 1, 31],
    ['phone', 'phone_talked', 1, 23],
    ['phone', 'phone_talked', 2, 35],
    ['phone', 'phone_second_talk_agreed', 1, 25],
    ['chat', 'qualifier_replied', 1, 18],
    ['chat', 'message', 1, 0],
    ['chat', 'message', 2, 13],
    ['chat', 'product_question_asked', 1, 19],
    ['chat', 'product_question_asked', 2, 31],
    ['chat', 'answer_given', 3, 25],
    // S09: how a trial goes, which the product tells.
    ['chat', 'trial_started', 1, 38],
    ['chat', 'colleague_invited', 1, 25],
    ['chat', 'feature_used', 2, 0],
    ['chat', 'feature_used', 3, 19],
    ['chat', 'demo_booked', 1, 38],
  ])('on %s: %s, %i times, is worth %i of intent (M01)', (channel, signal, times, expected) => {
    expect(intentOn(channel, { [signal]: Array<string>(times).fill(NOW) })).toBe(expected);
  });

  it.each([
    ['instagram', 'instagram_message_received', [0, 20, 20, 30, 30, 50]],
    ['whatsapp', 'whatsapp_message_received', [0, 0, 25, 38, 56, 56]],
  ])('on %s: a deeper conversation counts for more (S19)', (channel, signal, expected) => {
    const depths = [0, 1, 4, 5, 18, 20];

    expect(depths.map((depth) => intentOn(channel, { [signal]: Array<string>(depth).fill(NOW) }))).toEqual(expected);
  });

  it.each([
    [4, 0],
    [5, 10],
    [20, 10],
    [21, 30],
  ])('in the chat a conversation of %i messages is worth %i (S19)', (depth, expected) => {
    expect(intentOn('chat', {}, { handoff_conversation_depth: String(depth) })).toBe(expected);
  });

  it.each([
    ['G08: a machine that answers in the chat', 'chat', { auto_replied: [NOW] }, {}],
    ['what our side writes in the chat', 'chat', { setter_replied: [NOW] }, {}],
    ['M05: our attempts to call', 'phone', { phone_call_attempted: [NOW] }, { num_contacted_notes: '9' }],
    ['G08: our automatic reply', 'whatsapp', { whatsapp_auto_reply_sent: [NOW] }, {}],
    ['G08: one reply by e-mail, which may be automatic', 'email', {}, { hs_email_replied: '1' }],
    ['an e-mail that was opened', 'email', {}, { hs_email_last_open_date: NOW, hs_email_open: '12' }],
    [
      'a visit from another network',
      'instagram',
      {},
      { hs_latest_source: 'SOCIAL_MEDIA', hs_latest_source_data_1: 'X' },
    ],
  ])('give nothing for %s', (_what, channel, signals: CaseInput['signals'], properties: Contact['properties']) => {
    expect(intentOn(channel, signals, properties)).toBe(0);
  });

  it('do not let one habit carry the score: a channel is capped', () => {
    const all = { whatsapp_message_received: 30, whatsapp_voice_message: 9, whatsapp_answer_given: 9 };
    const signals = Object.fromEntries(
      Object.entries(all).map(([signal, times]) => [signal, Array<string>(times).fill(NOW)]),
    );

    expect(intentOn('whatsapp', signals)).toBe(56);
  });
});
