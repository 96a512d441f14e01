import { createRequire } from 'node:module';

const { compileScorer } = createRequire(import.meta.url)('../../../../build/service/src/core/score-contact.js');

/** Our scorer as the service uses it. It also says what is unknown and how much is covered, which no peer does. */
export function createEngine({ model, now }) {
  const score = compileScorer(model);
  return {
    scoreAll(contacts, take) {
      for (const contact of contacts) take(score(contact, now));
    },
  };
}
