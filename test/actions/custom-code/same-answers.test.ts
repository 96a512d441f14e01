import { actsFrom } from '../../../src/core/acts.js';
import { compileDecider } from '../../../src/core/decide-stage.js';
import { compileScorer, type Reason } from '../../../src/core/score-contact.js';
import { fileOf, modelOf } from '../../core/case-model.js';
import { bundlesOf, eventWith, outputsOf } from './built-bundle.js';
import { type Expected, PROPERTY_ROWS } from './case-rows.js';
import { executeSigned } from './signed-action.js';

type Outputs = Readonly<Record<string, string>>;

/** The three runners of one row: the core as it is, the bundles, and the actions over signed HTTP. */
async function runRow(input: (typeof PROPERTY_ROWS)[number][1]) {
  const model = modelOf(fileOf(input));
  const { properties } = input;
  const now = Date.parse(input.now);
  const contact = { properties, signals: actsFrom(properties), unlistedSignals: 'never' as const, company: {} };
  const score = compileScorer(model)(contact, now);
  const bundles = await bundlesOf(model);
  const event = eventWith(properties);
  return {
    core: { score, decision: compileDecider(model)(contact, score, now) },
    scored: await outputsOf(bundles['score-lead'], event, { now }),
    qualified: await outputsOf(bundles['qualify-lead'], event, { now }),
    scoredByHttp: await executeSigned('score-lead', { model, properties, now }),
    qualifiedByHttp: await executeSigned('qualify-lead', { model, properties, now }),
  };
}

const textOf = (value: number | null): string => (value === null ? '' : `${value}`);

/** The row's reasons as people are shown them: the first six, points first. */
function lineOf(reasons: readonly Reason[]): string {
  const lines = reasons.slice(0, 6).map(({ points, because }) => `${points < 0 ? '' : '+'}${points} ${because}`);
  return lines.join(' · ');
}

/** What a row says of its score, as outputs show it. */
function scoreShown(expected: Expected): Outputs {
  if (!('score' in expected)) return {};
  const { reasons, unknown: _unknown, ...numbers } = expected.score;
  const shown = Object.entries(numbers).map(([name, value]) => [name, textOf(value)]);
  return { ...Object.fromEntries(shown), ...(reasons ? { reasons: lineOf(reasons) } : {}) };
}

/** A condition is asked by the one rule of its model, worth all of fit. */
const VERDICT_SHOWN: Readonly<Record<string, Outputs>> = {
  hit: { fit: '100', coverage: '1', reasons: '+10 Asked' },
  miss: { fit: '0', coverage: '1', reasons: '' },
  unknown: { fit: '0', coverage: '0', reasons: '' },
};

function decisionShown(expected: Expected): Outputs {
  if (!('decision' in expected)) return {};
  const { kind = '', to = '', missing, because } = expected.decision;
  return {
    decision: kind,
    stage: to,
    ...(missing ? { missing: missing.join(' · ') } : {}),
    ...(because === undefined ? {} : { because }),
  };
}

describe('core, bundle and signed action', () => {
  it('share at least 200 rows of the case files', () => {
    expect(PROPERTY_ROWS.length).toBeGreaterThanOrEqual(200);
  });

  it.each(PROPERTY_ROWS)('%s', async (_name, input, expected) => {
    const { core, scored, qualified, scoredByHttp, qualifiedByHttp } = await runRow(input);

    // The row itself, as far as each runner shows it.
    const score = 'verdict' in expected ? VERDICT_SHOWN[expected.verdict] : scoreShown(expected);
    expect(core).toMatchObject('verdict' in expected ? {} : expected);
    for (const outputs of [scored, scoredByHttp.outputs]) expect(outputs).toMatchObject({ ...score });
    for (const outputs of [qualified, qualifiedByHttp.outputs]) expect(outputs).toMatchObject(decisionShown(expected));

    // Each other.
    const { reasons, unknown: _unknown, ...numbers } = core.score;
    expect(scored).toEqual(scoredByHttp.outputs);
    expect(scored).toMatchObject(Object.fromEntries(Object.entries(numbers).map(([name, n]) => [name, textOf(n)])));
    expect(scored['reasons']).toBe(lineOf(reasons));
    const { moved, ...decided } = qualifiedByHttp.outputs;
    expect(qualified).toMatchObject(decided);
    expect(qualified).toMatchObject({ fit: scored['fit'], coverage: scored['coverage'], model: 'case@00000000' });
    expect(qualified).toMatchObject({ decision: core.decision.kind, stage: core.decision.to });

    // What the service wrote is what the bundle says to set.
    const { lifecyclestage, hs_lead_status: status } = qualifiedByHttp.contact;
    expect(lifecyclestage ?? '').toBe(qualified['lifecyclestage'] || (input.properties['lifecyclestage'] ?? ''));
    expect(status ?? '').toBe(qualified['leadStatus'] || (input.properties['hs_lead_status'] ?? ''));
    expect(moved).toBe(String(qualified['lifecyclestage'] !== '' || qualified['leadStatus'] !== ''));
  });
});
