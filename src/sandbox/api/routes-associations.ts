import { isPrimary, plainType, targetOf, type End } from '../portal/associations.js';
import { batchAnswer } from './batch-run.js';
import type { Call, Handler } from './call.js';
import type { ObjectType } from '../portal/object-properties.js';
import { objectTypeOf, TYPE_IDS, unknownType } from '../portal/object-type.js';
import { asList, asObject, asText } from './read-input.js';
import { badLink, SINGULAR } from './record-service.js';
import { invalid, NO_CONTENT, ok, refuse, type Refusal } from './reply.js';

interface Pair {
  readonly from: End;
  readonly to: End;
}

/** The two types of the path, and the two ends where it names them. */
function typesOf(call: Call): { readonly from: ObjectType; readonly to: ObjectType } | Refusal {
  const from = objectTypeOf(call.params['type']);
  const to = objectTypeOf(call.params['toType']);
  if (!from) return unknownType(call.params['type']);
  if (!to) return unknownType(call.params['toType']);
  return { from, to };
}

function pairOf(call: Call): Pair | Refusal {
  const types = typesOf(call);
  if ('status' in types) return types;
  const from = { type: types.from, id: call.params['id'] ?? '' };
  const to = { type: types.to, id: call.params['toId'] ?? '' };
  for (const end of [from, to]) if (!call.portal.tables[end.type].get(end.id)) return badLink(end.type, end.id);
  return { from, to };
}

/** The plain link; repeated, it changes nothing. */
export const linkPlainly: Handler = (call) => {
  const pair = pairOf(call);
  if ('status' in pair) return refuse(pair);
  const typeId = plainType(pair.from.type, pair.to.type);
  if (typeId === undefined) return refuse(invalid('These object types cannot be associated'));
  link(call, pair, [typeId]);
  const results = [pair, { from: pair.to, to: pair.from }].map(({ from, to }) => ({
    from: { id: from.id },
    to: { id: to.id },
    associationSpec: { associationCategory: 'HUBSPOT_DEFINED', associationTypeId: plainType(from.type, to.type) },
  }));
  return batchAnswer(call, { results, errors: [] });
};

/** The first company of a contact becomes its primary one. */
function link(call: Call, { from, to }: Pair, typeIds: readonly number[]): void {
  const { associations } = call.portal;
  const [contact, company] = from.type === 'contacts' ? [from, to] : [to, from];
  const isCompany = contact.type === 'contacts' && company.type === 'companies';
  const first = isCompany && associations.from(contact, 'companies').length === 0;
  associations.link(from, to, typeIds);
  if (!isCompany || !(first || typeIds.some(isPrimary))) return;
  associations.link(contact, company, [1]);
  const record = call.portal.tables.contacts.get(contact.id);
  if (record) call.portal.writeContact(record, { associatedcompanyid: company.id }, { writer: call.writer });
}

/** Replaces the labels of the link by those given. */
export const linkLabelled: Handler = (call) => {
  const pair = pairOf(call);
  if ('status' in pair) return refuse(pair);
  const typeIds = asList(call.body).map((spec) => Number(asObject(spec)['associationTypeId']));
  const wrong = typeIds.find((typeId) => targetOf(pair.from.type, typeId) !== pair.to.type);
  if (wrong !== undefined || typeIds.length === 0) {
    return refuse(invalid(`Association type ${String(wrong)} does not lead from ${pair.from.type} to ${pair.to.type}`));
  }
  call.portal.associations.unlink(pair.from, pair.to);
  link(call, pair, typeIds);
  const body = {
    fromObjectTypeId: TYPE_IDS[pair.from.type],
    fromObjectId: Number(pair.from.id),
    toObjectTypeId: TYPE_IDS[pair.to.type],
    toObjectId: Number(pair.to.id),
    labels: [],
  };
  return ok(body, 201);
};

export const unlink: Handler = (call) => {
  const pair = pairOf(call);
  if (!('status' in pair)) call.portal.associations.unlink(pair.from, pair.to);
  return NO_CONTENT;
};

/** One page holds them all up to 500. */
export const listLinks: Handler = (call) => {
  const types = typesOf(call);
  if ('status' in types) return refuse(types);
  const limit = Math.min(500, Number(call.query.get('limit') ?? '500'));
  const after = Number(call.query.get('after') ?? '0');
  const links = linksFrom(call, { type: types.from, id: call.params['id'] ?? '' }, types.to);
  const next = after + limit < links.length ? { paging: { next: { after: String(after + limit) } } } : {};
  return ok({ results: links.slice(after, after + limit), ...next });
};

function linksFrom(call: Call, end: End, to: ObjectType): unknown[] {
  return call.portal.associations.from(end, to).map(({ toId, typeIds }) => ({
    toObjectId: Number(toId),
    associationTypes: typeIds.map((typeId) => ({
      category: 'HUBSPOT_DEFINED',
      typeId,
      label: isPrimary(typeId) ? 'Primary' : null,
    })),
  }));
}

/** A record without links turns the answer into a 207; that is no failure. */
export const readLinks: Handler = (call) => {
  const types = typesOf(call);
  if ('status' in types) return refuse(types);
  const ids = asList(asObject(call.body)['inputs']).map((input) => asText(asObject(input)['id']) ?? '');
  if (ids.length > 1000) return refuse(invalid('at most 1000 inputs are allowed in one batch'));
  const results: unknown[] = [];
  const errors: unknown[] = [];
  for (const id of ids) {
    const to = linksFrom(call, { type: types.from, id }, types.to);
    if (to.length > 0) results.push({ from: { id }, to });
    else errors.push(nothingLinked(types, id));
  }
  return batchAnswer(call, { results, errors });
};

function nothingLinked({ from, to }: { from: ObjectType; to: ObjectType }, id: string): unknown {
  const [fromName, toName] = [SINGULAR[from].toLowerCase(), SINGULAR[to].toLowerCase()];
  return {
    status: 'error',
    category: 'OBJECT_NOT_FOUND',
    subCategory: 'crm.associations.NO_ASSOCIATIONS_FOUND',
    message: `No ${toName} is associated with ${fromName} ${id}.`,
    context: { fromObjectId: [id], fromObjectType: [fromName], toObjectType: [toName] },
  };
}
