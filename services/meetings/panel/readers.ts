import type { Pool } from 'pg';
import { permissionsOf } from '../../../domain/access/roles';
import type { Instant } from '../../../domain/calendar/dates';
import { isInService } from '../../../domain/notices/staffing';
import { mailboxOf } from '../../../infra/mail/address';
import { readGround } from '../../access/restricted';
import type { Standing } from '../../pathway/standing';
import { readMembers } from '../../staff/members';
import { db, prepared, rowsOf } from '../../tables/query';
import { panelMailboxes } from './sits';

/** A member of staff to whom the papers of a review open, as far as who they are goes. */
export interface PanelReader {
  /** Their id. */
  readonly id: string;
  readonly name: string;
}

const invited = prepared('panel-invited', (registerId: string, pathway: number, meeting: string) =>
  db
    .selectFrom('notice')
    .select('sent_to as sentTo')
    .distinct()
    .where('register_id', '=', registerId)
    .where('pathway', '=', pathway)
    .where('meeting', '=', meeting)
    .where('template', '=', 'meeting-invitation')
    .where('status', '=', 'sent'),
);

/**
 * Those with an account who read the papers of a review as its panel, by name: an invitation went to their own address, they are invited still, work in
 * the person's area, and a restricted record is open to them. Throws where the database is away.
 */
export async function readPanelReaders(pool: Pool, standing: Standing, meeting: string, now: Instant): Promise<readonly PanelReader[]> {
  const { registerId, pathway, meetings } = standing;
  const booked = meetings.find(({ id }) => id === meeting);
  if (!booked) return [];
  const sitting = panelMailboxes(standing, booked.invited);
  const [rows, members] = await Promise.all([rowsOf(pool, invited(registerId, pathway, meeting)), readMembers(pool, standing.area)]);
  const went = new Set(rows.flatMap(({ sentTo }) => (sentTo === null ? [] : [mailboxOf(sentTo)])));
  const found: PanelReader[] = [];
  for (const member of members) {
    const mailbox = mailboxOf(member.email);
    if (!sitting.has(mailbox) || !went.has(mailbox) || !isInService(member, now)) continue;
    if (!permissionsOf(member.roles).has('reviews:read')) continue;
    if ((await readGround(pool, member, registerId, now)).as !== 'shut') found.push({ id: member.id, name: member.name });
  }
  return found.toSorted((a, b) => a.name.localeCompare(b.name));
}
