/** The kinds of trouble that a page can tell of, each with its HTTP status. */
export const TROUBLES = {
  'bad-address': 400,
  forbidden: 403,
  'other-areas': 403,
  'restricted-take': 403,
  'no-role': 403,
  'other-identity': 403,
  'form-expired': 403,
  'not-found': 404,
  moved: 409,
  'too-many': 429,
  broken: 500,
  'sign-in-failed': 502,
  'sign-in-away': 503,
  'database-away': 503,
  'database-read-only': 503,
  busy: 503,
} as const;
export type Trouble = keyof typeof TROUBLES;

/** Something that a page cannot do, told to the reader on a page of its own. */
export class PageProblem extends Error {
  readonly status: number;

  constructor(
    readonly trouble: Trouble,
    options: ErrorOptions & { readonly detail?: string } = {},
  ) {
    super(trouble, options);
    this.status = TROUBLES[trouble];
  }
}
