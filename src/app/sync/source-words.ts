import type { NoticeSource } from './notices.js';

/** HubSpot's words for what wrote a value → ours. What is not here is named by HubSpot's own word. */
const WRITERS: ReadonlyMap<string, { readonly as: string; readonly said: string }> = new Map(
  Object.entries({
    CRM_UI: { as: 'portal', said: 'by hand' },
    CRM_UI_BULK_ACTION: { as: 'portal', said: 'by hand, many at once' },
    SALESFORCE: { as: 'salesforce', said: 'by the Salesforce sync' },
    IMPORT: { as: 'import', said: "by HubSpot's own import" },
    FORM: { as: 'form', said: 'by a form' },
    INTEGRATION: { as: 'app', said: 'by an app' },
    API: { as: 'app', said: 'by an app' },
    AUTOMATION_PLATFORM: { as: 'workflow', said: 'by a workflow' },
    WORKFLOWS: { as: 'workflow', said: 'by a workflow' },
    COMPANIES: { as: 'company', said: 'because its company was' },
    DEALS: { as: 'deal', said: 'because of a deal' },
    MERGE_CONTACTS: { as: 'merge', said: 'when contacts were merged' },
    MERGE_OBJECTS: { as: 'merge', said: 'when contacts were merged' },
  }),
);

const MAX = 96;
const USER = /^userId:(\d+)$/;

/**
 * Who made a change, as the log names those who act: `user:9001`, `app:71000`, `form:<guid>`, `salesforce`. `portal` where
 * HubSpot does not say.
 */
export function actorOf({ changeSource, sourceId }: NoticeSource): string {
  const user = USER.exec(sourceId)?.[1];
  if (user !== undefined) return `user:${user}`;
  const kind = WRITERS.get(changeSource)?.as ?? (changeSource.toLowerCase() || 'portal');
  const named = kind !== 'portal' && kind !== 'salesforce' && sourceId !== '';
  return (named ? `${kind}:${sourceId}` : kind).slice(0, MAX);
}

/** The change in words, for people. */
export function becauseOf({ changeSource }: NoticeSource): string {
  return `Changed in HubSpot ${WRITERS.get(changeSource)?.said ?? 'by others'}`;
}

/** What the log calls the reason: HubSpot's own word. */
export function ruleOf({ changeSource }: NoticeSource): string {
  return changeSource === '' ? 'seen' : changeSource;
}
