/** What the sandbox answers to one call. No body: an empty answer. */
export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One line of an error's `errors`. */
export interface ErrorDetail {
  readonly message: string;
  readonly code: string;
  readonly context: Readonly<Record<string, readonly string[]>>;
}

/** Why HubSpot says no to a call, or to one input of a batch. */
export interface Refusal {
  readonly status: number;
  readonly message: string;
  readonly category?: string;
  readonly subCategory?: string;
  readonly context?: Readonly<Record<string, readonly string[]>>;
  readonly errors?: readonly ErrorDetail[];
}

/** HubSpot's error envelope; the server adds the correlation id. */
export function refuse(refusal: Refusal): Reply {
  const { status, ...rest } = refusal;
  return { status, body: { status: 'error', ...rest } };
}

/** The commonest no: 400 VALIDATION_ERROR. */
export function invalid(message: string, rest: Partial<Refusal> = {}): Refusal {
  return { status: 400, message, category: 'VALIDATION_ERROR', ...rest };
}

/** @source recorded: the body of a missing record has no category */
export const NOT_FOUND: Refusal = { status: 404, message: 'resource not found' };

/** An answer with a body. */
export function ok(body: unknown, status = 200): Reply {
  return { status, body };
}

export const NO_CONTENT: Reply = { status: 204 };
