import type { Pool } from 'pg';
import { sql } from 'kysely';
import type { Instant } from '../../../domain/calendar/dates';
import type { Contact } from '../../../domain/notices/recipients';
import { storedContacts } from '../../people/contacts';
import { type Client, db, firstOf, prepared, rowsOf } from '../../tables/query';
import type { NoticeStatus } from '../../tables/tables';
import { NOTICE_COLUMNS, queuedNotice, type QueuedNotice } from '../notice-rows';
import { isToAsker, readAsker } from '../askers/acknowledgement';
import { areaPeople } from '../people';
import { recipientByReference, type Recipient } from '../recipients';
import { foresee, type Foreseen } from '../sending/check/check-notice';
import type { CheckDeps } from '../sending/attempt';
import type { Act } from './lists';

const byRef = prepared('notice-by-ref', (ref: string) =>
  db
    .selectFrom('notice')
    .leftJoin('person', 'person.register_id', 'notice.register_id')
    .select(NOTICE_COLUMNS.map((column) => `notice.${column}` as const))
    .select(['notice.ref', 'notice.status', 'notice.not_before as notBefore', 'notice.unanswered', 'person.name', 'person.contacts'])
    .select(['notice.recipient_name as recipientName', 'notice.sent_at as sentAt', 'notice.sent_to as sentTo', 'notice.subject'])
    .select([sql<string>`coalesce(person.area, notice.params ->> 'area')`.as('area')])
    .where('notice.ref', '=', ref),
);

const actsOf = prepared('acts-of-notice', (key: string) =>
  db.selectFrom('notice_act').select(['act', 'at', 'by', 'why', 'until', 'was']).where('key', '=', key).orderBy('at').orderBy('id'),
);

/** What a person did about a notice, and what it was held for before. */
export interface ActOfNotice extends Act {
  readonly was: string | null;
}

/** A notice with all that its page shows beside its text. */
export interface NoticeOnRecord {
  readonly notice: QueuedNotice;
  readonly status: NoticeStatus;
  readonly notBefore: Instant;
  /** How often it may have arrived without our knowing. */
  readonly unanswered: number;
  readonly area: string;
  /** The name of the person; null: it is not known, or the notice is about several. */
  readonly name: string | null;
  readonly recipientName: string | null;
  readonly sent: { readonly at: Instant; readonly to: string | null; readonly subject: string | null } | null;
  readonly contacts: readonly Contact[];
  /** The first first. */
  readonly acts: readonly ActOfNotice[];
}

/** Reads a notice by what its page is addressed by; null where there is none. Throws where the database is away. */
export async function readNotice(database: Client, ref: string): Promise<NoticeOnRecord | null> {
  const row = await firstOf(database, byRef(ref));
  if (!row) return null;
  const { status, notBefore, unanswered, area, name, recipientName, sentAt, sentTo, subject, contacts } = row;
  const acts = await rowsOf(database, actsOf(row.key));
  return {
    ...{ notice: queuedNotice(row), status, unanswered, area, name, recipientName },
    notBefore: notBefore.getTime() as Instant,
    sent: sentAt && { at: sentAt.getTime() as Instant, to: sentTo, subject },
    contacts: storedContacts(contacts ?? []),
    acts: acts.map(({ at, act, ...said }) => ({ ...said, act: act as Act['act'], at: at.getTime() as Instant })),
  };
}

/** What would come of a notice if it went now; of one that is held or failed, if a person let it go. Throws where its text cannot be made. */
export const foreseeNotice = (deps: CheckDeps, { notice, status }: Pick<NoticeOnRecord, 'notice' | 'status'>): Promise<Foreseen> =>
  foresee(deps, asLetGo({ notice, status }), status === 'failed');

/** As it is checked once a person has let it go: by what it was held for. One that failed may have been let go before that. */
export function asLetGo({ notice, status }: Pick<NoticeOnRecord, 'notice' | 'status'>): QueuedNotice {
  if (status === 'held') return { ...notice, releasedFrom: notice.reason };
  return status === 'failed' ? { ...notice, releasedFrom: notice.releasedFrom ?? notice.reason } : notice;
}

/** To whom a notice goes, as they are on record. */
type Addressed = Pick<QueuedNotice, 'recipient' | 'params'> & { readonly area: string; readonly contacts: readonly Contact[] };

/** Who the recipients of notices are now, in their order; undefined: they are on record no more. Throws where the database is away. */
export async function recipientsOfNotices(pool: Pool, notices: readonly Addressed[]): Promise<(Recipient | undefined)[]> {
  const areas = [...new Set(notices.map(({ area }) => area))];
  const people = new Map(await Promise.all(areas.map(async (area) => [area, await areaPeople(pool, area)] as const)));
  const askers = await Promise.all(notices.map(async (one) => (isToAsker(one) ? await readAsker(pool, one) : null)));
  return notices.map(({ recipient, area, contacts }, index) => {
    const { book = [], members = [] } = people.get(area) ?? {};
    return askers[index]?.recipient ?? recipientByReference(recipient, { book, staff: members, contacts });
  });
}
