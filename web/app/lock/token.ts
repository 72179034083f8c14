import type { Instant } from '../../../domain/calendar/dates';
import type { Seals } from '../../../infra/seals';

const TOKEN = /^([0-9a-f]+)\.([\w-]+)\.([0-9a-z]+)\.([0-9a-f]{64}\..+)$/;
const DIGITS = 36;

/** The part of a form's token that must be the session's own. */
export const csrfOf = (sent: string): string => sent.split('.', 1)[0] ?? '';

/** A form that was shown: to whom (the id of a member of staff), and when. */
export interface FormShown {
  readonly staff: string;
  readonly at: Instant;
}

/** What a form posts as its token. */
export interface FormTokens {
  make(csrf: string, shown: FormShown): string;
  /** To whom and when the form of a token was shown, however long ago and in whichever session; null where it is none of ours. */
  read(sent: unknown): FormShown | null;
}

/**
 * Tokens against forged requests that also say, under a key, to whom and when the form was shown: one that comes after its session has ended is
 * still known as theirs, and nobody can make one up.
 */
export function formTokens(seals: Seals): FormTokens {
  const sealed = (csrf: string, staff: string, at: string): string => `${csrf} ${at} ${staff}`;
  return {
    make: (csrf, shown) => {
      const at = shown.at.toString(DIGITS);
      return `${csrf}.${Buffer.from(shown.staff).toString('base64url')}.${at}.${seals.make('form', sealed(csrf, shown.staff, at))}`;
    },
    read: (sent) => {
      const [, csrf = '', named = '', at = '', seal = ''] = (typeof sent === 'string' && TOKEN.exec(sent)) || [];
      const staff = Buffer.from(named, 'base64url').toString();
      if (seal === '' || seals.check('form', sealed(csrf, staff, at), seal) !== 'right') return null;
      return { staff, at: Number.parseInt(at, DIGITS) as Instant };
    },
  };
}
