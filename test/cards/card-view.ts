import type { CardReply, CardView } from '../../cards/contract';

/** 12 November 2026, 12:00 UTC. */
export const NOW = Date.UTC(2026, 10, 12, 12);

/** A hot lead at MQL, accepted by nobody yet. */
export function cardView(more: Partial<CardView> = {}): CardView {
  return {
    portalId: 4401,
    contactId: '501',
    name: 'Mila Hoffmann',
    readAt: '2026-11-12T12:00:00.000Z',
    stage: {
      at: 'mql',
      label: 'Marketing Qualified Lead',
      steps: [
        { stage: 'lead', label: 'Lead' },
        { stage: 'mql', label: 'MQL' },
        { stage: 'sal', label: 'SAL' },
        { stage: 'sql', label: 'SQL' },
      ],
      current: 1,
      next: { stage: 'sql', label: 'SQL', missing: ['Budget is not known', '3 points of intent'] },
      owner: 'sales',
      nextAction: 'Open the conversation',
    },
    score: { score: 82, fit: 90, intent: 75, coverage: 0.8, model: 'saas@1a2b3c4d', stale: false },
    reasons: [
      { rule: 'demo', axis: 'intent', points: 50, because: 'Asked for a demo' },
      { rule: 'decision-maker', axis: 'fit', points: 25, because: 'Decision maker' },
      { rule: 'gone-quiet', axis: 'intent', points: -15, because: 'Not seen for 60 days' },
    ],
    questions: [
      { rule: 'require:served-country', text: 'We sell in the Benelux and Germany', required: true },
      { rule: 'right-size', text: '50 to 5,000 people', required: false },
    ],
    answers: [
      { question: 'need', state: 'held', value: 'Replace the old CRM', property: 'handoff_need', kind: 'text' },
      { question: 'timing', state: 'missing', value: '', property: 'handoff_timing_date', kind: 'date' },
    ],
    clock: {
      kind: 'respond',
      dueAt: '2026-11-12T12:05:00.000Z',
      late: false,
      enteredAt: '2026-11-12T12:00:00.000Z',
      followUps: { made: 0, of: 3 },
    },
    brief: {
      recommendation: 'ready',
      who: ['Head of Sales at Nordwind'],
      why: [{ text: 'Asked for a demo', against: false }],
      timeline: ['12 Nov: asked for a demo'],
      next: 'Call within five minutes',
    },
    history: [
      {
        from: 'lead',
        to: 'mql',
        way: 'workflow',
        actor: 'workflow 77',
        because: ['fit 90 of 40'],
        at: '2026-11-12T11:58:00.000Z',
      },
    ],
    may: {
      accept: true,
      setSql: true,
      recycle: true,
      disqualify: true,
      overrides: [],
      disqualifyReasons: ['No budget', 'Student'],
    },
    ...more,
  };
}

export const told = (view: CardView): CardReply => ({ ok: true, view });
