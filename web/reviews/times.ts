import type { OwnReview } from '../../services/meetings/panel/own-reviews';
import { timeWords } from '../../services/notices/letters/words/dates';

/** From when to when a review is. */
export const timesOf = ({ time, until }: Pick<OwnReview, 'time' | 'until'>): string =>
  time === null ? 'no time set' : `${timeWords(time)}${until === null ? '' : ` to ${timeWords(until)}`}`;
