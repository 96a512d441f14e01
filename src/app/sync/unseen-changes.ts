import { rankOf, stageOf } from '../../core/stages.js';
import type { Head } from './chain.js';
import type { Notice, NoticeSource } from './notices.js';
import type { SeenContact, Version } from './seen-contact.js';

/** A stage change the log does not have yet. Stages in our words; `at` by HubSpot's clock. */
export interface UnseenChange {
  readonly from: string;
  readonly to: string;
  readonly at: number;
  readonly source: NoticeSource;
}

const STAGE_PROPERTIES = ['lifecyclestage', 'hs_lead_status'] as const;
type StageProperty = (typeof STAGE_PROPERTIES)[number];

/** Where a contact was, from `at` on. */
interface Standing {
  readonly at: number;
  readonly word: string;
  /** HubSpot held no stage: somebody is between clearing and setting it. */
  readonly blank: boolean;
  readonly source: NoticeSource;
}

/** HubSpot dates the history and the notice of one change almost alike. */
const SAME_MS = 1_000;
/** Our clock and HubSpot's, and the time between a write and its line in the log. */
const APART_MS = 60_000;

/** Did our own app write it? */
export const isOurs = ({ changeSource, sourceId }: NoticeSource, appId: string): boolean =>
  changeSource === 'INTEGRATION' && appId !== '' && sourceId === appId;

/** HubSpot's own history; what it told of later than that (a read may lag behind) comes on top. */
function versionsOf(property: StageProperty, seen: SeenContact, notices: readonly Notice[]): readonly Version[] {
  const history = seen.history[property] ?? [];
  const newest = history.at(-1)?.at ?? -Infinity;
  const later = notices.flatMap(({ of, occurredAt, source }) =>
    of.kind === 'property' && of.property === property && occurredAt > newest + SAME_MS
      ? [{ value: of.value, at: occurredAt, source }]
      : [],
  );
  return [...history, ...later];
}

/** Both properties as one line of time; what was written together counts as one. */
function standings(seen: SeenContact, notices: readonly Notice[]): readonly Standing[] {
  const held: Record<StageProperty, string> = { lifecyclestage: '', hs_lead_status: '' };
  const all = STAGE_PROPERTIES.flatMap((property) => {
    const versions = versionsOf(property, seen, notices);
    if (versions.length === 0) held[property] = seen.properties[property] ?? '';
    return versions.map((version) => ({ ...version, property }));
  });
  const line: Standing[] = [];
  for (const { property, value, at, source } of all.sort((one, other) => one.at - other.at)) {
    held[property] = value;
    const word = stageOf(held.lifecyclestage, held.hs_lead_status);
    const standing = { at, word, blank: held.lifecyclestage === '', source };
    if (line.at(-1)?.at === at) line[line.length - 1] = standing;
    else line.push(standing);
  }
  return line;
}

/** Place of the last standing the log knows; −1: none. */
function knownUntil(line: readonly Standing[], head: Head): number {
  const byTime = line.findLastIndex(({ at }) => at <= head.at);
  if (head.way === 'sync') return byTime;
  // Our own line is dated by our clock: it stands for the standing of that name that lies nearest.
  const distance = (standing: Standing) => Math.abs(standing.at - head.at);
  const own = line.filter((standing) => standing.word === head.stage && distance(standing) <= APART_MS);
  const nearest = own.sort((one, other) => distance(one) - distance(other))[0];
  return nearest ? line.indexOf(nearest) : byTime;
}

interface Start {
  readonly place: number;
  readonly stage: string;
}

/** A contact without a log: what was before the first notice is its past, which nobody asked us to remember. */
function startOf(line: readonly Standing[], head: Head | undefined, notices: readonly Notice[]): Start {
  if (head) return { place: knownUntil(line, head), stage: head.stage };
  const first = Math.min(...notices.map(({ occurredAt }) => occurredAt));
  const place = line.findLastIndex(({ at }) => at < first - SAME_MS);
  // Nothing before it: HubSpot makes a lead of whoever comes without a stage.
  return { place, stage: line[place]?.word ?? 'lead' };
}

/** Born where the journey begins is no change. */
const isBirth = (place: number, { word }: Standing): boolean =>
  place === -1 && (rankOf(word) ?? Infinity) <= (rankOf('lead') ?? 0);

/**
 * The stage changes by others that the log does not have yet, oldest first: each `from` is the `to` before it, and the first
 * is the head of the log. Notices say that something happened; what, in which order and by whom is read off HubSpot's own
 * history, so that it does not matter in which order they came, how often, or whether one got lost.
 *
 * What our app wrote is left out, unless it is where the contact stands now and the log does not know. A stage that is
 * cleared is somebody's way back; only one that stays empty counts, as `lead`.
 *
 * @param head where the log ends; absent: there is none
 * @param notices of this contact, at least one when there is no head
 */
export function unseenChanges(
  seen: SeenContact,
  head: Head | undefined,
  notices: readonly Notice[],
): readonly UnseenChange[] {
  const line = standings(seen, notices);
  const start = startOf(line, head, notices);
  const appId = notices.find((notice) => notice.appId !== '')?.appId ?? '';
  const changes: UnseenChange[] = [];
  let stage = start.stage;
  line.forEach((standing, place) => {
    const { word, at, source, blank } = standing;
    const isLast = place === line.length - 1;
    if (place <= start.place || word === stage) return;
    if (!isLast && (blank || isOurs(source, appId))) return;
    if (head === undefined && place === 0 && isBirth(start.place, standing)) return void (stage = word);
    changes.push({ from: stage, to: word, at, source });
    stage = word;
  });
  return changes;
}
