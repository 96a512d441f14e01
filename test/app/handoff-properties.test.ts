import { HANDOFF_PROPERTIES } from '../../src/app/handoff-properties.js';
import { WRITTEN_PROPERTIES } from '../../src/app/score-properties.js';

const named = (type: string) =>
  HANDOFF_PROPERTIES.flatMap((property) => (property.type === type ? [property.name] : []));

describe('HANDOFF_PROPERTIES', () => {
  it('defines every property once', () => {
    const names = HANDOFF_PROPERTIES.map(({ objectType, name }) => `${objectType} ${name}`);

    expect(new Set(names).size).toBe(names.length);
  });

  it('defines every property a score writes', () => {
    const names = new Set(HANDOFF_PROPERTIES.map(({ name }) => String(name)));

    expect([...WRITTEN_PROPERTIES, 'handoff_scored_at'].filter((name) => !names.has(name))).toEqual([]);
  });

  it('keeps scores as numbers and moments as moments, so that workflows can compare them', () => {
    expect(named('number')).toEqual([
      'handoff_score',
      'handoff_fit',
      'handoff_intent',
      'handoff_timing',
      'handoff_coverage',
      'handoff_conversation_depth',
      'handoff_recycle_count',
    ]);
    expect(named('datetime')).toEqual(['handoff_scored_at', 'handoff_accepted_at', 'handoff_respond_by']);
    expect(named('date')).toEqual(['handoff_timing_date', 'handoff_wake_up_date']);
  });

  it('offers every kind of decision', () => {
    const decision = HANDOFF_PROPERTIES.find(({ name }) => name === 'handoff_decision');

    expect(decision?.options?.map(({ value }) => value)).toEqual([
      'advance',
      'hold',
      'recycle',
      'disqualify',
      'review',
    ]);
  });

  it('makes only the key of a task unique', () => {
    expect(HANDOFF_PROPERTIES.filter(({ unique }) => unique).map(({ name }) => name)).toEqual(['handoff_key']);
  });

  it('lets leads answer evidence on forms, and nothing that we decide', () => {
    expect(HANDOFF_PROPERTIES.filter((property) => property.onForms).map(({ name }) => name)).toEqual([
      'handoff_need',
      'handoff_timing_answer',
      'handoff_timing_date',
      'handoff_budget',
      'handoff_capacity',
      'handoff_authority',
      'handoff_decision_maker_contact',
      'handoff_request',
    ]);
  });
});
