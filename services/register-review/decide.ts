import type { Instant } from '../../domain/calendar/dates';
import type { RegisterReviewNote } from '../../domain/forms/meetings';
import { canonicalJson } from '../../infra/canonical';
import type { SheetDeps } from '../forms/sheets';
import { lockForForm, readVersions, toWriteVersion, type WrittenForm } from '../forms/written-forms';
import { type Decided, inTransaction } from '../record/transaction';
import type { Client } from '../tables/query';
import { formIdOf } from './people';
import { lockReview } from './reviews';

/** What came of somebody in a review, as it was said. */
export interface SaidInReview {
  readonly note: RegisterReviewNote;
  /** 1 and on. */
  readonly version: number;
  readonly at: Instant;
  /** As the log of events names a source. */
  readonly source: string;
}

const saidOf = ({ form, version, at, source }: WrittenForm): SaidInReview[] =>
  form.kind === 'register-review' ? [{ note: form.answers, version, at, source }] : [];

/** All that was said of somebody in a review, the last one last. Throws where the database is away. */
export const readSaid = async (database: Client, registerId: string, review: string): Promise<readonly SaidInReview[]> =>
  (await readVersions(database, registerId, formIdOf(review))).flatMap(saidOf);

/** What was said of somebody in all reviews, each as it stands, among all forms of theirs; the last one last. */
export const saidInReviews = (forms: readonly WrittenForm[]): readonly SaidInReview[] =>
  forms.filter(({ id, version }) => !forms.some((other) => other.id === id && other.version > version)).flatMap(saidOf);

export type Said =
  | 'saved'
  /** Somebody else has said something since; nothing is written. */
  | 'changed'
  /** The review is closed. */
  | 'closed'
  /** The record is nobody's, or lives on under another id. */
  | 'nobody';

/**
 * Keeps what came of somebody in a review that is open. `since`: the version that was seen; 0: none. The same again is kept once. Throws where the
 * database is away.
 */
export const saySomething = (
  deps: SheetDeps,
  {
    registerId,
    note,
    since,
    source,
  }: { readonly registerId: string; readonly note: RegisterReviewNote; readonly since: number; readonly source: string },
): Promise<Said> =>
  inTransaction<Said>(deps, async (client): Promise<Decided<Said>> => {
    const person = await lockForForm(client, registerId);
    const undecided = (answer: Said): Decided<Said> => ({ answer, write: null });
    if (person === null || person.duplicateOf !== null) return undecided('nobody');
    const present = (await readSaid(client, registerId, note.review)).at(-1);
    if (present && canonicalJson(present.note) === canonicalJson(note)) return undecided('saved');
    const review = await lockReview(client, note.review, 'share');
    if (review === null || review.closedAt !== null) return undecided('closed');
    if ((present?.version ?? 0) > since) return undecided('changed');
    const form = { kind: 'register-review', edition: 1, answers: note } as const;
    const about = {
      registerId,
      id: formIdOf(note.review),
      version: (present?.version ?? 0) + 1,
      form,
      at: deps.clock(),
      source,
      eventId: null,
    };
    const [write = null, ...also] = await toWriteVersion(client, deps.seals, about);
    return { answer: 'saved', write, also };
  });
