import { DatabaseError } from 'pg';
import { AppError, isAppError } from '../app/errors.js';

const RETRY_AFTER_MS = 1_000;

/**
 * SQLSTATE classes that say "not now" rather than "not this": connection, transaction rollback, out of resources, operator
 * intervention (shutdown, time-out), system error.
 * @source PostgreSQL documentation, appendix A
 */
const NOT_NOW = ['08', '40', '53', '57', '58'];
/** Classes that say the address is wrong: the name, the password, the database. */
const NOT_HERE = ['28', '3D'];
/** Data the database refuses, and what concurrent writers do to each other: the other rows of a batch may still pass. */
const ONE_ROWS_FAULT = ['21', '22', '23', '40'];

function classOf(error: unknown): string | undefined {
  return error instanceof DatabaseError ? (error.code ?? '').slice(0, 2) : undefined;
}

/** A slip of ours, not of the network. */
function isBug(error: unknown): boolean {
  return error instanceof TypeError || error instanceof RangeError || error instanceof SyntaxError;
}

/**
 * What a failed statement means to a caller. An error that PostgreSQL did not send is a broken connection: what was under
 * way may have happened.
 *
 * @returns `STORE_UNAVAILABLE` (try again), `CONFIG_INVALID` (the database does not let us in), `INTERNAL` (our statement is
 *          wrong), or the error itself when it is ours
 */
export function toStoreError(error: unknown): AppError {
  if (isAppError(error)) return error;
  const sqlClass = classOf(error);
  if (sqlClass !== undefined && NOT_HERE.includes(sqlClass)) {
    return new AppError('CONFIG_INVALID', 'The database does not let us in: check DATABASE_URL.', { cause: error });
  }
  const wrong = sqlClass === undefined ? isBug(error) : !NOT_NOW.includes(sqlClass);
  if (wrong) return new AppError('INTERNAL', 'The store refused a statement.', { cause: error });
  return new AppError('STORE_UNAVAILABLE', 'The store cannot be reached; try again.', {
    cause: error,
    retryAfterMs: RETRY_AFTER_MS,
  });
}

/** May the other rows of the batch still pass, one by one? */
export function isOneRowsFault(error: unknown): boolean {
  return ONE_ROWS_FAULT.includes(classOf(error) ?? '');
}

/** Did two writers get in each other's way? The same statement may pass now. */
export function isCollision(error: unknown): boolean {
  return classOf(error) === '40' || (error instanceof DatabaseError && error.code === '23505');
}

/** Runs a statement. @throws AppError only */
export async function inStore<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toStoreError(error);
  }
}
