import { AppError, isAppError } from '../app/errors.js';
import { codesOf, propertiesOf } from './errors.js';

/** A contact to write: its record id, or whatever it goes by. */
export interface Row {
  readonly id: string;
  readonly properties: Readonly<Record<string, string>>;
}

/** A batch that HubSpot keeps refusing as a whole is taken apart with at most this many calls. */
const MOST_CALLS = 40;
/** Statuses that refuse a whole batch for the sake of a row. */
const ABOUT_A_ROW: ReadonlySet<unknown> = new Set([400, 409]);
/** Codes that are about the property, so that every row with it fares alike. */
const ABOUT_A_PROPERTY = new Set(['PROPERTY_DOESNT_EXIST', 'READ_ONLY_VALUE']);

export interface Sending<R extends Row, A> {
  /** One call. Answers by id. */
  readonly send: (rows: readonly R[]) => Promise<ReadonlyMap<string, A>>;
  /** What a row is told whose group failed; throws what is not about rows. */
  readonly fail: (error: AppError) => A;
}

interface Split<R extends Row, A> {
  readonly answers: ReadonlyMap<string, A>;
  /** Smaller ones to send instead. */
  readonly groups: readonly (readonly R[])[];
}

/**
 * Sends up to 100 rows in one call. A batch refused as a whole is taken apart, so that one bad row never sinks the others.
 *
 * @returns every row's answer, by its id
 */
export async function sendInGroups<R extends Row, A>(
  rows: readonly R[],
  sending: Sending<R, A>,
): Promise<ReadonlyMap<string, A>> {
  const answers = new Map<string, A>();
  const groups: (readonly R[])[] = [rows];
  for (let calls = 0, group = groups.shift(); group; calls += 1, group = groups.shift()) {
    const split = calls < MOST_CALLS ? await tryGroup(group, sending) : failAll(group, tooMany(), sending);
    groups.push(...split.groups);
    for (const [id, answer] of split.answers) answers.set(id, answer);
  }
  return answers;
}

async function tryGroup<R extends Row, A>(rows: readonly R[], sending: Sending<R, A>): Promise<Split<R, A>> {
  try {
    return { answers: await sending.send(rows), groups: [] };
  } catch (error) {
    if (!isAppError(error)) throw error;
    return refusedAsAWhole(error, rows) ? takeApart(rows, error, sending) : failAll(rows, error, sending);
  }
}

function failAll<R extends Row, A>(rows: readonly R[], error: AppError, { fail }: Sending<R, A>): Split<R, A> {
  return { answers: new Map(rows.map(({ id }) => [id, fail(error)])), groups: [] };
}

const tooMany = () =>
  new AppError('HUBSPOT_BUSY', 'Not written: the batch held too many refused rows', { retryAfterMs: 1_000 });

const refusedAsAWhole = (error: AppError, rows: readonly Row[]): boolean =>
  error.code === 'HUBSPOT_REJECTED' && rows.length > 1 && ABOUT_A_ROW.has(error.facts['status']);

/** By the property that is at fault where one is, in halves otherwise. */
function takeApart<R extends Row, A>(rows: readonly R[], error: AppError, sending: Sending<R, A>): Split<R, A> {
  const codes = codesOf(error);
  const atFault = codes.length > 0 && codes.every((code) => ABOUT_A_PROPERTY.has(code)) ? propertiesOf(error) : [];
  const doomed = rows.filter((row) => atFault.some((property) => Object.hasOwn(row.properties, property)));
  if (doomed.length > 0) {
    const rest = rows.filter((row) => !doomed.includes(row));
    return { ...failAll(doomed, error, sending), groups: rest.length > 0 ? [rest] : [] };
  }
  const middle = Math.ceil(rows.length / 2);
  return { answers: new Map(), groups: [rows.slice(0, middle), rows.slice(middle)] };
}
