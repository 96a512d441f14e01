/* Forms as HubSpot keeps them, and what is submitted through them. */

/** The hidden field. */
export const REQUEST_FIELD = 'handoff_request';

const GUID = '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const FORM_ID = new RegExp(`^${GUID}$`);
const NAMES_FORM = new RegExp(GUID, 'i');

/** Is this how HubSpot names a form, in lower case? */
export function isFormId(text: string): boolean {
  return FORM_ID.test(text);
}

/** The first id of a form in what HubSpot wrote, in lower case; `undefined`: it names none. */
export function formIdIn(text: string): string | undefined {
  return NAMES_FORM.exec(text)?.[0].toLowerCase();
}

export type Json = Readonly<Record<string, unknown>>;

export interface FormField {
  /** Name of a property. */
  readonly name: string;
  /** Else of a company, say. */
  readonly ofContact: boolean;
  readonly hidden: boolean;
  readonly required: boolean;
  /** HubSpot's word: `single_line_text`, `dropdown`, … */
  readonly fieldType: string;
  /** What stands in it before anybody fills it in. */
  readonly value?: string;
  /** Empty where any value will do. */
  readonly options: readonly string[];
}

export interface Form {
  /** GUID, lower case. */
  readonly id: string;
  readonly name: string;
  /** All of them, those included that show up by an answer. */
  readonly fields: readonly FormField[];
  /** HubSpot's own, unread: what we change goes back with all the rest. */
  readonly groups: readonly Json[];
  /** The lifecycle stage it gives contacts, by HubSpot's id; absent: the account's own. */
  readonly stage?: string;
}

export interface SubmittedField {
  readonly name: string;
  readonly value: string;
}

/** @source HubSpot, "Submit data to a form" */
export interface Submission {
  readonly fields: readonly SubmittedField[];
  /** Where and by which browser. */
  readonly context?: {
    readonly hutk?: string | undefined;
    readonly pageUri?: string | undefined;
    readonly pageName?: string | undefined;
  };
  /** As HubSpot takes it. */
  readonly legalConsentOptions?: Json | undefined;
}

/** What is wrong with a submission. `field` absent: with all of it. `problem`: HubSpot's error type. */
export interface FieldProblem {
  readonly field?: string;
  readonly problem: string;
}

/** taken: HubSpot has it; the contact follows a little later · refused: nothing happened, somebody must change the input */
export type Submitted =
  | { readonly kind: 'taken'; readonly message?: string | undefined; readonly redirect?: string | undefined }
  | { readonly kind: 'refused'; readonly problems: readonly FieldProblem[] };

/** The forms of portals. All throw AppError of HubSpot. */
export interface FormsPortal {
  /** Those that are not archived. */
  list(portalId: number): Promise<readonly Form[]>;
  /** `undefined`: there is none of this id. */
  get(portalId: number, formId: string): Promise<Form | undefined>;
  /** @returns the id of the new form; HUBSPOT_UNCERTAIN: it may be there */
  create(portalId: number, definition: Json): Promise<string>;
  /** Puts these groups in the place of all the form has. */
  replaceGroups(portalId: number, formId: string, groups: readonly Json[]): Promise<void>;
  /** HUBSPOT_UNCERTAIN: it may have been taken. */
  submit(portalId: number, formId: string, submission: Submission): Promise<Submitted>;
}

/** A form that may be submitted through this service. */
export interface OpenForm {
  readonly portalId: number;
  readonly form: string;
  /** What submitting it proves, such as `demo_requested`. */
  readonly signal: string;
  /** The only fields that are taken. */
  readonly fields: readonly string[];
  /** Epoch milliseconds. */
  readonly until: number;
}

/** Throws AppError STORE_UNAVAILABLE. */
export interface FormStore {
  /** A second time replaces the first. */
  open(form: OpenForm): Promise<void>;
  /** @returns false when it was not open */
  close(portalId: number, form: string): Promise<boolean>;
  find(portalId: number, form: string): Promise<OpenForm | undefined>;
  /** In the order of their ids. */
  list(portalId: number): Promise<readonly OpenForm[]>;
}
