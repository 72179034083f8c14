/** What is wrong with one field of a request. */
export interface FieldError {
  /** Where: `event.on`, `events.2.kind`; empty for the whole body. */
  readonly path: string;
  readonly message: string;
}

/** The problems that this API itself can answer, each with its HTTP status. A refused event brings its own code, with 409. */
export const PROBLEMS = {
  'malformed-json': 400,
  'invalid-request': 400,
  'bad-register-id': 400,
  'bad-cursor': 400,
  'bad-if-match': 400,
  unauthorised: 401,
  forbidden: 403,
  'not-for-callers': 403,
  'not-for-this-token': 403,
  'restricted-record': 403,
  'unknown-route': 404,
  'unknown-person': 404,
  'unknown-pathway': 404,
  'unknown-event': 404,
  'unknown-referral': 404,
  'unknown-contact': 404,
  'unknown-sheet': 404,
  'unknown-document': 404,
  'unknown-staff': 404,
  'unknown-away': 404,
  'unknown-area': 404,
  'no-history': 404,
  'method-not-allowed': 405,
  'event-id-reused': 409,
  'person-mismatch': 409,
  'pathway-open': 409,
  'person-known': 409,
  'identity-known': 409,
  'not-refused': 409,
  'part-of-batch': 409,
  'successor-unfit': 409,
  'already-resolved': 409,
  'already-decided': 409,
  'contact-id-used': 409,
  'contact-ended': 409,
  'too-many-contacts': 409,
  'duplicate-record': 409,
  'document-id-used': 409,
  'document-known': 409,
  'too-many-documents': 409,
  'identity-lost': 409,
  'staff-known': 409,
  'address-taken': 409,
  'cover-unfit': 409,
  'not-in-service': 409,
  'owner-unfit': 409,
  'no-open-pathway': 409,
  'sequence-moved': 412,
  'contact-changed': 412,
  'sheet-changed': 412,
  'staff-changed': 412,
  'owner-changed': 412,
  'too-large': 413,
  'wrong-content-type': 415,
  'if-match-needed': 428,
  'too-many-requests': 429,
  'internal-error': 500,
  'database-away': 503,
  'database-read-only': 503,
  'database-full': 503,
  'clock-wrong': 503,
  busy: 503,
  'temporal-away': 503,
} as const;
export type ProblemCode = keyof typeof PROBLEMS;

export interface ProblemExtras {
  readonly errors?: readonly FieldError[];
  readonly headers?: Readonly<Record<string, string>>;
  /** Further members of the answer. */
  readonly members?: Readonly<Record<string, unknown>>;
  /** What lies behind it: for the log, never for the caller. */
  readonly cause?: unknown;
}

/** What the caller is told who was refused: the members of the answer, and whether the log of events keeps the refusal. */
export interface RefusalExtras {
  readonly members: Readonly<Record<string, unknown>>;
  readonly kept: boolean;
}

/** A problem to be answered as RFC 9457 says: a status, a stable code, and what to do about it. */
export class Problem extends Error {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly errors: readonly FieldError[] | undefined;
  readonly members: Readonly<Record<string, unknown>>;

  private constructor(
    status: number,
    readonly code: string,
    readonly detail: string,
    extras: ProblemExtras,
    /** True where the log of events has it: then it is answered even if the access log cannot be written. */
    readonly kept = false,
  ) {
    super(`${code}: ${detail}`, extras.cause === undefined ? undefined : { cause: extras.cause });
    this.name = 'Problem';
    this.status = status;
    this.headers = extras.headers ?? {};
    this.errors = extras.errors;
    this.members = extras.members ?? {};
  }

  /** A problem of the API's own list. */
  static of(code: ProblemCode, detail: string, extras: ProblemExtras = {}): Problem {
    return new Problem(PROBLEMS[code], code, detail, extras);
  }

  /** An event that was refused: 409 with the code of the refusal. */
  static refused(code: string, detail: string, { members, kept }: RefusalExtras): Problem {
    return new Problem(409, code, detail, { members }, kept);
  }
}
