import { actPropertiesOf, DATED_SIGNALS } from '../core/acts.js';
import type { Model, Stage } from '../core/model.js';
import { type Needs, needsOf, scoreNeedsOf } from '../core/model-properties.js';

/** One thing to define beside the code in HubSpot's editor. */
export interface Field {
  readonly name: string;
  readonly means: string;
}

/** What one bundle is made of, and what its reader has to set up around it. */
export interface BundleParts {
  readonly name: 'score-lead' | 'qualify-lead' | 'set-stage';
  readonly does: string;
  readonly inputs: readonly Field[];
  readonly outputs: readonly Field[];
  /** Names of secrets. */
  readonly secrets: readonly string[];
  /** What to do with the outputs. */
  readonly after: string;
  /** What the same model sees on the server and cannot see here. */
  readonly unseen: readonly string[];
  /** Values the code is built with. */
  readonly values: Readonly<Record<string, unknown>>;
}

const SCORE_OUTPUTS: readonly Field[] = [
  { name: 'score', means: '0 to 100' },
  { name: 'fit', means: '0 to 100; empty when the model has no such axis' },
  { name: 'intent', means: 'the same' },
  { name: 'timing', means: 'the same' },
  { name: 'coverage', means: '0 to 1: how much of what the model asks is known' },
];
const MODEL_OUTPUT: Field = { name: 'model', means: 'name and version of the model' };

/** The bundle that scores. */
export function scoreParts(model: Model): BundleParts {
  const needs = scoreNeedsOf(model);
  const properties = withActs(needs);
  return {
    name: 'score-lead',
    does: 'scores the contact by your written model, and says why. It never moves a stage.',
    inputs: properties.map(asItIs),
    outputs: [...SCORE_OUTPUTS, { name: 'reasons', means: 'the strongest reasons, points first' }, MODEL_OUTPUT],
    secrets: [],
    after: 'Use the outputs in the steps after it: branch on score, or copy it to a property of your own.',
    unseen: unseenOf(needs),
    values: { HANDOFF_MODEL: model, HANDOFF_INPUTS: properties },
  };
}

/** The bundle that decides. */
export function qualifyParts(model: Model): BundleParts {
  const needs = needsOf(model);
  const properties = withActs(needs);
  return {
    name: 'qualify-lead',
    does: 'scores the contact by your written model and decides what follows: MQL, SQL, out, or what is still missing.',
    inputs: properties.map(asItIs),
    outputs: [
      { name: 'decision', means: 'advance, hold, review or disqualify' },
      { name: 'stage', means: 'where the contact is to be: lead, mql, sal, sql, disqualified, ...' },
      { name: 'lifecyclestage', means: 'the Lifecycle stage to set; empty when there is none to set' },
      { name: 'leadStatus', means: 'the Lead status to set; empty when there is none to set' },
      ...SCORE_OUTPUTS,
      { name: 'because', means: 'the strongest reasons, or why the contact is out' },
      { name: 'missing', means: 'what the next stage still needs' },
      { name: 'nextAction', means: 'what the owner does next' },
      MODEL_OUTPUT,
    ],
    secrets: [],
    after:
      'Behind it, a branch "lifecyclestage is known" that sets Lifecycle stage to it, and one for leadStatus. An empty value would clear the property.',
    unseen: unseenOf(needs),
    values: { HANDOFF_MODEL: model, HANDOFF_INPUTS: properties },
  };
}

/** The bundle that sets one stage. */
export function setStageParts(protect: readonly Stage[]): BundleParts {
  return {
    name: 'set-stage',
    does: `sets one stage and checks that HubSpot did it; a step back only when that is allowed.${neverLeaves(protect)}`,
    inputs: [
      { name: 'stage', means: 'subscriber, lead, mql, sal, sql, opportunity or customer' },
      { name: 'reason', means: 'may be left out; comes back as because' },
      { name: 'allowBackward', means: 'true to allow a step back; may be left out' },
    ],
    outputs: [
      { name: 'result', means: 'applied, ignored (HubSpot said yes and did not) or refused' },
      { name: 'stage', means: 'where the contact is now' },
      { name: 'because', means: 'the reason given, or why the stage was not set' },
    ],
    secrets: ['HANDOFF_TOKEN'],
    after: 'Branch on result. Where HubSpot is busy the step fails, and HubSpot runs it again by itself.',
    unseen: [],
    values: { HANDOFF_PROTECT: protect },
  };
}

function neverLeaves(protect: readonly Stage[]): string {
  return protect.length === 0 ? '' : ` Contacts at ${protect.join(', ')} stay where they are.`;
}

function withActs({ properties, signals }: Needs): readonly string[] {
  return [...new Set([...properties, ...actPropertiesOf(signals)])].sort();
}

function asItIs(name: string): Field {
  return { name, means: '' };
}

function unseenOf({ signals, company }: Needs): readonly string[] {
  const undated = signals.filter((signal) => !DATED_SIGNALS.has(signal));
  return [
    ...(undated.length > 0
      ? [`HubSpot keeps no date of these signals, so they count as never seen: ${undated.join(', ')}`]
      : []),
    ...(company.length > 0
      ? [`A contact does not show its company's people, so these stay unknown: ${company.join(', ')}`]
      : []),
  ];
}
