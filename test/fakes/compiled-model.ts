import { compileAssignees } from '../../src/core/assignees.js';
import type { Contact } from '../../src/core/contact.js';
import type { Decision } from '../../src/core/decide-stage.js';
import { requirementNeedsOf } from '../../src/core/model-properties.js';
import type { Model, Stage } from '../../src/core/model.js';
import type { Score } from '../../src/core/score-contact.js';
import { stageOf } from '../../src/core/stages.js';
import type { CompiledModel, Models } from '../../src/app/ports.js';

export const SCORE: Score = {
  score: 72,
  fit: 80,
  intent: 65,
  timing: null,
  coverage: 0.9,
  reasons: [
    { rule: 'demo', axis: 'intent', points: 50, because: 'Asked for a demo' },
    { rule: 'quiet', axis: 'intent', points: -15, because: 'Not seen for 60 days' },
  ],
  unknown: [],
};

/** What `SCORE` writes on a contact that holds nothing yet. */
export const SCORE_WRITTEN = {
  handoff_score: '72',
  handoff_fit: '80',
  handoff_intent: '65',
  handoff_coverage: '0.9',
  handoff_reasons: '+50 Asked for a demo · -15 Not seen for 60 days',
  handoff_model: 'saas@0011aabb',
};

const MODEL: Model = {
  name: 'saas',
  version: 'saas@0011aabb',
  approvedBy: {},
  require: [],
  axes: [],
  weights: { fit: 0.5, intent: 0.5, timing: 0 },
  evidence: { framework: 'bant', answers: {}, timingWithinDays: 90 },
  stages: {
    mql: { owner: 'marketing', next: 'Nurture', within: '24h' },
    sql: { owner: 'sales', next: 'Hold the discovery call', within: '7d' },
  },
  stall: '14d',
  followUps: [],
  protect: ['opportunity', 'customer', 'evangelist'],
  notify: {},
  teams: {},
  disqualifyReasons: [],
};

const NEXT: Readonly<Record<string, Stage>> = { subscriber: 'lead', lead: 'mql', mql: 'sql' };

export function advance(from: string, to: Stage): Decision {
  return { kind: 'advance', from, to, rule: `enter:${to}`, missing: [], passed: [] };
}

export function hold(from: string, rule: string, missing: readonly string[] = []): Decision {
  return { kind: 'hold', from, to: from, rule, missing, flags: [] };
}

/** One step up from lead to mql to sql; holds everywhere else. */
function ladder(from: string): Decision {
  const to = NEXT[from];
  return to ? advance(from, to) : hold(from, `at:${from}`);
}

export interface FakeModel {
  readonly decide?: (from: string, contact: Contact) => Decision;
  readonly score?: (contact: Contact, now: number) => Score;
  readonly asksCompany?: boolean;
  /** What its file says otherwise. */
  readonly says?: Partial<Model>;
}

/** A model as compiled, with the answers given: what the core would say is not what these tests are about. */
export function compiledModel({
  decide = ladder,
  score = () => SCORE,
  asksCompany = false,
  says = {},
}: FakeModel = {}): CompiledModel {
  const model = { ...MODEL, ...says };
  const assignees = compileAssignees(model);
  return {
    model,
    score,
    decide: (contact) => {
      const { lifecyclestage, hs_lead_status: status } = contact.properties;
      return decide(stageOf(lifecyclestage, status), contact);
    },
    properties: ['country', ...requirementNeedsOf(model).properties, ...(assignees ? ['hubspot_owner_id'] : [])],
    asksCompany,
    ...(assignees ? { assignees } : {}),
  };
}

/** One model, which is also the default. */
export function modelsWith(compiled: CompiledModel): Models {
  const { name } = compiled.model;
  return { get: (asked) => (asked === undefined || asked === name ? compiled : undefined), names: () => [name] };
}
