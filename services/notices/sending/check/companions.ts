import { type Expression, expressionBuilder, sql, type SqlBool } from 'kysely';
import { type Client, db, prepared, rowsOf } from '../../../tables/query';
import { ARRIVED } from '../../../../infra/notify/notify';
import { MESSAGE_CHANNELS } from '../../../../workflows/noticeNames';
import type { Tables } from '../../../tables/tables';
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

/** Another of the same cause and the same words as a notice. */
function isOfSameCause(template: string): Expression<boolean> {
  const eb = expressionBuilder<Record<'notice' | 'other', Tables['notice']>, 'notice' | 'other'>();
  return eb
    .and([
      eb('other.template', '=', template),
      eb('other.planned_at', '=', eb.ref('notice.planned_at')),
      eb('other.event_id', 'is not distinct from', eb.ref('notice.event_id')),
      eb('other.deadline', 'is not distinct from', eb.ref('notice.deadline')),
      eb('other.meeting', 'is not distinct from', eb.ref('notice.meeting')),
      sql<SqlBool>`other.params ->> 'message' is not distinct from notice.params ->> 'message'`,
    ])
    .$castTo<boolean>();
}

interface Sought extends Pick<QueuedNotice, 'key' | 'template' | 'meeting'> {
  readonly isOfMeeting: boolean;
}

/** Of the notice's meeting, and those of the same event, deadline and instant under the same name. What is in nobody's hand and never was does not matter but for its place. */
const companions = prepared('companions-of-notice', ({ key, template, meeting, isOfMeeting: ofMeeting }: Sought) =>
  db
    .selectFrom('notice')
    .innerJoin('notice as other', (join) =>
      join.onRef('other.register_id', '=', 'notice.register_id').onRef('other.pathway', '=', 'notice.pathway'),
    )
    .leftJoin('event', 'event.id', 'other.event_id')
    .select(['other.key', 'other.template', 'other.recipient', 'other.status', 'other.unanswered', 'other.told'])
    .select((eb) => [
      sql<number>`coalesce(event.position::float8, 0)`.as('position'),
      eb.fn.coalesce('other.given_to', 'other.sent_to').as('givenTo'),
      sql<number | null>`extract(epoch from coalesce(other.given_at, other.sent_at))::float8 * 1000`.as('givenAt'),
      sql<boolean>`${isOfSameCause(template)}`.as('sameCause'),
    ])
    .where('notice.key', '=', key)
    .where('other.channel', 'in', MESSAGE_CHANNELS)
    // What was taken and did not arrive told nobody anything.
    .where((eb) => eb.or([eb('other.receipt', 'is', null), eb('other.receipt', 'in', ARRIVED)]))
    .where((eb) =>
      eb.or([
        eb.and([
          sql<SqlBool>`${ofMeeting}::boolean`,
          eb('other.meeting', '=', sql<string>`${meeting}`),
          eb('other.template', 'like', 'meeting-%'),
        ]),
        isOfSameCause(template),
      ]),
    )
    .orderBy('position')
    .orderBy('other.created_at')
    .orderBy('other.key'),
);

/** True for the notices that tell of a meeting: invitations, changes, cancellations. */
export const isOfMeeting = ({ template, meeting }: Pick<QueuedNotice, 'template' | 'meeting'>): boolean =>
  meeting !== null && template.startsWith('meeting-') && template !== 'meeting-to-arrange';

/** Reads a notice's companions, itself among them, in the order of their causes. Throws where the database is away. */
export const readCompanions = (database: Client, { key, template, meeting }: QueuedNotice): Promise<Companion[]> =>
  rowsOf(database, companions({ key, template, meeting, isOfMeeting: isOfMeeting({ template, meeting }) }));

/**
 * Whether a notice may have reached its reader: it went, is in hand, was given without an answer, or failed, in which case a person may have
 * told them another way.
 */
export const mayHaveBeenHeard = ({ status, unanswered }: Pick<Companion, 'status' | 'unanswered'>): boolean =>
  ['sent', 'sending', 'failed'].includes(status) || unanswered > 0;
