import type { FormSubmission, StoredForm, SubmittedValue } from '../portal/forms.js';
import type { Portal } from '../portal/portal.js';
import type { Faults } from '../faults.js';
import type { Handler } from './call.js';
import { carryOut, replyWith, type CarryOutDeps } from './carry-out.js';
import { submissionErrors } from './check-submission.js';
import type { Ending, Incoming } from './door.js';
import { createRateWindow, type RateWindow } from './rate-window.js';
import { asList, asObject, asText } from './read-input.js';
import { invalid, ok, refuse, type Reply } from './reply.js';

type Json = Readonly<Record<string, unknown>>;

/** @source HubSpot: an open endpoint takes 50 calls in ten seconds */
const OPEN_CALLS_PER_10S = 50;
const OPEN = /^\/submissions\/v3\/integration\/submit\/(\d+)\/([0-9a-fA-F-]+)\/?$/;
const MOST_READ_BACK = 50;
/** A submission may be dated back a month. */
const OLDEST_MS = 30 * 86_400_000;

const NO_FORM: Reply = refuse({ status: 404, message: 'No form found' });

function valuesIn(body: Json): readonly SubmittedValue[] {
  return asList(body['fields']).map((field) => {
    const { objectTypeId, name, value } = asObject(field);
    return { objectTypeId: asText(objectTypeId) ?? '0-1', name: asText(name) ?? '', value: asText(value) ?? '' };
  });
}

function submissionIn(body: Json, values: readonly SubmittedValue[], now: number): FormSubmission {
  const context = asObject(body['context']);
  const given = Number(asText(body['submittedAt']) ?? NaN);
  const [pageUri, pageName, pageId] = ['pageUri', 'pageName', 'pageId'].map((key) => asText(context[key]));
  return {
    submittedAt: given <= now && given > now - OLDEST_MS ? given : now,
    values,
    ...(pageUri === undefined ? {} : { pageUri }),
    ...(pageName === undefined ? {} : { pageName }),
    ...(pageId === undefined ? {} : { pageId }),
  };
}

/** What the form says to somebody who sent it. */
function saidBy(form: StoredForm): Json {
  const { type, value } = asObject(asObject(form['configuration'])['postSubmitAction']);
  return type === 'redirect_url' ? { redirectUri: asText(value) } : { inlineMessage: asText(value) ?? 'Thanks' };
}

function take(portal: Portal, formId: string, { body, secure }: { body: Json; secure: boolean }): Reply {
  const form = portal.forms.get(formId);
  if (form?.archived !== false) return NO_FORM;
  const values = valuesIn(body);
  const errors = submissionErrors({ form, values, body, secure, portal });
  if (errors.length > 0) return { status: 400, body: { status: 'error', message: 'The request is not valid', errors } };
  portal.forms.submit(form, submissionIn(body, values, portal.now()));
  return ok(saidBy(form));
}

/** With a token; the path names the portal of the token. */
export const submitSecurely: Handler = ({ portal, params, body }) =>
  params['portalId'] === String(portal.portalId)
    ? take(portal, params['formId'] ?? '', { body: asObject(body), secure: true })
    : NO_FORM;

/** @source HubSpot's legacy API, the only one that reads submissions back: newest first, `after` the place the page ended at */
export const readSubmissions: Handler = ({ portal, params, query }) => {
  const form = portal.forms.get(params['formId'] ?? '');
  const limit = Number(query.get('limit') ?? 20);
  if (!form) return NO_FORM;
  if (!(limit >= 1 && limit <= MOST_READ_BACK)) return refuse(invalid(`limit must be at most ${MOST_READ_BACK}`));
  const all = portal.forms.submissions(form.id);
  const start = Number(query.get('after') ?? '0');
  const results = all.slice(start, start + limit).map(({ submittedAt, values, pageUri }) => ({
    submittedAt,
    values,
    ...(pageUri === undefined ? {} : { pageUrl: pageUri }),
  }));
  const more = start + limit < all.length;
  return ok({ results, ...(more ? { paging: { next: { after: String(start + limit), link: '' } } } : {}) });
};

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

const FROM_ANY_PAGE = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Headers': 'Content-Type' };

export interface OpenSubmissionsDeps extends CarryOutDeps {
  readonly portals: readonly Portal[];
  readonly faults: Pick<Faults, 'strike'>;
  /** Epoch ms. */
  readonly realNow: () => number;
}

/** The open endpoint: no token, any page, a limit of its own; what comes through it costs the app none of its calls. */
export function createOpenSubmissions(deps: OpenSubmissionsDeps) {
  const windows = new Map<Portal, RateWindow>();

  function isFull(portal: Portal, at: number): boolean {
    const window = windows.get(portal) ?? createRateWindow(OPEN_CALLS_PER_10S, 10_000);
    windows.set(portal, window);
    return window.take(at) < 0;
  }

  function submit(portal: Portal, formId: string, incoming: Incoming): Promise<Ending> {
    const at = deps.realNow();
    return carryOut(deps, {
      ...{ incoming, portalId: portal.portalId, endpoint: 'forms/submit/open', at },
      injected: deps.faults.strike(incoming.method, incoming.path),
      isFull: isFull(portal, at),
      tooMany: () => ({ status: 429, body: { status: 'error', message: 'You have reached your limit.' } }),
      answer: () => {
        const json = jsonOf(incoming.body);
        return json === undefined
          ? refuse(invalid('The request is not valid'))
          : take(portal, formId, { body: asObject(json), secure: false });
      },
    });
  }

  /** @returns `undefined`: none of ours */
  return async function answer(incoming: Incoming): Promise<Ending | undefined> {
    const [, portalId, formId = ''] = OPEN.exec(incoming.path) ?? [];
    if (portalId === undefined) return undefined;
    if (incoming.method === 'OPTIONS') return replyWith({ status: 204, headers: FROM_ANY_PAGE });
    if (incoming.method !== 'POST') return replyWith(refuse({ status: 405, message: 'Method not allowed' }));
    const portal = deps.portals.find((one) => String(one.portalId) === portalId);
    const ending = portal ? await submit(portal, formId, incoming) : replyWith(NO_FORM);
    return ending.kind === 'reply' ? replyWith({ ...ending.reply, headers: FROM_ANY_PAGE }) : ending;
  };
}
