import { z } from 'zod';
import type { Transition } from '../app/outcome.js';
import type { AssignmentRow } from '../app/assignment.js';
import type { DeliveryRow } from '../app/announcements/delivery.js';
import type { Choice } from '../app/list-choices.js';
import type { DecisionRow } from '../app/ports.js';

/* Bodies in and out. Only what we use is named; everything else HubSpot sends is dropped. */

/** HubSpot's numbers, which also come as strings of digits. Up to 2^53−1. */
export const Id = z.union([
  z.int().positive(),
  z
    .string()
    .regex(/^[1-9]\d{0,15}$/)
    .transform(Number)
    .pipe(z.int()),
]);

/** Something that names who asked: it ends up in the log, so its letters are few. */
const Name = z.union([z.int().nonnegative().transform(String), z.string().regex(/^[\w.-]{1,64}$/)]);

/**
 * One execution of a workflow action, in the documented shape and in the one of platform 2026.03.
 *
 * @source HubSpot, "Custom workflow actions"; agents may call without a contact, so `object` may be absent
 */
export const ExecutionBody = z.object({
  callbackId: z.string().min(1).max(512),
  origin: z.object({ portalId: Id }),
  context: z
    .object({ source: Name.nullish(), workflowId: Name.nullish(), agentId: Name.nullish() })
    .nullish()
    .transform((context) => context ?? {}),
  object: z.object({ objectId: Id.nullish(), objectType: z.string().nullish() }).nullish(),
  inputFields: z.unknown().optional(),
  fields: z.unknown().optional(),
});
export type ExecutionBody = z.output<typeof ExecutionBody>;

/** Our answer to an execution. Every value is a string; HubSpot's own keys start with `hs_`. */
export interface ExecutionReply {
  readonly outputFields: Readonly<Record<string, string>>;
}

/**
 * HubSpot asking for the choices of a field.
 *
 * @source HubSpot, "Custom workflow actions": external options
 */
export const OptionsBody = z.object({
  origin: z.object({ portalId: Id }),
  fetchOptions: z
    .object({ q: z.string().max(200).nullish(), after: z.string().max(64).nullish() })
    .nullish()
    .transform((options) => options ?? {}),
});

/** Our answer. `after` names the page after this one. */
export interface OptionsReply {
  readonly options: readonly Choice[];
  readonly after?: string;
  readonly searchable: boolean;
}

/** `POST /admin/acceptances`: a rep's answer to a lead, told by whatever he answered in. */
export const AcceptanceBody = z.object({
  portalId: Id,
  contactId: Id.transform(String),
  outcome: z.enum(['accepted', 'refused']),
  /** Who answered; ends up in the outputs of the workflow. */
  by: z.string().trim().min(1).max(128),
  /** The answer's own id among those to this lead, so that telling it twice is one answer. */
  id: z.string().min(1).max(128).optional(),
});
export type AcceptanceBody = z.output<typeof AcceptanceBody>;

/** Every error we answer, whatever its cause. `error` is a code of the closed list, in kebab-case. */
export interface ErrorBody {
  readonly error: string;
  readonly requestId: string;
}

/** A row of `GET /admin/decisions`; `at` is ISO 8601, UTC. */
export type DecisionJson = Omit<DecisionRow, 'at'> & { readonly at: string };
/** A row of `GET /admin/transitions`; `at` is ISO 8601, UTC. `passed`: stages passed through, only where there were any. */
export type TransitionJson = Omit<Transition, 'at' | 'passed'> & {
  readonly at: string;
  readonly passed?: readonly string[];
};

/** A row of `GET /admin/deliveries`. `because`: why it is where it is, only where that is not plain. */
export type DeliveryJson = Omit<DeliveryRow, 'at' | 'because'> & { readonly at: string; readonly because?: string };

/** A row of `GET /admin/assignments`. Without `owner` nobody was left; `passedOver` says why each of the others did not get it. */
export type AssignmentJson = Omit<AssignmentRow, 'at'> & { readonly at: string };

/** One value of the query at most, and not an empty one. */
const Digits = z.string().regex(/^[1-9]\d{0,15}$/);

/** The query of an admin listing. A parameter given twice is refused; parameters we do not know are ignored. */
export const ListQuery = z.object({
  portal: Digits.transform(Number).pipe(z.int()).optional(),
  contact: Digits.optional(),
  since: z
    .union([z.iso.datetime({ offset: true }), z.iso.date()])
    .transform((text) => Date.parse(text))
    .optional(),
  limit: Digits.transform(Number).pipe(z.int()).optional(),
});
