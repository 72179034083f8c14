import type { MeetingKind, Rating } from '../../../domain/pathway/events';
import type { ReviewName } from '../../../domain/meetings/review-name';
import type { AskedKind } from '../../../domain/forms/asked';
import type { Area } from '../../rules/areas';

/** What a letter may say. What is null is not known, or not to be said; `mustHave` says so where a letter cannot do without. */
export interface Values {
  readonly registerId: string;
  /** What may be said of the area: what is public anyway. */
  readonly area: Pick<Area, 'team' | 'emergency' | 'directory' | 'localOffer'>;
  /** The day on which the event was true. */
  readonly eventOn: string | null;
  /** What the event made the rating, and what it is now. */
  readonly rating: { readonly then: Rating | null; readonly now: Rating | null };
  /** `since`: the day from which it runs. */
  readonly deadline: { readonly words: string; readonly due: string; readonly since: string; readonly owed: boolean } | null;
  readonly meeting: TellableMeeting | null;
  /** What is to be done (`do the action …`), and the action by its name alone. */
  readonly action: { readonly words: string; readonly named: string; readonly due: string | null; readonly owner: string | null } | null;
  /** What somebody wrote by hand, and where the owner of an action answers; null: nobody did. */
  readonly message: {
    readonly words: readonly string[];
    readonly parts: readonly { readonly title: string; readonly lines: readonly string[] }[];
    readonly answerAt: string | null;
    readonly meeting: string | null;
    /** The director who gives a directive; null: it is none. */
    readonly signed: { readonly name: string; readonly role: string } | null;
  } | null;
  /** What was owed when the pathway ended. */
  readonly owed: readonly string[];
  readonly refusal: { readonly words: string; readonly reason: string } | null;
  /** What a withdrawn or refused consent was to, and which of the two. */
  readonly consent: { readonly scopes: string; readonly refused: boolean } | null;
  /** It answers what its reader told us: a person of whom others told us is not thanked for it. */
  readonly toldUs: boolean;
  /** On which public form something was asked. */
  readonly asked: AskedKind | null;
  /** Of somebody who is watched: the day by which it is looked at again. */
  readonly lookAgainOn: string | null;
  /** A reported change: how soon it wants looking at. */
  readonly urgency: string | null;
  /** A review of the register: of whom, and when it is due, in a sentence. */
  readonly review: { readonly of: string; readonly due: string } | null;
  /** The public address of a form that is read and printed, by its name; null: where people reach the pages is not known. */
  readonly formAt: ((form: string) => string) | null;
  /** What an earlier notice had said that was not right, to a professional and to others; whether it was taken back, or put right. */
  readonly correction: { readonly what: string; readonly plain: string; readonly takenBack: boolean } | null;
}

/** A meeting as a letter tells of it. */
export interface TellableMeeting {
  readonly kind: MeetingKind;
  /** What a review of this person is called on its day. */
  readonly name: ReviewName;
  readonly on: string;
  /** `at 2pm`, `2pm to 3.30pm`; null: the whole day, or not said. */
  readonly times: string | null;
  readonly place: string | null;
  /** There is a place that no mail may tell. */
  readonly placeWithheld: boolean;
  /** It does not take place; otherwise it goes on without this reader. */
  readonly off: boolean;
  readonly review: boolean;
  /** Red asks for a directive from senior level to attend. */
  readonly senior: boolean;
}

/** A value that a letter cannot do without. Throws, naming it, where it is missing: a mail with a hole in it is never sent. */
export function mustHave<Value>(value: Value | null, name: string): Value {
  if (value === null) throw new Error(`a notice has nothing to say of its ${name}`);
  return value;
}

/** Of what is about nobody on file nothing else can be said. */
export const WITHOUT_MATTER: Omit<Values, 'registerId' | 'area' | 'asked'> = {
  ...{ eventOn: null, rating: { then: null, now: null }, deadline: null, meeting: null, action: null, message: null, owed: [] },
  ...{ refusal: null, consent: null, toldUs: true, lookAgainOn: null, urgency: null, review: null, correction: null, formAt: null },
};
