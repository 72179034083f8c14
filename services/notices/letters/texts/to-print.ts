import { p, ul, type Block } from '../blocks';
import type { Values } from '../values';

/** What a review has to be read and printed, by the name of the form. */
type OfReview = 'cetr' | 'planner' | 'feedback';

const addressOf = ({ formAt }: Pick<Values, 'formAt'>, form: OfReview, easyRead: boolean): string | null =>
  formAt && formAt(easyRead ? `${form}-easy-read` : form);

/**
 * Where whoever is invited to a review reads and prints what happens there, and the booklet (003 L292 and 296). Nothing where the address of the
 * pages is not known.
 */
export function reviewToPrint(values: Values, easyRead: boolean): Block[] {
  const [about, booklet] = [addressOf(values, 'cetr', easyRead), addressOf(values, 'planner', easyRead)];
  if (about === null || booklet === null) return [];
  return easyRead
    ? [
        p('You can read and print these:'),
        ul(`About the meeting: ${about}`, `The booklet: ${booklet}`, 'We can send them on paper. Phone us.'),
      ]
    : [
        p('You can read and print what happens at the review, and the booklet:'),
        ul(`About the review: ${about}`, `The booklet: ${booklet}`, 'If you would like them on paper or in easy words, call us.'),
      ];
}

/** The same of the feedback form, as an item of a list; `false`: it is not known. */
export function feedbackToPrint(values: Values, easyRead: boolean): string | false {
  const at = addressOf(values, 'feedback', easyRead);
  return at !== null && (easyRead ? `You can print it here: ${at}` : `You can also read and print it by itself: ${at}`);
}
