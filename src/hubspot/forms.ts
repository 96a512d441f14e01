import type { z } from 'zod';
import { isAppError } from '../app/errors.js';
import type { Form, FormField, FormsPortal } from '../app/forms/form.js';
import { allPages } from './all-pages.js';
import type { Call } from './call.js';
import { problemsOf } from './errors.js';
import type { Pace } from './pace.js';
import { FormDefinition, FormFieldWire, FormList, Identified, Nothing, SubmittedForm } from './wire.js';

const CONTACT = '0-1';
/** @source HubSpot forms API: the most a page takes is not published; 100 is what its examples page by */
const PAGES = { limit: 100, mostPages: 100 } as const;
const NOT_FOUND = 404;

type FieldWire = z.infer<typeof FormFieldWire>;

/** A field, and those that hang on it. */
function fieldsIn(value: unknown): readonly FieldWire[] {
  const read = FormFieldWire.safeParse(value);
  return read.success ? [read.data, ...read.data.dependentFields.flatMap((one) => fieldsIn(one.dependentField))] : [];
}

function fieldOf({ objectTypeId, name, hidden, required, fieldType, ...held }: FieldWire): FormField {
  const value = held.defaultValue ?? held.defaultValues[0];
  const options = held.options.map((option) => option.value);
  const ofContact = objectTypeId === '' || objectTypeId === CONTACT;
  return { name, ofContact, hidden, required, fieldType, options, ...(value === undefined ? {} : { value }) };
}

function formOf({ id, name, fieldGroups, configuration }: z.infer<typeof FormDefinition>): Form {
  const inGroups: readonly unknown[] = fieldGroups.flatMap(({ fields }) => (Array.isArray(fields) ? fields : []));
  const stage = configuration.lifecycleStages.find(({ objectTypeId }) => objectTypeId === CONTACT)?.value;
  return {
    id: id.toLowerCase(),
    name,
    fields: inGroups.flatMap(fieldsIn).map(fieldOf),
    groups: fieldGroups,
    ...(stage === undefined ? {} : { stage }),
  };
}

/** The forms of a portal, never ahead of somebody who waits for an answer. */
export function createForms({ call, pace }: { readonly call: Call; readonly pace: Pace }): FormsPortal {
  return {
    list: (portalId) =>
      pace(portalId, 'later', async (admit) => {
        const query = { formTypes: 'all' };
        const listing = { portalId, operation: 'forms.list', query, answer: FormList, admit, ...PAGES } as const;
        return (await allPages(call, listing)).map(formOf);
      }),
    get: (portalId, formId) =>
      pace(portalId, 'later', async (admit) => {
        try {
          return formOf(
            await call({ portalId, operation: 'forms.get', params: { formId }, answer: FormDefinition, admit }),
          );
        } catch (error) {
          if (isAppError(error) && error.facts['status'] === NOT_FOUND) return undefined;
          throw error;
        }
      }),
    create: (portalId, body) =>
      pace(portalId, 'later', async (admit) => {
        const { id } = await call({ portalId, operation: 'forms.create', body, answer: Identified, admit });
        return id.toLowerCase();
      }),
    replaceGroups: (portalId, formId, fieldGroups) =>
      pace(portalId, 'later', async (admit) => {
        const params = { formId };
        await call({ portalId, operation: 'forms.update', params, body: { fieldGroups }, answer: Nothing, admit });
      }),
    submit: (portalId, formId, submission) =>
      pace(portalId, 'later', async (admit) => {
        const { fields, context, legalConsentOptions } = submission;
        const body = {
          fields: fields.map((field) => ({ objectTypeId: CONTACT, ...field })),
          ...(context === undefined ? {} : { context }),
          ...(legalConsentOptions === undefined ? {} : { legalConsentOptions }),
        };
        const params = { portalId: String(portalId), formId };
        try {
          const answer = await call({
            ...{ portalId, operation: 'forms.submit', params, body, answer: SubmittedForm, admit },
          } as const);
          return { kind: 'taken', message: answer.inlineMessage, redirect: answer.redirectUri };
        } catch (error) {
          const problems = isAppError(error, 'HUBSPOT_REJECTED') ? problemsOf(error) : [];
          if (problems.length > 0) return { kind: 'refused', problems };
          throw error;
        }
      }),
  };
}
