import type { Seals } from '../../../infra/seals';

const TOKEN = /^([0-9a-f]+)\.([\w-]+)\.([0-9a-f]{64}\..+)$/;

/** The part of a form's token that must be the session's own. */
export const csrfOf = (sent: string): string => sent.split('.', 1)[0] ?? '';

/** What a form posts as its token: of whoever sends it, from whichever page, in the session that it was made in. */
export interface FormTokens {
  /** The token of a form that a member of staff is shown. */
  make(csrf: string, staff: string): string;
  /** For whom a token was made, however long ago and in whichever session; null where it is none of ours. */
  madeFor(sent: unknown): string | null;
}

/**
 * Tokens against forged requests that also say, under a key, for whom the form was made: a form that comes after its session has ended is still
 * known as theirs, and nobody can make one up.
 */
export function formTokens(seals: Seals): FormTokens {
  const about = (csrf: string, staff: string): string => `${csrf} ${staff}`;
  return {
    make: (csrf, staff) => `${csrf}.${Buffer.from(staff).toString('base64url')}.${seals.make('form', about(csrf, staff))}`,
    madeFor: (sent) => {
      const [, csrf = '', named = '', seal = ''] = (typeof sent === 'string' && TOKEN.exec(sent)) || [];
      const staff = Buffer.from(named, 'base64url').toString();
      return seal !== '' && seals.check('form', about(csrf, staff), seal) === 'right' ? staff : null;
    },
  };
}
