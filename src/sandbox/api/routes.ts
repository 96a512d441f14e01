import { API_PATHS } from './paths.js';
import type { Family, Handler } from './call.js';
import { objectTypeOf } from '../portal/object-type.js';
import { createRouter, type Router } from './router.js';
import { linkLabelled, linkPlainly, listLinks, readLinks, unlink } from './routes-associations.js';
import { batchArchive, batchCreate, batchRead, batchUpdate, batchUpsert } from './routes-batch.js';
import * as flows from './routes-flows.js';
import * as forms from './routes-forms.js';
import { listMembers } from './routes-lists.js';
import * as portal from './routes-portal.js';
import * as properties from './routes-properties.js';
import * as records from './routes-records.js';
import { search } from './routes-search.js';
import { readSubmissions, submitSecurely } from './routes-submissions.js';

/** One thing HubSpot offers, in one family. */
export interface Endpoint {
  readonly operation: string;
  readonly family: Family;
  readonly handler: Handler;
}

/** Which function answers which operation of the path table. */
function handlers(complete: (completion: portal.Completion) => void): Readonly<Record<string, Handler>> {
  const completion = portal.completionRoutes(complete);
  return {
    list: records.listRecords,
    create: records.createRecord,
    get: records.getRecord,
    update: records.updateRecord,
    delete: records.deleteRecord,
    merge: records.mergeRecords,
    'gdpr-delete': records.gdprDelete,
    'batch/read': batchRead,
    'batch/create': batchCreate,
    'batch/update': batchUpdate,
    'batch/upsert': batchUpsert,
    'batch/archive': batchArchive,
    search,
    'properties/list': properties.listProperties,
    'properties/create': properties.createProperty,
    'properties/batch/create': properties.createProperties,
    'properties/batch/read': properties.readProperties,
    'properties/groups/list': properties.listGroups,
    'properties/groups/create': properties.createGroup,
    'properties/groups/get': properties.getGroup,
    'properties/get': properties.getProperty,
    'properties/update': properties.updateProperty,
    'properties/archive': properties.archiveProperty,
    'pipelines/list': portal.listPipelines,
    'pipelines/get': portal.getPipeline,
    'pipelines/stages': portal.listStages,
    'associations/default': linkPlainly,
    'associations/labelled': linkLabelled,
    'associations/delete': unlink,
    'associations/list': listLinks,
    'associations/batch/read': readLinks,
    'lists/members': listMembers,
    'owners/list': portal.listOwners,
    'owners/get': portal.getOwner,
    'account/details': portal.accountDetails,
    'flows/list': flows.listFlows,
    'flows/create': flows.createFlow,
    'flows/get': flows.getFlow,
    'flows/replace': flows.replaceFlow,
    'flows/delete': flows.deleteFlow,
    'flows/batch/read': flows.readFlows,
    'action-types/list': flows.listActionTypes,
    'forms/list': forms.listForms,
    'forms/create': forms.createForm,
    'forms/get': forms.getForm,
    'forms/replace': forms.replaceForm,
    'forms/update': forms.updateForm,
    'forms/archive': forms.archiveForm,
    'forms/submit': submitSecurely,
    'forms/submissions': readSubmissions,
    'callbacks/complete': completion.one,
    'callbacks/batch': completion.many,
  };
}

/** Every path of both families. @param complete is told when a workflow execution is over */
export function createApiRouter(complete: (completion: portal.Completion) => void): Router<Endpoint> {
  const router = createRouter<Endpoint>();
  const byOperation = handlers(complete);
  for (const { operation, method, paths } of API_PATHS) {
    const handler = byOperation[operation];
    for (const family of ['classic', 'dated'] as const) {
      const template = paths[family];
      if (handler && template !== undefined) router.add(method, template, { operation, family, handler });
    }
  }
  return router;
}

/** What the counters call it: `contacts/batch/update`, `contacts/pipelines/list`, `owners/list`. */
export function endpointName(operation: string, typeInPath: string | undefined): string {
  if (typeInPath === undefined) return operation;
  return `${objectTypeOf(typeInPath) ?? 'unknown'}/${operation}`;
}
