import { type Instant, londonDate, type PlainDate } from '../../domain/calendar/dates';
import type { Filled } from '../app/lock/fill';
import { momentText } from './dates';

const BACK: Readonly<Record<Filled['form'], string>> = {
  typed: 'You were away. What you typed is here; nothing was recorded.',
  press: 'You were away. Nothing was recorded: press the button again if it is still to be done.',
  none: 'You were away. What you sent was not recorded, and this page has its form no more.',
};

/** What somebody is told on the page where what they had typed is again: in one line, and what to look at. */
export function backWords(
  { form, gone }: Filled,
  at: Instant,
  today: PlainDate,
): { readonly said: string; readonly look: readonly string[] } {
  return {
    said: BACK[form],
    look: [
      `You sent it, or were typing it, at ${momentText(at, today)}.`,
      ...(londonDate(at) === today ? [] : ['That was another day: look at each date again.']),
      ...(gone ? ['Something that you had chosen can be chosen no more: look at each answer.'] : []),
    ],
  };
}

/** What is kept of somebody on another page. */
export const keptWords = (at: Instant, today: PlainDate, registerId: string | null): string =>
  `Not recorded: what you were typing at ${momentText(at, today)}${registerId === null ? '' : `, about ${registerId}`}.`;
