import { createRequire } from 'node:module';
import { people } from '../people.mjs';
import { rulesOf } from '../outside.mjs';

const { compileScorer } = createRequire(import.meta.url)('../../../../build/service/src/core/score-contact.js');

const REMEMBERED = 1000;

/**
 * No engine at all: only what is done for every peer, with the hits of some people known beforehand. What a peer takes
 * longer than this is its own.
 */
export function createEngine({ model, now, prepare, settle }) {
  const score = compileScorer(model);
  const ids = rulesOf(model).map(({ id }) => id);
  const hits = people(REMEMBERED).map((contact) => {
    const hit = new Set(score(contact, now).reasons.map(({ rule }) => rule));
    return ids.map((id) => hit.has(id));
  });
  // Kept where the compiler cannot see that nobody reads it.
  const sink = { facts: undefined };
  return {
    scoreAll(contacts, take) {
      for (const [at, contact] of contacts.entries()) {
        sink.facts = prepare(contact);
        take(settle(hits[at % REMEMBERED]));
      }
    },
  };
}
