/** The closed list of what can go wrong, for a caller to branch on. Messages are for people and say what to do next. */
export const OUTCOME = {
  /** What came in cannot be read or used. */
  INVALID_INPUT: { status: 400, retry: false },
  /** Not proven to come from HubSpot, or not our operator. */
  UNPROVEN: { status: 401, retry: false },
  PORTAL_UNKNOWN: { status: 403, retry: false },
  NOT_FOUND: { status: 404, retry: false },
  METHOD_NOT_ALLOWED: { status: 405, retry: false },
  TOO_LARGE: { status: 413, retry: false },
  UNSUPPORTED_TYPE: { status: 415, retry: false },
  /** More than one visitor would send. */
  TOO_MANY: { status: 429, retry: true },
  /** HubSpot understood and said no: the same call again would fail again. */
  HUBSPOT_REJECTED: { status: 502, retry: false },
  /** HubSpot no longer takes our token. */
  HUBSPOT_UNAUTHORIZED: { status: 502, retry: false },
  /** HubSpot is limiting us or is down; nothing happened. */
  HUBSPOT_BUSY: { status: 503, retry: true },
  /** The call may have happened: a time-out, a reset, a 5xx after the body was sent. Read before repeating. */
  HUBSPOT_UNCERTAIN: { status: 503, retry: true },
  /** HubSpot answered something we do not know how to read. */
  HUBSPOT_UNREADABLE: { status: 502, retry: false },
  /** Not over before `retryAfterMs`: what is asked waits for a person. The ask is kept until then. */
  NOT_YET: { status: 503, retry: true },
  STORE_UNAVAILABLE: { status: 503, retry: true },
  /** Another process holds the embedded store. */
  STORE_HELD: { status: 503, retry: false },
  MODEL_INVALID: { status: 400, retry: false },
  CONFIG_INVALID: { status: 400, retry: false },
  INTERNAL: { status: 500, retry: false },
} as const satisfies Record<string, { readonly status: number; readonly retry: boolean }>;

export type ErrorCode = keyof typeof OUTCOME;

/** Facts for logs and operators; never a person's data, a secret, or a body. */
export type ErrorFacts = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** The only error thrown on purpose. Branch on `code`, never on `message`. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly retryAfterMs: number | undefined;
  readonly facts: ErrorFacts;

  constructor(
    readonly code: ErrorCode,
    message: string,
    options: { readonly cause?: unknown; readonly retryAfterMs?: number; readonly facts?: ErrorFacts } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.retryAfterMs = options.retryAfterMs;
    this.facts = options.facts ?? {};
  }
}

/** Is this ours, and (when given) of that code? */
export function isAppError(error: unknown, code?: ErrorCode): error is AppError {
  return error instanceof AppError && (code === undefined || error.code === code);
}

/** After how many milliseconds to look again, when that is all that happened. */
export function notYetMs(error: unknown): number | undefined {
  return isAppError(error, 'NOT_YET') ? (error.retryAfterMs ?? 0) : undefined;
}
