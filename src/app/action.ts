import type { Want } from './ask.js';
import type { Outcome } from './outcome.js';

export const LANGUAGES = ['en', 'nl'] as const;
export type Language = (typeof LANGUAGES)[number];
type Texts = Readonly<Record<Language, string>>;

/** A field a marketer fills in. Types and pairs are HubSpot's (`typeDefinition`). */
export interface InputField {
  readonly name: string;
  readonly type: 'string' | 'number' | 'bool' | 'enumeration';
  readonly fieldType: 'text' | 'textarea' | 'number' | 'booleancheckbox' | 'select' | 'checkbox';
  readonly required: boolean;
  readonly label: Texts;
  readonly description: Texts;
  /** Fixed choices. With `fieldType: 'checkbox'` several may be chosen: HubSpot sends them as `a;b`. */
  readonly options?: readonly { readonly value: string; readonly label: Texts }[];
  /** The choices are the portal's or ours at the time: HubSpot asks `POST /hubspot/actions/:uid/options/:field`. */
  readonly choices?: Choices;
}

/** Lists of choices that are made when somebody opens the field. */
export const CHOICES = ['models', 'owners', 'stages', 'disqualify-reasons'] as const;
export type Choices = (typeof CHOICES)[number];

/** What later steps of the workflow can use. Values are always strings. */
export interface OutputField {
  readonly name: string;
  readonly label: Texts;
  /** Every value it can have, where there are few: what a marketer can branch on. */
  readonly values?: readonly string[];
}

/** One workflow action: everything HubSpot, the route and the README need to know of it. */
export interface WorkflowAction {
  readonly uid: string;
  readonly name: Texts;
  readonly description: Texts;
  /** When a marketer reaches for it: one sentence for the README. */
  readonly when: string;
  /** The line on the action's card in the workflow editor; `{{field}}` is replaced. */
  readonly card: Texts;
  readonly inputs: readonly InputField[];
  readonly outputs: readonly OutputField[];
  readonly objectTypes: readonly ['CONTACT'];
  /** Turns HubSpot's `inputFields` (strings or JSON values, unknown keys ignored) into what is asked. Never throws. */
  readonly want: (inputFields: Readonly<Record<string, unknown>>) => Want;
  /** One string per output field. Also for refused outcomes. */
  readonly render: (outcome: Outcome) => Readonly<Record<string, string>>;
}

export type ExecutionState = 'SUCCESS' | 'FAIL_CONTINUE' | 'BLOCK';

/** What is sent to HubSpot for a finished execution: the action's outputs and HubSpot's own state. */
export function outputFields(action: WorkflowAction, outcome: Outcome): Record<string, string> {
  const refused = outcome.decision.kind === 'refused';
  const state: ExecutionState = refused ? 'FAIL_CONTINUE' : 'SUCCESS';
  return {
    ...action.render(outcome),
    ...(refused ? { reason: outcome.decision.code } : {}),
    hs_execution_state: state,
  };
}
