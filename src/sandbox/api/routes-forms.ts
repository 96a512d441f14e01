import type { StoredForm } from '../portal/forms.js';
import type { Call, Handler } from './call.js';
import { changeRefused, formRefused } from './form-body.js';
import { asObject, listInQuery } from './read-input.js';
import { invalid, NO_CONTENT, ok, refuse, type Reply } from './reply.js';

/** @source ours: HubSpot publishes neither number */
const [USUAL, MOST] = [20, 100];

function withForm(work: (call: Call, form: StoredForm) => Reply): Handler {
  return (call) => {
    const id = call.params['formId'] ?? '';
    const form = call.portal.forms.get(id);
    const archived = call.query.get('archived') === 'true';
    if (form && form.archived === archived) return work(call, form);
    return refuse({ status: 404, message: `No form found with id ${id}`, category: 'OBJECT_NOT_FOUND' });
  };
}

/** Those of HubSpot's own make, unless `formTypes` says otherwise; `after` is the place the page before ended at. */
export const listForms: Handler = ({ portal, query }) => {
  const limit = Number(query.get('limit') ?? USUAL);
  if (!(limit >= 1 && limit <= MOST)) return refuse(invalid(`limit must be between 1 and ${MOST}`));
  const types = listInQuery(query, 'formTypes') ?? ['hubspot'];
  const all = portal.forms.list(query.get('archived') === 'true');
  const wanted = all.filter(({ formType }) => types.includes('all') || types.includes(String(formType)));
  const start = Number(query.get('after') ?? '0');
  const end = start + limit;
  const paging = end < wanted.length ? { paging: { next: { after: String(end), link: '' } } } : {};
  return ok({ results: wanted.slice(start, end), ...paging });
};

export const createForm: Handler = ({ portal, body }) => {
  const definition = asObject(body);
  const refused = formRefused(definition, portal.tables.contacts.properties);
  return refused ? refuse(refused) : ok(portal.forms.add(definition), 201);
};

export const getForm = withForm((_call, form) => ok(form));

/** Whole blocks take the place of what was there; one that is not sent stays. */
export const updateForm = withForm(({ portal, body }, form) => {
  const blocks = asObject(body);
  const refused = changeRefused(form, blocks, portal.tables.contacts.properties);
  return refused ? refuse(refused) : ok(portal.forms.change(form.id, blocks));
});

/** Nothing stays of what was there but its id and its dates. */
export const replaceForm = withForm(({ portal, body }, form) => {
  const definition = asObject(body);
  const refused = formRefused(definition, portal.tables.contacts.properties);
  return refused ? refuse(refused) : ok(portal.forms.replace(form.id, definition));
});

export const archiveForm = withForm(({ portal }, form) => {
  portal.forms.archive(form.id);
  return NO_CONTENT;
});
