import { OPENING_CODES } from '../../../domain/access/restriction';
import { OPENING_WORDS } from '../../content/restricted';
import { paths } from '../../paths';
import { type PageAnswer, shows } from '../page';
import { view } from '../view';

/** Where somebody was going, and what they had sent. */
export interface Wanted {
  /** An address of this service, with its query. */
  readonly to: string;
  /** What was posted there, as JSON; empty: nothing was. It goes there only when the reader presses a button again. */
  readonly typed: string;
}

/** What was typed into the form, and what is wrong with it. */
export interface Answered {
  readonly code: string;
  readonly why: string;
  readonly errors: readonly { readonly field: string; readonly message: string }[];
}

interface InterruptionModel {
  readonly registerId: string;
  readonly action: string;
  readonly wanted: Wanted;
  readonly errors: Answered['errors'];
  readonly reasons: readonly { readonly id: string; readonly value: string; readonly text: string; readonly chosen: boolean }[];
  readonly codeError: string;
  readonly whyError: string;
  readonly why: string;
  readonly leave: string;
}

const interruptionView = view<InterruptionModel>('app/restricted/interruption.njk');

const NOTHING: Answered = { code: '', why: '', errors: [] };

/** The page that stands in the place of whatever was asked for of a restricted record: it asks for a reason, and shows nothing but the register id. */
export function interruption(registerId: string, wanted: Wanted, { code, why, errors }: Answered = NOTHING): PageAnswer {
  const error = (field: string): string => errors.find((one) => one.field === field)?.message ?? '';
  const model: InterruptionModel = {
    ...{ registerId, wanted, errors, why },
    action: paths.openRestricted({ registerId }),
    reasons: OPENING_CODES.map((value, index) => ({
      id: index === 0 ? 'code' : `code-${index + 1}`,
      value,
      text: OPENING_WORDS[value],
      chosen: value === code,
    })),
    codeError: error('code'),
    whyError: error('why'),
    leave: paths.start(),
  };
  const title = errors.length > 0 ? 'Error: Restricted record' : 'Restricted record';
  return shows(interruptionView, model, { title, registerId }, { status: errors.length > 0 ? 400 : 403 });
}

/** What was posted, without the token against forged requests, as it is kept for going on afterwards. */
export const typedIn = (posted: unknown): string =>
  typeof posted === 'object' && posted !== null
    ? JSON.stringify(Object.fromEntries(Object.entries(posted).filter(([name]) => name !== 'token')))
    : '';
