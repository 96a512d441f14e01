import type { Model } from '../../src/core/model.js';
import { compileScorer } from '../../src/core/score-contact.js';
import { numberText, reasonsText } from '../../src/core/texts.js';
import { knownContact } from './known-contact.js';
import { fitting, type Outputs } from './outputs.js';
import { readEvent } from './read-event.js';

/** Put in when the bundle is built. */
declare const HANDOFF_MODEL: Model;

const score = compileScorer(HANDOFF_MODEL);

/** Scores the enrolled contact; the outputs of the app's action of this name. Never throws, whatever the event holds. */
export function answer(event: unknown): Outputs {
  const scored = score(knownContact(readEvent(event)), Date.now());
  return fitting({
    score: numberText(scored.score),
    fit: numberText(scored.fit),
    intent: numberText(scored.intent),
    timing: numberText(scored.timing),
    coverage: numberText(scored.coverage),
    reasons: reasonsText(scored.reasons),
    model: HANDOFF_MODEL.version,
  });
}
