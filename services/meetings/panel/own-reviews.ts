import type { Pool } from 'pg';
import type { Looker } from '../../../domain/access/roles';
import { addDays, type Instant, londonDate, type PlainDate } from '../../../domain/calendar/dates';
import type { MeetingKind } from '../../../domain/pathway/events';
import type { CoreContext } from '../../../domain/pathway/types';
import { mailboxOf } from '../../../infra/mail/address';
import { readGround } from '../../access/restricted';
import { readStanding } from '../../pathway/standing';
import { papersOf, type PapersAs } from './open';
import { type Reading, readPapers, readReading } from './papers';
import { panelMailboxes } from './sits';

/** A review to whose panel somebody was invited, as it may know of it. */
export interface OwnReview {
  readonly registerId: string;
  readonly pathway: number;
  readonly meeting: string;
  readonly kind: MeetingKind;
  readonly on: PlainDate;
  /** HH:MM in London. */
  readonly time: string | null;
  readonly until: string | null;
  /** It is still to be held, and they are expected. */
  readonly ahead: boolean;
  readonly papers: PapersAs;
  /** What they did with its papers; null: nothing. */
  readonly reading: Reading | null;
}

/** So long after its day a review is looked for still: whoever opened papers has said by then that they keep no copy, or is asked by the team. */
const LOOKED_BACK_DAYS = 365;

/** Of the reviews of a member of staff ($1) in their areas ($2), or of one of them ($4, $5): ahead from $3, and those before whose papers they may have. */
const OWN = `with invited as (
    select n.register_id, n.pathway, n.meeting as id from staff s
      join notice n on lower(n.sent_to) = lower(s.email) and n.template = 'meeting-invitation' and n.status = 'sent' and n.meeting is not null
      where s.id = $1
    union select f.register_id, split_part(f.id, '/', 2)::int, split_part(f.id, '/', 3) from written_form f
      where f.kind = 'panel-reading' and f.source = 'staff:' || $1 and f.version = 1)
  select m.register_id as "registerId", m.pathway, m.id as meeting, m.kind, m.status, m."on", m."time", m."until", s.email
  from invited i join meeting m using (register_id, pathway, id)
  join person p on p.register_id = m.register_id and p.duplicate_of is null
  join staff s on s.id = $1
  where p.area = any($2) and m.kind like '%-cetr' and ($4::text is null or (m.register_id = $4 and m.id = $5))
    and (m.status = 'scheduled' and m."on" >= $3 or m."on" >= $6 and exists (select from written_form f where f.register_id = m.register_id
      and f.id in ('panel-papers/' || m.pathway || '/' || m.id, 'panel-reading/' || m.pathway || '/' || m.id || '/' || $1)))
  order by m."on", m."time" nulls last, m.register_id`;

type OwnRow = Pick<OwnReview, 'registerId' | 'pathway' | 'meeting' | 'kind' | 'on' | 'time' | 'until'> & {
  readonly status: string;
  readonly email: string;
};

export interface OwnReviewsDeps {
  readonly pool: Pool;
  readonly core: CoreContext;
}

async function asOwn({ pool, core }: OwnReviewsDeps, looker: Looker, row: OwnRow, now: Instant): Promise<OwnReview | null> {
  const { status, email, ...review } = row;
  const at = { registerId: row.registerId, pathway: row.pathway, meeting: row.meeting };
  const [standing, shared, reading, ground] = await Promise.all([
    readStanding(pool, core, row.registerId, now, row.pathway),
    readPapers(pool, at),
    readReading(pool, at, looker.id),
    readGround(pool, looker, row.registerId, now),
  ]);
  const booked = standing?.meetings.find(({ id }) => id === row.meeting);
  if (!standing || !booked) return null;
  const today = londonDate(now);
  // Nothing else says who sits on a panel: an invitation went to their own address, and they are invited still.
  const sits = panelMailboxes(standing, booked.invited).has(mailboxOf(email));
  if (!sits && reading === null) return null;
  const papers: PapersAs = sits && ground.as !== 'shut' ? papersOf(standing, row.meeting, shared, today) : { as: 'shut' };
  const { snapshot } = standing;
  const isFree = snapshot.meetings.find(({ id }) => id === row.meeting)?.invitations === 'free';
  const ahead = sits && status === 'scheduled' && row.on >= today && isFree && snapshot.ended === null;
  return { ...review, ahead, papers, reading };
}

/** Whether a review still concerns one of its panel: it is ahead, its papers are open, or they have not said that they keep no copy. */
const concerns = ({ ahead, papers, reading }: OwnReview): boolean =>
  ahead || papers.as === 'open' || (reading !== null && reading.opened.length > 0 && !reading.deleted);

async function read(deps: OwnReviewsDeps, looker: Looker, one: { registerId: string; meeting: string } | null, now: Instant) {
  const today = londonDate(now);
  const { rows } = await deps.pool.query<OwnRow>({
    ...{ name: 'own-reviews', text: OWN },
    values: [looker.id, looker.areas, today, one?.registerId ?? null, one?.meeting ?? null, addDays(today, -LOOKED_BACK_DAYS)],
  });
  const reviews = await Promise.all(rows.map((row) => asOwn(deps, looker, row, now)));
  return reviews.filter((own) => own !== null);
}

/**
 * The reviews that concern a member of staff as one of their panel, by their day: those ahead, those whose papers are open to them, and those of which
 * they may keep a copy. One ahead that consent does not cover (any more) is not among them. Throws where the database is away.
 */
export const readOwnReviews = async (deps: OwnReviewsDeps, looker: Looker, now: Instant): Promise<readonly OwnReview[]> =>
  (await read(deps, looker, null, now)).filter(concerns);

/** One of theirs, also where it does not concern them any more: of the latest time on the pathway in which they were of its panel; null: none is. Throws where the database is away. */
export const readOwnReview = async (
  deps: OwnReviewsDeps,
  looker: Looker,
  of: { readonly registerId: string; readonly meeting: string },
  now: Instant,
): Promise<OwnReview | null> => {
  const found = (await read(deps, looker, of, now)).filter((own) => concerns(own) || own.reading !== null);
  return found.toSorted((a, b) => b.pathway - a.pathway)[0] ?? null;
};
