import type { Pool } from 'pg';
import type { Looker } from '../../domain/access/roles';
import { type Instant, londonDate, type PlainDate } from '../../domain/calendar/dates';
import { isCetr, type MeetingKind } from '../../domain/pathway/events';
import type { CoreContext } from '../../domain/pathway/types';
import { readStanding } from '../pathway/standing';

/** A review to which somebody was invited, as its panel may know of it. */
export interface OwnReview {
  readonly registerId: string;
  readonly kind: MeetingKind;
  readonly on: PlainDate;
  /** HH:MM in London. */
  readonly time: string | null;
  readonly until: string | null;
}

/**
 * Nothing else says who sits on a panel: a review is somebody's own where an invitation to it went to their own address, and they are invited
 * still.
 */
const INVITED = `select distinct m.register_id as "registerId", m.pathway, m.id, m.kind, m."on", m."time", m."until"
  from staff s
  join notice n on lower(n.sent_to) = lower(s.email) and n.template = 'meeting-invitation' and n.status = 'sent'
  join meeting m on m.register_id = n.register_id and m.pathway = n.pathway and m.id = n.meeting and m.status = 'scheduled'
  join person p on p.register_id = m.register_id
  where s.id = $1 and p.area = any($2) and m."on" >= $3 and (m.invited ? n.audience or m.invited ? substr(n.recipient, length('contact:') + 1))
  order by m."on", m."time" nulls last, m.register_id`;

interface InvitedRow extends OwnReview {
  readonly pathway: number;
  readonly id: string;
}

/**
 * The reviews ahead to which a member of staff is invited, the next first; one that consent does not cover (any more) is not among them.
 * Throws where the database is away.
 */
export async function readOwnReviews(
  { pool, core }: { readonly pool: Pool; readonly core: CoreContext },
  { id, areas }: Looker,
  now: Instant,
): Promise<readonly OwnReview[]> {
  const { rows } = await pool.query<InvitedRow>({ name: 'own-reviews', text: INVITED, values: [id, areas, londonDate(now)] });
  const reviews: OwnReview[] = [];
  for (const { registerId, pathway, id: meeting, kind, on, time, until } of rows) {
    if (!isCetr(kind)) continue;
    const standing = await readStanding(pool, core, registerId, now);
    const stands = standing?.pathway === pathway ? standing.snapshot.meetings.find((one) => one.id === meeting) : undefined;
    if (stands?.invitations === 'free' && !standing?.snapshot.ended) reviews.push({ registerId, kind, on, time, until });
  }
  return reviews;
}
