import type { Letter } from '../blocks';
import type { Values } from '../values';

/** A notice in words, once what may be said is known. */
export type Wording = (values: Values) => Letter;

/** In plain words, and in easy ones. */
export interface PlainAndEasy {
  readonly plain: Wording;
  readonly easy: Wording;
}

/** What never leaves the professionals. */
export interface ForProfessionals {
  readonly professional: Wording;
}

/** What the person and those around them get too, each in words of their own. */
export interface ForEveryone extends ForProfessionals {
  readonly person: PlainAndEasy;
  readonly family: PlainAndEasy;
  readonly advocate: PlainAndEasy;
}
