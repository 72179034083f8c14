import { randomUUID } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { z } from 'zod';
import type { PlainDate } from '../../../domain/calendar/dates';
import { dateSchema } from '../../../domain/pathway/events';
import { storedContacts } from '../../people/contacts';
import type { QueuedNotice } from '../notice-rows';
import { ownDetails, type OwnDetails } from './naming/own-details';

type Queryable = Pick<Pool | PoolClient, 'query'>;

/** What a letter is written from besides the state of its matter: words that people typed, which the core never sees, and who must not be named. */
export interface LetterFacts {
  readonly own: OwnDetails;
  /** The calendar's UID of the meeting; null where the notice is about none. */
  readonly uid: string | null;
  /** The action that the notice is about: what was agreed to be done, as it was typed, and when; null where it is about none. */
  readonly action: { readonly what: string | null; readonly agreedOn: PlainDate } | null;
}

const personRow = z.object({ name: z.string().nullable(), nhs_number: z.string().nullable(), contacts: z.unknown(), former: z.unknown() });

/** Whoever was recorded with the person once is not named either. */
const PERSON = `select p.name, p.nhs_number, p.contacts, (select json_agg(v.details) from contact_version v where v.register_id = p.register_id) as former
    from person p where p.register_id = $1`;

/** Reads what the letter of a notice is written from, and gives its meeting a UID where it has none. Throws where the person is unknown. */
export async function loadLetterFacts(database: Queryable, notice: QueuedNotice): Promise<LetterFacts> {
  const { rows } = await database.query(PERSON, [notice.registerId]);
  const row = personRow.parse(rows[0]);
  return {
    own: ownDetails({ name: row.name, nhsNumber: row.nhs_number }, [...storedContacts(row.contacts), ...storedContacts(row.former)]),
    uid: notice.meeting === null ? null : await uidOf(database, notice),
    action: await actionOf(database, notice),
  };
}

/**
 * A meeting's UID for its whole life, whatever is changed, taken back or scheduled again under its id: random, so that a calendar learns
 * nothing by it. Those told of before there were random ones keep theirs.
 */
async function uidOf(database: Queryable, { registerId, pathway, meeting }: QueuedNotice): Promise<string> {
  const { rows } = await database.query<{ uid: string }>(
    `insert into meeting_uid (register_id, pathway, meeting, uid) values ($1, $2, $3, $4)
     on conflict (register_id, pathway, meeting) do update set uid = meeting_uid.uid
     returning uid`,
    [registerId, pathway, meeting, randomUUID()],
  );
  const uid = rows[0]?.uid;
  if (uid === undefined) throw new Error('a meeting was given no UID');
  return uid;
}

/** The action that a notice is about, by its event or its deadline; then the words of its agreement, as put right since. */
const ACTION = `
  with about as (
    select coalesce(
      (select d.subject from deadline d where d.register_id = $1 and d.pathway = $2 and d.id = $3 and d.kind = 'action'),
      (select e.fact::json ->> 'action' from event e where e.id = $4 and e.fact is not null)) as action)
  select to_char(x.agreed_on, 'YYYY-MM-DD') as "agreedOn", (
      select t.text from event e join event_text t on t.event_id = e.id
       where e.register_id = $1 and e.pathway = $2 and e.status = 'applied' and e.fact is not null
         and ((e.type = 'action-agreed' and t.field = 'what' and e.fact::json ->> 'action' = x.id)
           or (e.type = 'corrected' and t.field = 'with.what' and e.fact::json -> 'with' ->> 'action' = x.id))
       order by e.position desc limit 1) as what
    from about a join action x on x.register_id = $1 and x.pathway = $2 and x.id = a.action`;

const actionRow = z.object({ agreedOn: dateSchema, what: z.string().nullable() });

async function actionOf(database: Queryable, { registerId, pathway, deadline, eventId }: QueuedNotice): Promise<LetterFacts['action']> {
  const { rows } = await database.query(ACTION, [registerId, pathway, deadline, eventId]);
  return rows.length === 0 ? null : actionRow.parse(rows[0]);
}

/** A deadline as a digest counts it: several notices about one are one duty. */
export interface DutyFacts {
  readonly id: string;
  readonly kind: string;
  readonly anchor: PlainDate;
  readonly due: PlainDate | null;
  /** Somebody above the team was told that it waits too long. */
  readonly escalated: boolean;
}

/** The deadline that a notice is about, or that of the action which it tells of; null where there is none any more. */
const DUTY = `
  select d.id, d.kind, d.anchor, d.due, exists (
           select from notice n where n.register_id = d.register_id and n.pathway = d.pathway and n.deadline = d.id and n.template = 'step-escalate'
             and n.params ->> 'due' is not distinct from d.due::text) as escalated
    from deadline d
   where d.register_id = $1 and d.pathway = $2
     and (d.id = $3 or ($3::text is null and d.kind = 'action'
          and d.subject = (select e.fact::json ->> 'action' from event e where e.id = $4 and e.fact is not null)))
   order by d.owed desc, d.due desc nulls last limit 1`;

const dutyRow = z.object({ id: z.string(), kind: z.string(), anchor: dateSchema, due: dateSchema.nullable(), escalated: z.boolean() });

/** Reads the duty that a notice is about; null where it is about none. */
export async function loadDuty(database: Queryable, { registerId, pathway, deadline, eventId }: QueuedNotice): Promise<DutyFacts | null> {
  const { rows } = await database.query(DUTY, [registerId, pathway, deadline, eventId]);
  return rows.length === 0 ? null : dutyRow.parse(rows[0]);
}
