import type { Model } from '../../core/model.js';
import type { Path } from '../model-problem.js';
import { leavesOf, type Asked } from './branches.js';
import { errorAt, warningAt, type Finding } from './finding.js';
import { rulesOf } from './lint-rules.js';

/** Facts that exist because of a deal: a model that scores on them predicts the past. @source HubSpot's contact properties */
const OUTCOMES: ReadonlySet<string> = new Set([
  'closedate',
  'days_to_close',
  'first_deal_created_date',
  'hs_analytics_revenue',
  'hs_first_closed_order_id',
  'hs_first_order_closed_date',
  'hs_num_associated_open_deals',
  'hs_recent_closed_order_date',
  'hs_time_between_contact_creation_and_deal_close',
  'hs_time_between_contact_creation_and_deal_creation',
  'num_associated_deals',
  'recent_deal_amount',
  'recent_deal_close_date',
  'total_revenue',
]);
/** When a stage was entered or left, how long it took: all of it follows from decisions. */
const STAGE_DATES =
  /^hs_(lifecyclestage_\w+_date|v2_(date_(entered|exited)|(latest|cumulative)?_?time_in)_\w+|(date_(entered|exited)|time_in)_\w+)$/;
/** What we write ourselves. */
const OWN_OUTPUTS: ReadonlySet<string> = new Set([
  'handoff_accepted_at',
  'handoff_accepted_by',
  'handoff_coverage',
  'handoff_decision',
  'handoff_disqualify_reason',
  'handoff_fit',
  'handoff_intent',
  'handoff_missing',
  'handoff_model',
  'handoff_next_action',
  'handoff_reasons',
  'handoff_recycle_count',
  'handoff_respond_by',
  'handoff_score',
  'handoff_scored_at',
  'handoff_timing',
]);
const STAGE_FIELDS: ReadonlySet<string> = new Set(['lifecyclestage', 'hs_lead_status', 'hs_journey_stage']);

interface Use {
  readonly property: string;
  readonly path: Path;
  readonly for: 'scoring' | 'gate' | 'answer';
}

/** Outcomes used as input, and properties the portal does not have. @param portal names of its contact properties */
export function lintProperties(model: Model, portal: ReadonlySet<string> | undefined): Finding[] {
  const uses = usesIn(model);
  return [...uses.flatMap(leakage), ...(portal ? uses.flatMap((use) => unknownProperty(use, portal)) : [])];
}

function usesIn(model: Model): Use[] {
  const rules = rulesOf(model).flatMap(({ rule, path }): Use[] => [
    ...asked(rule.when, [...path, 'when'], 'scoring'),
    ...(rule.since === undefined ? [] : [{ property: rule.since, path: [...path, 'since'], for: 'scoring' as const }]),
  ]);
  const required = model.require.flatMap(({ when }, index) => asked(when, ['require', index, 'when'], 'gate'));
  const stages = Object.entries(model.stages).flatMap(([stage, { enter, direct = [] }]) => [
    ...(enter ? asked(enter, ['stages', stage, 'enter'], 'gate') : []),
    ...direct.flatMap((way, index) =>
      typeof way === 'string' ? [] : asked(way, ['stages', stage, 'direct', index], 'gate'),
    ),
  ]);
  const answers = Object.entries(model.evidence.answers).flatMap(([question, properties]) =>
    properties.map((property): Use => ({ property, path: ['evidence', 'answers', question], for: 'answer' })),
  );
  const territories = (model.assign?.to ?? []).flatMap(({ when }, index) =>
    when ? asked(when, ['assign', 'to', index, 'when'], 'gate') : [],
  );
  return [...required, ...rules, ...answers, ...stages, ...territories];
}

function asked(condition: Asked, path: Path, purpose: Use['for']): Use[] {
  const properties = leavesOf(condition).flatMap((leaf) => ('property' in leaf ? [leaf.property] : []));
  return [...new Set(properties)].map((property) => ({ property, path, for: purpose }));
}

function leakage({ property, path, for: purpose }: Use): Finding[] {
  if (OWN_OUTPUTS.has(property)) return [ownOutput(property, path, purpose)];
  if (OUTCOMES.has(property) || STAGE_DATES.test(property))
    return [
      errorAt(path, `${property} is an outcome: it is only known of leads that were already won or moved (leakage)`),
    ];
  if (purpose === 'scoring' && STAGE_FIELDS.has(property))
    return [errorAt(path, `${property} is what the score is to decide (leakage)`)];
  return [];
}

function ownOutput(property: string, path: Path, purpose: Use['for']): Finding {
  if (purpose !== 'answer') return errorAt(path, `${property} is written by the score itself (leakage)`);
  return warningAt(path, `${property} is written by Handoff: it would count as an answer nobody gave`);
}

function unknownProperty({ property, path }: Use, portal: ReadonlySet<string>): Finding[] {
  if (portal.has(property)) return [];
  if (property.startsWith('handoff_'))
    return [warningAt(path, `${property} is not there yet: handoff setup creates it`)];
  return [errorAt(path, `the portal has no contact property ${property}`)];
}
