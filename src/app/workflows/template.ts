/** What JSON can hold. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/* HubSpot's words for a flow, as its Automation API takes them. Only what our templates use has a name here; what else they
 * hold is sent as it stands. */

interface Connection {
  /** GOTO: to a step that somebody else leads to already. */
  readonly edgeType: 'STANDARD' | 'GOTO';
  readonly nextActionId: string;
}

/** Where a value comes from. */
export type FlowValue =
  | { readonly type: 'FIELD_DATA'; readonly actionId: string; readonly dataKey: string }
  | { readonly type: 'OBJECT_PROPERTY'; readonly propertyName: string }
  | { readonly type: 'STATIC_VALUE'; readonly staticValue: string };

export interface PropertyFilter {
  readonly filterType: 'PROPERTY';
  readonly property: string;
  readonly operation: Readonly<Record<string, Json>>;
}

/** Branches nest as OR → AND → filters. */
export interface FilterBranch {
  readonly filterBranchType: 'OR' | 'AND';
  readonly filterBranchOperator: 'OR' | 'AND';
  readonly filterBranches: readonly FilterBranch[];
  readonly filters: readonly PropertyFilter[];
}

interface Next {
  readonly actionId: string;
  /** Absent: the flow ends here. */
  readonly connection?: Connection | undefined;
}
interface Branching {
  readonly actionId: string;
  readonly defaultBranchName?: string | undefined;
  /** Absent: whoever takes no branch leaves the flow. */
  readonly defaultBranch?: Connection | undefined;
}

/** A step that HubSpot or an app carries out. */
export interface ActionStep extends Next {
  readonly type: 'SINGLE_CONNECTION';
  readonly actionTypeId: string;
  readonly actionTypeVersion: number;
  readonly fields: Readonly<Record<string, Json>>;
}
export interface CodeStep extends Next {
  readonly type: 'CUSTOM_CODE';
  readonly runtime: string;
  readonly sourceCode: string;
  readonly inputFields: readonly { readonly name: string; readonly value: FlowValue }[];
  readonly outputFields: readonly { readonly name: string; readonly type: 'ENUMERATION'; readonly options: [] }[];
  readonly secretNames: readonly string[];
}
export interface ValueBranchStep extends Branching {
  readonly type: 'STATIC_BRANCH';
  readonly inputValue: FlowValue;
  readonly staticBranches: readonly { readonly branchValue: string; readonly connection?: Connection | undefined }[];
}
export interface ListBranchStep extends Branching {
  readonly type: 'LIST_BRANCH';
  readonly listBranches: readonly {
    readonly branchName: string;
    readonly filterBranch: FilterBranch;
    readonly connection?: Connection | undefined;
  }[];
}
export type FlowStep = ActionStep | CodeStep | ValueBranchStep | ListBranchStep;

/** A flow as `POST …/flows` takes it, switched off. */
export interface Flow {
  readonly name: string;
  readonly type: 'CONTACT_FLOW';
  readonly flowType: 'WORKFLOW';
  readonly objectTypeId: '0-1';
  readonly isEnabled: false;
  readonly startActionId: string;
  readonly actions: readonly FlowStep[];
  readonly enrollmentCriteria: {
    readonly type: 'LIST_BASED';
    readonly shouldReEnroll: true;
    readonly unEnrollObjectsNotMeetingCriteria: false;
    readonly listFilterBranch: FilterBranch;
    readonly reEnrollmentTriggersFilterBranches: readonly FilterBranch[];
  };
}

/** A ready-made workflow. In its flow, what only the portal knows stands as a place: `${kind:name}`. */
export interface WorkflowTemplate {
  /** What people type. */
  readonly name: string;
  readonly title: string;
  /** When to use it. */
  readonly purpose: string;
  readonly needs: readonly string[];
  readonly flow: Flow;
}

/**
 * action: type id of an action of ours · user: user id of a person the admin names · owner: owner id of that person ·
 * custom-code: source of a bundle of ours
 */
export const PLACE_KINDS = ['action', 'user', 'owner', 'custom-code'] as const;
type PlaceKind = (typeof PLACE_KINDS)[number];

/** Something of a template that only the portal, or the admin, can tell. */
export interface Place {
  readonly kind: PlaceKind;
  readonly name: string;
}

const PLACE = /\$\{([^:}]*):([^}]*)\}/g;
const isKind = (word: string | undefined): word is PlaceKind => PLACE_KINDS.some((kind) => kind === word);

/** The places of a template, each once, in the order of the flow. A kind nobody knows is no place: see `strayPlaces`. */
export function placesOf({ flow }: Pick<WorkflowTemplate, 'flow'>): readonly Place[] {
  const found = new Map<string, Place>();
  for (const [text, kind, name = ''] of JSON.stringify(flow).matchAll(PLACE)) {
    if (isKind(kind)) found.set(text, { kind, name });
  }
  return [...found.values()];
}

/** Names of the places of one kind. */
export function namesOf(template: Pick<WorkflowTemplate, 'flow'>, ...kinds: readonly PlaceKind[]): readonly string[] {
  const places = placesOf(template).filter(({ kind }) => kinds.includes(kind));
  return [...new Set(places.map(({ name }) => name))];
}

/** What looks like a place and is none, as it stands. */
export function strayPlaces(template: Pick<WorkflowTemplate, 'flow'>): readonly string[] {
  const known = new Set(placesOf(template).map(textOf));
  return (JSON.stringify(template.flow).match(/\$\{[^}]*\}?/g) ?? []).filter((text) => !known.has(text));
}

/** A place as it stands in a template. */
export const textOf = ({ kind, name }: Place): string => `\${${kind}:${name}}`;
