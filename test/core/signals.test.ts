import {
  actsTogether,
  conversationDepth,
  movesNothing,
  saysNoThanks,
  SIGNAL_NAME,
  signalOf,
  SIGNALS,
} from '../../src/core/signals.js';

describe('saysNoThanks', () => {
  it.each([
    ['No thanks', true],
    ['no, thank you!', true],
    ['Thanks, but we are not interested.', true],
    ['Please don’t contact me again', true],
    ['NOPE', true],
    ['no.', true],
    ['Nee, bedankt', true],
    ['nee dank u wel', true],
    ['We hebben geen interesse', true],
    ['Ik ben niet geïnteresseerd', true],
    ['Laat me met rust', true],
    ['Nee', true],
    ['', false],
    ['👍', false],
    ['Yes please', false],
    ['No, we have not started yet', false],
    ['Nee, nog niet begonnen', false],
    ['We have no budget yet, but we need it in May', false],
    ['I know thanks to a colleague', false],
    ['snothanks', false],
    ['We want to stop using spreadsheets', false],
    ['Ja graag', false],
  ])('G05: %j: %s', (text, no) => {
    expect(saysNoThanks(text)).toBe(no);
  });
});

describe('signalOf', () => {
  it.each([
    ['qualifier_replied', false, 'We need reports', 'qualifier_replied'],
    ['qualifier_replied', false, undefined, 'qualifier_replied'],
    ['qualifier_replied', false, 'No thanks', 'declined'],
    ['message', false, 'No thanks', 'message'],
    ['qualifier_replied', true, 'We need reports', 'auto_replied'],
    ['setter_replied', true, undefined, 'auto_replied'],
    ['anything_else', false, undefined, 'anything_else'],
  ])('G05, G08: keeps %s (automatic: %s, text %j) as %s', (signal, auto, text, kept) => {
    expect(signalOf({ signal, auto, ...(text === undefined ? {} : { text }) })).toBe(kept);
  });

  it('G08: only an automatic reply moves nothing', () => {
    expect(Object.keys(SIGNALS).filter(movesNothing)).toEqual(['auto_replied']);
  });
});

describe('SIGNAL_NAME', () => {
  it('takes every known signal', () => {
    expect(Object.keys(SIGNALS).filter((name) => !SIGNAL_NAME.test(name))).toEqual([]);
  });

  it.each([
    ['a', true],
    ['whatsapp_message_received', true],
    ['step_2', true],
    ['x'.repeat(64), true],
    ['x'.repeat(65), false],
    ['', false],
    ['Demo', false],
    ['2nd', false],
    ['_x', false],
    ['__proto__', false],
    ['a b', false],
    ['a\n', false],
  ])('%j: %s', (name, taken) => {
    expect(SIGNAL_NAME.test(name)).toBe(taken);
  });
});

describe('conversationDepth', () => {
  it.each<[string, Record<string, number[]>, number]>([
    ['nobody wrote', {}, 0],
    [
      'messages, on whatever channel',
      { message: [1, 2], whatsapp_message_received: [3], instagram_voice_message: [4] },
      4,
    ],
    ['the answer to the qualifier is one, a no thanks too', { qualifier_replied: [1], declined: [2] }, 2],
    ['two in the same second are two', { message: [5, 5] }, 2],
    ['what we or a machine wrote is none', { setter_replied: [1], auto_replied: [2, 3] }, 0],
    [
      'acts that are no messages are none',
      { demo_booked: [1], answer_given: [2], email_replied: [3], message_received: [4] },
      0,
    ],
  ])('S19: %s', (_name, acts, depth) => {
    expect(conversationDepth(acts)).toBe(depth);
  });
});

describe('actsTogether', () => {
  it.each<[string, Record<string, number[]>, Record<string, number[]>, Record<string, number[]>]>([
    ['keeps both sources apart where they differ', { a: [1] }, { b: [2] }, { a: [1], b: [2] }],
    ['adds what HubSpot dates', { a: [1] }, { a: [2] }, { a: [1, 2] }],
    ['counts one act once that both tell', { a: [1, 2] }, { a: [2] }, { a: [1, 2] }],
    ['counts what was told twice at one moment twice', { a: [1, 1] }, { a: [1] }, { a: [1, 1] }],
    ['knows no act by the name of an inherited property', {}, { constructor: [1] }, { constructor: [1] }],
  ])('%s', (_name, told, seen, together) => {
    expect(actsTogether(told, seen)).toEqual(together);
  });
});
