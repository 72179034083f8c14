import { type Instant, londonDate, type PlainDate } from '../../domain/calendar/dates';
import type { Reminded } from '../../services/pathway/reminded';
import { AUDIENCE_WORDS, ONE_OF_AUDIENCE } from './audiences';
import { stepWords } from './changes';
import { dayText, listWords } from './dates';

/** So many stand in the sentence that is read out; all stand below it. */
const MOST = 3;

const nameOf = ({ name, audience }: Reminded): string => name ?? AUDIENCE_WORDS[audience];
const dayOf = ({ at }: { readonly at: Instant }): PlainDate => londonDate(at);

/** Who was reminded last, by name and day, as a sentence; empty where nobody was. */
export function remindedSentence(reminded: readonly Reminded[]): string {
  const last = new Map(reminded.map((one) => [nameOf(one), dayOf(one)] as const));
  const shown = [...last].slice(-MOST);
  if (shown.length === 0) return '';
  return `${listWords(shown.map(([name, day], place) => `${name}${place === 0 ? ' was reminded' : ''} on ${dayText(day)}`))}.`;
}

/** Each reminder that went, the first first. */
export const remindedRows = (
  reminded: readonly Reminded[],
): readonly { readonly when: string; readonly who: string; readonly what: string }[] =>
  reminded.map((one) => ({
    when: dayText(dayOf(one)),
    who: one.name === null ? AUDIENCE_WORDS[one.audience] : `${one.name}, ${ONE_OF_AUDIENCE[one.audience]}`,
    what: stepWords(one.step),
  }));
