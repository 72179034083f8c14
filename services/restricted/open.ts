import { randomUUID } from 'node:crypto';
import { OPENED_FOR_MS, type Opening, type OpeningCode } from '../../domain/access/restriction';
import type { Instant } from '../../domain/calendar/dates';
import { readGround } from '../access/restricted';
import { inTransaction, type Decided } from '../record/transaction';
import { among, type Client, db, firstOf, prepared, type RowOf, rowsOf } from '../tables/query';
import { taskStatement } from '../tasks/tasks';
import { IG_LEAD, readRestrictions, standingOf } from './restrict';
import { lockPerson, recordStatement, type RestrictedDeps, sealedRecord } from './rows';

/** The key of the task that tells the IG lead of an opening: there is one for each. */
const toldOf = (opening: string): string => `restricted-opened/${opening}`;

export type OpenAnswer =
  | { readonly status: 'opened'; readonly opening: Opening }
  /** It was open to them already: nothing is written, and nobody told again. */
  | { readonly status: 'open-already' | 'unknown-person' };

const inserting = prepared('break-glass', (row: Omit<Opening, 'at' | 'until'> & { readonly registerId: string }, at: Date, until: Date) =>
  db.insertInto('break_glass').values({
    id: row.id,
    register_id: row.registerId,
    since: row.since,
    staff: row.staff,
    code: row.code,
    why: row.why,
    at,
    until_at: until,
  }),
);

/**
 * Opens a restricted record for one member of staff, from an instant on for `OPENED_FOR_MS`: kept, sealed and put before the IG lead in one
 * transaction. Whoever presses twice, or in two windows, has one opening. Whether they may open the record otherwise is to be asked first.
 */
export function openRestricted(
  deps: RestrictedDeps,
  {
    registerId,
    staff,
    code,
    why,
  }: { readonly registerId: string; readonly staff: string; readonly code: OpeningCode; readonly why: string },
  at: Instant,
): Promise<OpenAnswer> {
  const undecided = (status: 'open-already' | 'unknown-person'): Decided<OpenAnswer> => ({ answer: { status }, write: null });
  return inTransaction<OpenAnswer>(deps, async (client) => {
    if ((await lockPerson(client, registerId)) === null) return undecided('unknown-person');
    const ground = await readGround(client, { id: staff }, registerId, at);
    const standing = standingOf(await readRestrictions(client, registerId));
    if (ground.as !== 'shut' || !standing) return undecided('open-already');
    const until = (at + OPENED_FOR_MS) as Instant;
    const opening: Opening = { id: randomUUID(), staff, since: standing.since, code, why, at, until };
    const by = `staff:${staff}`;
    const bound = { registerId, kind: 'break-glass', subject: opening.id, at, by, row: { registerId, ...opening } } as const;
    const record = await sealedRecord(client, deps.seals, bound);
    const params = { opening: opening.id };
    const told = { key: toldOf(opening.id), register_id: registerId, kind: 'restricted-opened', audience: IG_LEAD, params };
    return {
      answer: { status: 'opened', opening },
      write: inserting({ registerId, ...opening }, new Date(at), new Date(until)),
      also: [recordStatement(record), taskStatement(told, false)],
    };
  });
}

const openings = db
  .selectFrom('break_glass')
  .innerJoin('person', 'person.register_id', 'break_glass.register_id')
  .leftJoin('break_glass_review', 'break_glass_review.opening', 'break_glass.id')
  .select(['break_glass.id', 'break_glass.register_id as registerId', 'break_glass.staff', 'break_glass.code', 'break_glass.why'])
  .select(['break_glass.at', 'break_glass.until_at as until', 'person.area'])
  .select(['break_glass_review.at as lookedAt', 'break_glass_review.by as lookedBy', 'break_glass_review.note']);

const openingOf = prepared('opening', (id: string) => openings.where('break_glass.id', '=', id));
const openingsOf = prepared('openings-of-areas', (areas: readonly string[], most: number) =>
  openings
    .where('person.area', '=', among(areas))
    .orderBy(({ eb }) => eb('break_glass_review.at', 'is not', null))
    .orderBy('break_glass.at', 'desc')
    .orderBy('break_glass.id')
    .limit(most),
);

/** That somebody opened a restricted record, with whether anybody has looked at it since. */
export type OpeningOnRecord = Readonly<RowOf<typeof openingOf>>;

/** The openings of restricted records of some areas: those that nobody has looked at first, then the newest. Throws where the database is away. */
export const listOpenings = (database: Client, areas: readonly string[], most: number): Promise<OpeningOnRecord[]> =>
  rowsOf(database, openingsOf(areas, most));

export interface ReviewRequest {
  readonly opening: string;
  /** What they say of it, in words. */
  readonly note: string;
}

export type ReviewAnswer =
  | { readonly status: 'done'; readonly registerId: string }
  /** `own`: nobody looks at an opening of their own. `looked-at`: somebody has, and what they said stands. */
  | { readonly status: 'unknown-opening' | 'own' | 'looked-at' };

const reviewing = prepared('review-opening', (opening: string, at: Date, by: string, note: string) =>
  db.insertInto('break_glass_review').values({ opening, at, by, note }),
);
const finishing = prepared('opening-was-looked-at', (key: string, at: Date) =>
  db.updateTable('task').set({ status: 'done', done_at: at }).where('key', '=', key).where('status', '=', 'open'),
);

/**
 * Says that somebody has looked at an opening, which is then no work any more. The same said again by the same is answered as the first time.
 * @param by the id of the member of staff
 * @param areas an opening of a record of another area is as if it were not there
 */
export function reviewOpening(
  deps: RestrictedDeps,
  { opening: id, note }: ReviewRequest,
  { by, areas, at }: { readonly by: string; readonly areas: readonly string[]; readonly at: Instant },
): Promise<ReviewAnswer> {
  const undecided = (answer: ReviewAnswer): Decided<ReviewAnswer> => ({ answer, write: null });
  return inTransaction<ReviewAnswer>(deps, async (client) => {
    const registerId = (await firstOf(client, openingOf(id)))?.registerId;
    if (registerId === undefined || (await lockPerson(client, registerId)) === null) return undecided({ status: 'unknown-opening' });
    const found = await firstOf(client, openingOf(id));
    if (!found || !areas.includes(found.area)) return undecided({ status: 'unknown-opening' });
    const actor = `staff:${by}`;
    if (found.staff === by) return undecided({ status: 'own' });
    if (found.lookedAt !== null)
      return undecided(found.lookedBy === actor && found.note === note ? { status: 'done', registerId } : { status: 'looked-at' });
    const bound = {
      registerId,
      kind: 'break-glass-review',
      subject: id,
      at,
      by: actor,
      row: { opening: id, at, by: actor, note },
    } as const;
    const record = await sealedRecord(client, deps.seals, bound);
    return {
      answer: { status: 'done', registerId },
      write: reviewing(id, new Date(at), actor, note),
      also: [recordStatement(record), finishing(toldOf(id), new Date(at))],
    };
  });
}
