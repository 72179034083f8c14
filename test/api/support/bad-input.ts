/** One request that must be refused, with the reason that helps. `TOM` stands for the register id of somebody referred, `OTHER` for another's. */
export interface BadInput {
  readonly name: string;
  readonly method?: 'get' | 'post' | 'put' | 'delete' | 'patch';
  /** Below /api/v1; the events of TOM without it. */
  readonly path?: string;
  /** A text is sent as it stands. */
  readonly body?: object | string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
  readonly token?: 'none' | 'weak' | 'revoked';
  readonly status: number;
  readonly code: string;
  /** What the answer must say: a field's path, or words. */
  readonly says: string;
  /** A refusal of the core, which is kept as refused. */
  readonly kept?: true;
}

/** A referral, and a person, as they should be. */
export const referral = { type: 'referral-received', source: 'family' };
export const person = { name: 'Test Person', bornOn: '2011-03-02' };
/** The id of no event. */
export const UUID = '0f8f1b9e-3c54-4a0e-8d2e-6a6a5e7f1a09';

/** A body that is wrong in itself: 400 unless said otherwise. */
export const bad = (name: string, body: object | string | Buffer, says: string, more: Partial<BadInput> = {}): BadInput => ({
  name,
  body,
  says,
  status: 400,
  code: 'invalid-request',
  ...more,
});
/** A body that is well in itself, and illegal for the person as they stand. */
export const refused = (name: string, body: object, code: string, says: string): BadInput => ({
  name,
  body,
  says,
  status: 409,
  code,
  kept: true,
});

/** A bad question. */
export const get = (name: string, path: string, says: string, more: Partial<BadInput> = {}): BadInput => ({
  name,
  method: 'get',
  path,
  says,
  status: 400,
  code: 'invalid-request',
  ...more,
});
