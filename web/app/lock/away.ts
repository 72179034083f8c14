import { londonDate } from '../../../domain/calendar/dates';
import { parseRegisterId } from '../../../services/people/register-id';
import type { KeptForm, KeptFormAt } from '../../../services/staff/kept-forms';
import { backWords, keptWords } from '../../content/away';
import { paths } from '../../paths';
import type { WebContext } from '../context';
import type { Filled } from './fill';

/** What a page says on top of what somebody had typed before they were away. */
export interface Away {
  readonly said: string;
  readonly look: readonly string[];
  /** Words that have no field any more. */
  readonly left: readonly string[];
  readonly drop: { readonly action: string; readonly kept: string; readonly to: string };
}

/** Where else something waits. */
export interface Elsewhere {
  readonly said: string;
  readonly href: string;
}

export function awayOf({ clock }: WebContext, { id, at, page }: KeptForm, filled: Filled): Away {
  return {
    ...backWords(filled, at, londonDate(clock())),
    left: filled.left,
    drop: { action: paths.keptFormDrop(), kept: id, to: page },
  };
}

export const elsewhereOf = ({ clock }: WebContext, { at, page }: KeptFormAt): Elsewhere => {
  const registerId =
    page
      .split('/')
      .map(parseRegisterId)
      .find((found) => found !== null) ?? null;
  return { said: keptWords(at, londonDate(clock()), registerId), href: page };
};
