import type { Contact } from '../../src/core/contact.js';
import { AXES, type AxisModel, type Condition, type Model, type Requirement } from '../../src/core/model.js';

/**
 * A model as the case files write it: the keys of a model file, and only those the case is about. `fileOf` gives the rest
 * of a file around it (so that the same rows can be run through the service), `modelOf` the core's model.
 */
export interface CaseModel extends Partial<Pick<Model, 'weights' | 'stages' | 'protect'>> {
  readonly require?: readonly (Omit<Requirement, 'unknown'> & Partial<Pick<Requirement, 'unknown'>>)[];
  readonly fit?: CaseAxis;
  readonly intent?: CaseAxis;
  readonly timing?: CaseAxis;
  readonly evidence?: Partial<Model['evidence']>;
}
type CaseAxis = Omit<AxisModel, 'groups'> & Partial<Pick<AxisModel, 'groups'>>;

/** One row's input. Times are ISO; a condition alone stands for a model of one rule that asks it. */
export interface CaseInput {
  readonly model?: CaseModel;
  readonly when?: Condition;
  readonly properties: Contact['properties'];
  readonly signals?: Readonly<Record<string, readonly string[]>>;
  readonly company?: Readonly<Record<string, readonly string[]>>;
  readonly unlistedSignals?: Contact['unlistedSignals'];
  readonly now: string;
}

/** The model a row means, in the keys of a model file. */
export function fileOf({ model, when }: CaseInput): CaseModel {
  if (model) return model;
  if (!when) throw new Error('a case needs a model or a condition');
  return { fit: { max: 10, rules: [{ id: 'asked', when, points: 10, because: 'Asked' }] } };
}

/** The same with everything a file may leave out. */
export function modelOf(file: CaseModel): Model {
  return {
    name: 'case',
    version: 'case@00000000',
    approvedBy: {},
    require: (file.require ?? []).map((requirement) => ({ unknown: 'ask', ...requirement })),
    axes: AXES.flatMap((axis) => {
      const model = file[axis];
      return model ? { axis, model: { groups: [], ...model } } : [];
    }),
    weights: file.weights ?? { fit: 0.45, intent: 0.4, timing: 0.15 },
    evidence: { framework: 'bant', answers: {}, timingWithinDays: 90, ...file.evidence },
    stages: file.stages ?? {},
    stall: '14d',
    followUps: ['4h', '1d', '3d'],
    protect: file.protect ?? ['opportunity', 'customer', 'evangelist'],
    notify: {},
    teams: {},
    disqualifyReasons: [],
  };
}

/** The contact a row describes; a signal that is not listed was never seen, unless the row says otherwise. */
export function contactOf({ properties, signals, company, unlistedSignals }: CaseInput): Contact {
  return {
    properties,
    signals: epochs(signals),
    company: epochs(company),
    unlistedSignals: unlistedSignals ?? 'never',
  };
}

function epochs(times: Readonly<Record<string, readonly string[]>> = {}): Record<string, number[]> {
  return Object.fromEntries(Object.entries(times).map(([name, at]) => [name, at.map((time) => Date.parse(time))]));
}
