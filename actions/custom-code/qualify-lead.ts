import type { Contact } from '../../src/core/contact.js';
import { compileDecider } from '../../src/core/decide-stage.js';
import type { Model } from '../../src/core/model.js';
import { nextActionOf } from '../../src/core/next-action.js';
import { planStep, type Step } from '../../src/core/plan-step.js';
import { compileScorer } from '../../src/core/score-contact.js';
import { numberText, reasonsText } from '../../src/core/texts.js';
import { DEFAULT_PORTAL } from './default-portal.js';
import { knownContact } from './known-contact.js';
import { fitting, type Outputs } from './outputs.js';
import { readEvent } from './read-event.js';

/** Put in when the bundle is built. */
declare const HANDOFF_MODEL: Model;

const score = compileScorer(HANDOFF_MODEL);
const decide = compileDecider(HANDOFF_MODEL);

/** Scores the enrolled contact and decides. Sets nothing: it tells what to set. Never throws, whatever the event holds. */
export function answer(event: unknown): Outputs {
  const now = Date.now();
  const contact = knownContact(readEvent(event));
  const scored = score(contact, now);
  const { decision, step } = planStep(decide(contact, scored, now), contact.properties, DEFAULT_PORTAL);
  return fitting({
    decision: decision.kind,
    stage: decision.to,
    lifecyclestage: toSet('lifecyclestage', step, contact),
    leadStatus: toSet('hs_lead_status', step, contact),
    score: numberText(scored.score),
    fit: numberText(scored.fit),
    intent: numberText(scored.intent),
    timing: numberText(scored.timing),
    coverage: numberText(scored.coverage),
    because: decision.kind === 'disqualify' ? decision.because : reasonsText(scored.reasons),
    missing: decision.missing.join(' · '),
    nextAction: nextActionOf(decision, HANDOFF_MODEL),
    model: HANDOFF_MODEL.version,
  });
}

/** The value HubSpot's own step is to set; empty when it is there already, or when only a step back would lead there. */
function toSet(field: string, step: Step | undefined, { properties }: Contact): string {
  const wanted = step?.clearFirst ? undefined : step?.fields[field];
  return wanted === undefined || wanted === properties[field]?.trim() ? '' : wanted;
}
