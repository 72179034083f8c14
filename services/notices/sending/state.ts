import type { Pool, PoolClient } from 'pg';
import type { PlainDate } from '../../../domain/calendar/dates';
import { dateSchema, factSchema, type Fact } from '../../../domain/pathway/events';
import { z } from 'zod';
import { area, type Area } from '../../areas';
import { storedContacts } from '../../contacts';
import { areaPeople } from '../people';
import type { QueuedNotice } from './queue';
import type { Recipients } from '../types';

type Queryable = Pick<Pool | PoolClient, 'query'>;

/** An accepted event that may have changed whether a notice still may go, in the order of hearing. */
export interface LaterFact {
  readonly id: string;
  readonly position: number;
  /** When it was heard, in milliseconds since 1970. */
  readonly at: number;
  readonly fact: Fact;
}

/** Another notice about the same meeting. */
export interface SiblingNotice {
  readonly key: string;
  readonly template: string;
  readonly recipient: string;
  readonly status: string;
  /** The place in the log of the event that caused it. */
  readonly position: number;
}

/** All that stands about a notice's matter at the moment of sending. */
export interface NoticeState {
  readonly area: Area;
  readonly recipients: Recipients;
  /** Names and numbers that must not stand in a mail. */
  readonly secrets: readonly string[];
  readonly pathway: {
    readonly rating: string | null;
    readonly registerConsent: boolean;
    readonly inpatient: boolean;
    readonly ended: { readonly type: string; readonly on: PlainDate } | null;
    readonly owedAtEnd: readonly { readonly kind: string; readonly due: PlainDate | null }[];
  } | null;
  readonly deadline: {
    readonly kind: string;
    readonly anchor: PlainDate;
    readonly due: PlainDate | null;
    readonly owed: boolean;
    readonly held: boolean;
  } | null;
  readonly meeting: {
    readonly kind: string;
    readonly status: string;
    readonly on: PlainDate;
    readonly time: string | null;
    readonly until: string | null;
    readonly place: string | null;
    readonly invited: readonly string[];
  } | null;
  readonly event: {
    readonly id: string;
    readonly type: string;
    readonly on: PlainDate | null;
    readonly status: string;
    readonly reason: string | null;
    readonly position: number;
    readonly fact: Fact | null;
    /** A refused one that a person has sorted out. */
    readonly resolved: boolean;
  } | null;
  readonly action: { readonly due: PlainDate | null } | null;
  readonly later: readonly LaterFact[];
  readonly siblings: readonly SiblingNotice[];
}

const date = dateSchema.nullable();
const stateRow = z.object({
  area: z.string(),
  name: z.string().nullable(),
  nhs_number: z.string().nullable(),
  contacts: z.unknown(),
  pathway: z
    .object({
      rating: z.string().nullable(),
      register_consent: z.boolean(),
      inpatient: z.boolean(),
      ended_type: z.string().nullable(),
      ended_on: date,
      owed_at_end: z.array(z.object({ kind: z.string(), due: date })).nullable(),
    })
    .nullable(),
  deadline: z.object({ kind: z.string(), anchor: dateSchema, due: date, owed: z.boolean(), held: z.boolean() }).nullable(),
  meeting: z
    .object({
      kind: z.string(),
      status: z.string(),
      on: dateSchema,
      time: z.string().nullable(),
      until: z.string().nullable(),
      place: z.string().nullable(),
      invited: z.array(z.string()),
    })
    .nullable(),
  event: z
    .object({
      id: z.string(),
      type: z.string(),
      on: date,
      status: z.string(),
      reason: z.string().nullable(),
      position: z.number(),
      fact: z.string().nullable(),
      resolved: z.unknown().transform((resolved) => resolved !== null && resolved !== undefined),
    })
    .nullable(),
});

const STATE = `
  select p.area, p.name, p.nhs_number, p.contacts, to_jsonb(w) as pathway, to_jsonb(d) as deadline, to_jsonb(m) as meeting, to_jsonb(e) as event
    from notice n
    join person p on p.register_id = n.register_id
    left join pathway w on w.register_id = n.register_id and w.number = n.pathway
    left join deadline d on d.register_id = n.register_id and d.pathway = n.pathway and d.id = n.deadline
    left join meeting m on m.register_id = n.register_id and m.pathway = n.pathway and m.id = n.meeting
    left join event e on e.id = n.event_id
   where n.key = $1`;

const LATER = `
  select id, position::float8 as position, extract(epoch from at) * 1000 as at, fact
    from event
   where register_id = $1 and pathway = $2 and status = 'applied' and fact is not null
     and type in ('consent-given', 'consent-withdrawn', 'consent-refused', 'contact-wish-recorded', 'corrected')
   order by position`;

const SIBLINGS = `
  select n.key, n.template, n.recipient, n.status, e.position::float8 as position
    from notice n join event e on e.id = n.event_id
   where n.register_id = $1 and n.pathway = $2 and n.meeting = $3 and n.template like 'meeting-%'`;

/** Everything that a notice's text and its permission to go depend on, as it stands now. Throws where the person is unknown, or a row is not as it should be. */
export async function loadState(database: Queryable, notice: QueuedNotice): Promise<NoticeState> {
  const found = await database.query(STATE, [notice.key]);
  if (found.rows.length === 0) throw new Error(`the notice ${notice.key} is about nobody on file`);
  const row = stateRow.parse(found.rows[0]);
  const later = await database.query<{ id: string; position: number; at: string; fact: string }>(LATER, [
    notice.registerId,
    notice.pathway,
  ]);
  const siblings =
    notice.meeting === null
      ? []
      : (await database.query<SiblingNotice>(SIBLINGS, [notice.registerId, notice.pathway, notice.meeting])).rows;
  const fact = row.event?.fact === null || row.event === null ? null : readFact(row.event.fact);
  const contacts = storedContacts(row.contacts);
  return {
    area: area(row.area),
    recipients: { ...(await areaPeople(database, row.area)), contacts },
    secrets: [row.name, row.nhs_number, ...contacts.map(({ name }) => name)].filter((secret) => secret !== null),
    pathway: row.pathway && {
      rating: row.pathway.rating,
      registerConsent: row.pathway.register_consent,
      inpatient: row.pathway.inpatient,
      ended:
        row.pathway.ended_type !== null && row.pathway.ended_on !== null
          ? { type: row.pathway.ended_type, on: row.pathway.ended_on }
          : null,
      owedAtEnd: row.pathway.owed_at_end ?? [],
    },
    deadline: row.deadline,
    meeting: row.meeting,
    event: row.event && { ...row.event, fact },
    action: fact !== null && 'action' in fact ? await actionOf(database, notice, fact.action) : null,
    later: later.rows.map(({ id, position, at, fact: text }) => ({ id, position, at: Number(at), fact: readFact(text) })),
    siblings,
  };
}

const readFact = (text: string): Fact => factSchema.parse(JSON.parse(text));

async function actionOf(database: Queryable, notice: QueuedNotice, action: string): Promise<NoticeState['action']> {
  const { rows } = await database.query<{ due: PlainDate | null }>(
    'select due from action where register_id = $1 and pathway = $2 and id = $3',
    [notice.registerId, notice.pathway, action],
  );
  return rows[0] ?? null;
}

/** Who a mailing audience of the area is, for what is about no one person (the daily digest). */
export async function areaState(database: Queryable, areaId: string): Promise<{ area: Area; recipients: Recipients }> {
  return { area: area(areaId), recipients: { ...(await areaPeople(database, areaId)), contacts: [] } };
}
