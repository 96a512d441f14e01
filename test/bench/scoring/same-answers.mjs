import { isDeepStrictEqual } from 'node:util';
import { openEngine, OURS, PEERS } from './setup.mjs';

/** What is compared: everything a peer can be taught to answer. */
function answerOf({ score, fit, intent, timing, reasons }) {
  return { score, fit, intent, timing, reasons };
}

async function answersOf(engine, contacts) {
  const answers = [];
  await engine.scoreAll(contacts, (answer) => answers.push(answerOf(answer)));
  return answers;
}

/**
 * Scores the same people with every engine.
 *
 * @returns per peer, how many people it answers differently from us, and the first of them
 */
export async function compareAnswers(setup, contacts) {
  const ours = await answersOf(await openEngine(OURS, setup), contacts);
  const peers = [];
  for (const name of PEERS) {
    const theirs = await answersOf(await openEngine(name, setup), contacts);
    const wrong = ours.flatMap((own, at) => (isDeepStrictEqual(own, theirs[at]) ? [] : [at]));
    const first = wrong.length > 0 ? { person: wrong[0], ours: ours[wrong[0]], theirs: theirs[wrong[0]] } : undefined;
    peers.push({ name, differences: wrong.length, first });
  }
  const reasons = ours.reduce((sum, answer) => sum + answer.reasons.length, 0);
  return {
    people: contacts.length,
    peers,
    reasonsPerPerson: reasons / ours.length,
    scores: new Set(ours.map((own) => own.score)).size,
  };
}
