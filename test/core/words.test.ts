import type { EntryCondition } from '../../src/core/model.js';
import { inWords } from '../../src/core/words.js';

describe('inWords', () => {
  it.each<[EntryCondition, string]>([
    [{ property: 'country', is: 'NL' }, 'country is NL'],
    [{ property: 'country', isNot: 'NL' }, 'country is not NL'],
    [{ property: 'country', in: ['NL', 'BE'] }, 'country in NL, BE'],
    [{ property: 'country', notIn: ['NL', 'BE'] }, 'country not in NL, BE'],
    [{ property: 'jobtitle', contains: 'chief' }, 'jobtitle contains chief'],
    [{ property: 'jobtitle', contains: ['chief', 'head'] }, 'jobtitle contains chief or head'],
    [{ property: 'size', atLeast: 50 }, 'size at least 50'],
    [{ property: 'size', atMost: 50 }, 'size at most 50'],
    [{ property: 'size', between: [50, 100] }, 'size between 50 and 100'],
    [{ property: 'phone', known: true }, 'value of phone'],
    [{ property: 'phone', known: false }, 'no value of phone'],
    [{ property: 'seen', withinDays: 30 }, 'seen within 30 days'],
    [{ property: 'seen', notWithinDays: 30 }, 'seen more than 30 days ago'],
    [{ property: 'due', inNextDays: 90 }, 'due in the next 90 days'],
    [{ signal: 'demo' }, '1 demo'],
    [{ signal: 'demo', atLeast: 2, withinDays: 7 }, '2 demo within 7 days'],
    [{ sequence: ['price', 'demo'], withinDays: 7 }, 'price, then demo within 7 days'],
    [{ company: 'engaged_contacts', atLeast: 3 }, '3 engaged_contacts at the company'],
    [{ fit: 40 }, 'fit of 40'],
    [{ intent: 40 }, 'intent of 40'],
    [{ timing: 40 }, 'timing of 40'],
    [{ score: 40 }, 'score of 40'],
    [{ stage: 'mql' }, 'stage mql'],
    [{ evidence: 3 }, '3 answers'],
    [{ all: [{ fit: 40 }, { intent: 15 }] }, 'fit of 40 and intent of 15'],
    [{ any: [{ fit: 40 }, { not: { signal: 'left' } }] }, 'fit of 40 or not (1 left)'],
  ])('%j is "%s"', (condition, expected) => {
    expect(inWords(condition)).toBe(expected);
  });
});
