import type { Pool, PoolClient } from 'pg';
import type { QueuedNotice } from '../../notice-rows';

/** Another notice that was, or is to be, told to somebody about the same matter. */
export interface Companion {
  readonly key: string;
  readonly template: string;
  readonly recipient: string;
  readonly status: string;
  /** The place in the log of the event that caused it. */
  readonly position: number;
  /** How often it was given to the mail server without an answer being known. */
  readonly unanswered: number;
  /** The address that it was last given to; null: to none yet. */
  readonly givenTo: string | null;
  /** When it was last given, in milliseconds since 1970. */
  readonly givenAt: number | null;
  /** What it said of its meeting (`toldOf`). */
  readonly told: string | null;
  /** It has the same cause and the same words as the notice in hand: it differs in its reader alone. */
  readonly sameCause: boolean;
}

/** Of the notice's meeting, and those of the same event, deadline and instant under the same name. What is in nobody's hand and never was does not matter but for its place. */
const COMPANIONS = `
  select n.key, n.template, n.recipient, n.status, coalesce(e.position::float8, 0) as position, n.unanswered, coalesce(n.given_to, n.sent_to) as "givenTo",
         extract(epoch from coalesce(n.given_at, n.sent_at))::float8 * 1000 as "givenAt", n.told,
         n.template = $4 and n.planned_at = o.planned_at and n.event_id is not distinct from o.event_id
           and n.deadline is not distinct from o.deadline and n.meeting is not distinct from o.meeting as "sameCause"
    from notice o join notice n on n.register_id = o.register_id and n.pathway = o.pathway
    left join event e on e.id = n.event_id
   where o.key = $1 and n.channel = 'mail'
     and (($2::boolean and n.meeting = $3 and n.template like 'meeting-%')
       or (n.template = $4 and n.planned_at = o.planned_at and n.event_id is not distinct from o.event_id
           and n.deadline is not distinct from o.deadline and n.meeting is not distinct from o.meeting))
   order by position, n.created_at, n.key`;

/** True for the notices that tell of a meeting: invitations, changes, cancellations. */
export const isOfMeeting = ({ template, meeting }: Pick<QueuedNotice, 'template' | 'meeting'>): boolean =>
  meeting !== null && template.startsWith('meeting-') && template !== 'meeting-to-arrange';

/** Reads a notice's companions, itself among them, in the order of their causes. Throws where the database is away. */
export async function readCompanions(database: Pick<Pool | PoolClient, 'query'>, notice: QueuedNotice): Promise<Companion[]> {
  const { rows } = await database.query<Companion>(COMPANIONS, [notice.key, isOfMeeting(notice), notice.meeting, notice.template]);
  return rows;
}

/**
 * Whether a notice may have reached its reader: it went, is in hand, was given without an answer, or failed, in which case a person may have
 * told them another way.
 */
export const mayHaveBeenHeard = ({ status, unanswered }: Pick<Companion, 'status' | 'unanswered'>): boolean =>
  ['sent', 'sending', 'failed'].includes(status) || unanswered > 0;
