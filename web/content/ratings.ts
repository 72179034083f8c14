import type { Rating } from '../../domain/pathway/events';

/** A rating as a tag shows it: its word, and the colour of the tag. Amber is the orange tag of nhsuk-frontend. */
export interface RatingTag {
  readonly word: string;
  readonly colour: 'red' | 'orange' | 'green' | 'blue' | 'grey';
}

const TAGS: Readonly<Record<Rating, RatingTag>> = {
  red: { word: 'Red', colour: 'red' },
  amber: { word: 'Amber', colour: 'orange' },
  green: { word: 'Green', colour: 'green' },
  blue: { word: 'Blue', colour: 'blue' },
};
const NONE: RatingTag = { word: 'Not rated', colour: 'grey' };

/** In the place of a rating that is not told: the record is restricted. */
export const RESTRICTED_TAG: RatingTag = { word: 'Restricted', colour: 'grey' };

export const ratingTag = (rating: Rating | null): RatingTag => (rating === null ? NONE : TAGS[rating]);
