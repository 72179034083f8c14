import type { Pool } from 'pg';
import type { Looker } from '../../domain/access/roles';
import { addMonths, type Instant, londonDate, type PlainDate } from '../../domain/calendar/dates';
import { lastReferral, type ReferralMade, type ReferralSource } from '../../domain/pathway/referrals';
import { keptShortly } from '../../infra/kept-shortly';
import { readShut } from '../access/restricted';
import { recordStamp } from '../record/stamp';
import { readLogs } from './register/spells';

/** What somebody between a referral and the register waits for, in the order in which it comes. */
export const STAGES = ['eligibility-decision', 'watch-review', 'consent-decision', 'rating-decision'] as const;
export type Stage = (typeof STAGES)[number];

/** So many stand on a page. */
export const WAITING_A_PAGE = 50;
/** So many are looked at, those who have waited longest first: more than a team can have. */
const MOST = 5_000;

/** Who of those on the way in is asked for. */
export interface WayInFilter {
  readonly stage?: Stage | undefined;
  readonly source?: ReferralSource | undefined;
  readonly age?: 'under-18' | 'adult' | undefined;
  /** From 1. */
  readonly page: number;
}

/** Somebody between a referral and the register. */
export interface OnTheWay {
  readonly registerId: string;
  readonly name: string | null;
  readonly bornOn: PlainDate | null;
  readonly area: string;
  /** The record is restricted and not open to the reader: who they are, and what is said of the referral, is left out. */
  readonly restricted: boolean;
  readonly stage: Stage;
  /** By which the deadline of this stage is called. */
  readonly deadline: string;
  /** Since when this stage waits. */
  readonly since: PlainDate;
  /** The day on which somebody who is watched is looked at again. */
  readonly due: PlainDate | null;
  /** The last one of the pathway; null: it began without, or it is not told. */
  readonly referral: ReferralMade | null;
  /** The name of the member of staff who owns the pathway; null: nobody does. */
  readonly owner: string | null;
}

export interface WayIn {
  readonly people: readonly OnTheWay[];
  /** How many fit what was asked, and how many there are. */
  readonly fit: number;
  readonly all: number;
  /** The day of the last decision on eligibility, where nobody waits; null: somebody does, or there was none. */
  readonly lastDecided: PlainDate | null;
}

const SHUT = 'd.register_id = any($3)';
const told = (column: string): string => `case when ${SHUT} then null else ${column} end`;

const WAITING = `select d.register_id as "registerId", d.pathway, ${SHUT} as restricted, ${told('p.name')} as name, ${told('p.born_on')} as "bornOn", p.area,
    d.kind as stage, d.id as deadline, d.anchor as since, d.due, s.name as owner, (count(*) over ())::int as "all"
  from deadline d
  join pathway w on w.register_id = d.register_id and w.number = d.pathway and w.ended_type is null
  join person p on p.register_id = d.register_id
  left join lateral (select o.staff from ownership o where o.register_id = d.register_id and o.pathway = d.pathway and o.from_at <= $4
    order by o.number desc limit 1) own on true
  left join staff s on s.id = own.staff
  where d.owed and d.kind = any($2) and p.area = any($1)
  order by d.anchor, d.register_id, d.id limit ${MOST}`;

const LAST = `select max(coalesce(e."on", (e.at at time zone 'Europe/London')::date)) as day from event e join person p using (register_id)
  where e.type = 'eligibility-decided' and e.status = 'applied' and p.area = any($1)`;

interface Row extends Omit<OnTheWay, 'referral'> {
  readonly pathway: number;
  readonly all: number;
}

/** Whether somebody fits what is asked of who they are and who sent them: of a record that is not open to the reader nobody is told by a filter, and nobody vanishes. */
function fits({ restricted, stage, bornOn, referral }: OnTheWay, asked: WayInFilter, adultFrom: PlainDate): boolean {
  if (asked.stage !== undefined && stage !== asked.stage) return false;
  if (restricted) return true;
  const isAdult = bornOn !== null && bornOn <= adultFrom;
  if (asked.age !== undefined && isAdult !== (asked.age === 'adult')) return false;
  return asked.source === undefined || referral?.source === asked.source;
}

/** Those for whom red was suggested come first, and those who are only to be looked at again on a later day last. */
const placeOf = ({ referral, due }: OnTheWay, today: PlainDate): number =>
  due !== null && due > today ? 2 : referral?.suggested === 'red' ? 0 : 1;

interface Waiting {
  readonly people: readonly OnTheWay[];
  readonly all: number;
}

interface WaitingAsked {
  readonly areas: readonly string[];
  readonly shut: readonly string[];
  readonly at: Date;
}

/** All who wait are gone through, with what was said of each in the log. */
const readWaiting = keptShortly(
  ({ areas, shut }: WaitingAsked) => JSON.stringify([areas, shut]),
  recordStamp,
  async (pool: Pool, { areas, shut, at }: WaitingAsked): Promise<Waiting> => {
    // Without a name it is planned for these few kinds.
    const { rows } = await pool.query<Row>({ text: WAITING, values: [areas, STAGES, shut, at] });
    const logs = await readLogs(pool, [...new Set(rows.map(({ registerId }) => registerId))], ['referral-received', 'corrected']);
    const people = rows.map(({ pathway, all: _all, ...row }): OnTheWay => {
      const log = logs.get(row.registerId)?.get(pathway)?.log ?? [];
      return { ...row, referral: row.restricted ? null : lastReferral(log) };
    });
    return { people, all: rows[0]?.all ?? 0 };
  },
);

/**
 * Reads a page of those between a referral and the register, of the areas of a member of staff: who waits for a decision, to be asked for consent or
 * for a rating, and who is watched. Those for whom red was suggested stand first, then whoever has waited longest, and last who is watched until a later day. Throws where the database is away.
 */
export async function readWayIn(pool: Pool, looker: Looker, asked: WayInFilter, now: Instant): Promise<WayIn> {
  const waiting = await readWaiting(pool, { areas: looker.areas, shut: await readShut(pool, looker, now), at: new Date(now) });
  const adultFrom = addMonths(londonDate(now), -18 * 12);
  const fitting = waiting.people.filter((one) => fits(one, asked, adultFrom));
  // Those of one place stay in the order of their waiting.
  const inOrder = fitting.toSorted((a, b) => placeOf(a, londonDate(now)) - placeOf(b, londonDate(now)));
  const from = (asked.page - 1) * WAITING_A_PAGE;
  return {
    people: inOrder.slice(from, from + WAITING_A_PAGE),
    fit: fitting.length,
    all: waiting.all,
    lastDecided: waiting.all > 0 ? null : await lastDecided(pool, looker.areas),
  };
}

async function lastDecided(pool: Pool, areas: readonly string[]): Promise<PlainDate | null> {
  const { rows } = await pool.query<{ day: PlainDate | null }>({ name: 'last-eligibility-decided', text: LAST, values: [areas] });
  return rows[0]?.day ?? null;
}
