import type { Pool } from 'pg';
import type { Looker } from '../../../domain/access/roles';
import { addDays, type Instant, londonDate, type PlainDate } from '../../../domain/calendar/dates';
import { isCetr, type MeetingKind } from '../../../domain/pathway/events';
import type { CoreContext } from '../../../domain/pathway/types';
import { readGround } from '../../access/restricted';
import { readStanding } from '../../pathway/standing';
import { type Reading, readPapers, readReading, type SharedPapers } from './papers';

/** How the papers of a review are to one of its panel. */
export type PapersAs =
  /** Nothing is shared. */
  | { readonly as: 'none' }
  /** No consent to sharing them stands, the review is not held, or the record is restricted and not open to them: not even how many there are is told. */
  | { readonly as: 'shut' }
  | { readonly as: 'open'; readonly shared: SharedPapers }
  /** Their last day has passed. */
  | { readonly as: 'ended'; readonly shared: SharedPapers };

/** A review to which somebody was invited, as its panel may know of it. */
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

/**
 * Nothing else says who sits on a panel: a review is somebody's own where an invitation to it went to their own address, and they are invited
 * still.
 */
const INVITED = `select distinct m.register_id as "registerId", m.pathway, m.id as meeting, m.kind, m.status, m."on", m."time", m."until"
  from staff s
  join notice n on lower(n.sent_to) = lower(s.email) and n.template = 'meeting-invitation' and n.status = 'sent'
  join meeting m on m.register_id = n.register_id and m.pathway = n.pathway and m.id = n.meeting and m.status in ('scheduled', 'held', 'cancelled')
  join person p on p.register_id = m.register_id
  where s.id = $1 and p.area = any($2) and m."on" >= $3 and ($4::text is null or (m.register_id = $4 and m.id = $5))
    and (m.invited ? n.audience or m.invited ? substr(n.recipient, length('contact:') + 1))
  order by m."on", m."time" nulls last, m.register_id`;

type InvitedRow = Pick<OwnReview, 'registerId' | 'pathway' | 'meeting' | 'kind' | 'on' | 'time' | 'until'> & { readonly status: string };

export interface OwnReviewsDeps {
  readonly pool: Pool;
  readonly core: CoreContext;
}

async function asOwn({ pool, core }: OwnReviewsDeps, looker: Looker, row: InvitedRow, now: Instant): Promise<OwnReview | null> {
  const { status, ...review } = row;
  if (!isCetr(row.kind)) return null;
  const standing = await readStanding(pool, core, row.registerId, now);
  const stands = standing?.pathway === row.pathway ? standing.snapshot.meetings.find(({ id }) => id === row.meeting) : undefined;
  if (!standing || !stands) return null;
  const today = londonDate(now);
  const at = { registerId: row.registerId, pathway: row.pathway, meeting: row.meeting };
  const [shared, reading, ground] = await Promise.all([
    readPapers(pool, at),
    readReading(pool, at, looker.id),
    readGround(pool, looker, row.registerId, now),
  ]);
  const isShut = status === 'cancelled' || !stands.papersMayBeShown || standing.snapshot.ended !== null || ground.as === 'shut';
  const papers: PapersAs =
    shared === null || shared.documents.length === 0
      ? { as: isShut ? 'shut' : 'none' }
      : shared.until < today
        ? { as: 'ended', shared }
        : isShut
          ? { as: 'shut' }
          : { as: 'open', shared };
  const ahead = status === 'scheduled' && row.on >= today && stands.invitations === 'free' && !standing.snapshot.ended;
  return { ...review, ahead, papers, reading };
}

/** Whether a review still concerns one of its panel: it is ahead, its papers are open, or they have not said that they keep no copy. */
const concerns = ({ ahead, papers, reading }: OwnReview): boolean =>
  ahead || papers.as === 'open' || (reading !== null && reading.opened.length > 0 && !reading.deleted);

async function read(deps: OwnReviewsDeps, looker: Looker, one: { registerId: string; meeting: string } | null, now: Instant) {
  const { rows } = await deps.pool.query<InvitedRow>({
    ...{ name: 'own-reviews', text: INVITED },
    values: [looker.id, looker.areas, addDays(londonDate(now), -LOOKED_BACK_DAYS), one?.registerId ?? null, one?.meeting ?? null],
  });
  const reviews: OwnReview[] = [];
  for (const row of rows) {
    const own = await asOwn(deps, looker, row, now);
    if (own !== null && concerns(own)) reviews.push(own);
  }
  return reviews;
}

/**
 * The reviews that concern a member of staff as one of their panel, by their day: those ahead, those whose papers are open to them, and those of which
 * they may keep a copy. One ahead that consent does not cover (any more) is not among them. Throws where the database is away.
 */
export const readOwnReviews = (deps: OwnReviewsDeps, looker: Looker, now: Instant): Promise<readonly OwnReview[]> =>
  read(deps, looker, null, now);

/** One of them; null: it does not concern them. Throws where the database is away. */
export const readOwnReview = async (
  deps: OwnReviewsDeps,
  looker: Looker,
  of: { readonly registerId: string; readonly meeting: string },
  now: Instant,
): Promise<OwnReview | null> => (await read(deps, looker, of, now))[0] ?? null;
