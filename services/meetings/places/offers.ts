import type { Pool } from 'pg';
import { z } from 'zod';
import { type Instant, type PlainDate, plainDate } from '../../../domain/calendar/dates';
import type { Place } from '../../../domain/meetings/places';
import { type MeetingKind, MEETING_KINDS } from '../../../domain/pathway/events';
import { type Client, countOf, db, prepared, rowsOf } from '../../tables/query';

/** A meeting that a rule asks for: by which deadline of which pathway. */
export interface Request {
  readonly registerId: string;
  readonly pathway: number;
  readonly deadline: string;
  readonly kind: MeetingKind;
  readonly area: string;
}

/** A place that is kept for a meeting; or that there is none in time, with the nearest. */
export interface Offer {
  readonly deadline: string;
  readonly kind: MeetingKind;
  /** Null: there is none in time. */
  readonly place: Place | null;
  readonly nearest: readonly Place[];
  /** The meeting that is booked there; null: none is yet. */
  readonly meeting: string | null;
  /** Why the service could not book it; null: it was not refused. */
  readonly refused: string | null;
  /** The place of the meeting has fallen away: it is to be moved from this day to the one that is kept, or to one that is to be found. Null: it has not. */
  readonly movesFrom: PlainDate | null;
  /** When it was kept. */
  readonly at: Instant;
}

const placeSchema = z.object({
  ...{ place: z.string(), on: z.string().transform((day) => plainDate(day)), time: z.string(), until: z.string(), where: z.string() },
  // How many there are says the area; of one that is kept it is no question any more.
  ...{ seat: z.number(), seats: z.number().default(1) },
});
const nearestSchema = z.array(placeSchema);
const kindSchema = z.enum(MEETING_KINDS);

const offersOf = prepared('place-offers', (registerId: string, pathway: number) =>
  db
    .selectFrom('place_offer')
    .select([
      'deadline',
      'kind',
      'place',
      'on',
      'seat',
      'time',
      'until',
      'where',
      'nearest',
      'meeting',
      'refused',
      'moves_from as movesFrom',
      'at',
    ])
    .where('register_id', '=', registerId)
    .where('pathway', '=', pathway)
    .orderBy('deadline'),
);

/** What is kept for the meetings of a pathway. Throws where the database is away. */
export async function readOffers(database: Client, registerId: string, pathway: number): Promise<readonly Offer[]> {
  const rows = await rowsOf(database, offersOf(registerId, pathway));
  return rows.map(({ deadline, kind, meeting, refused, movesFrom, nearest, at, ...row }): Offer => {
    const kept = placeSchema.safeParse(row);
    return {
      ...{ deadline, meeting, refused, movesFrom },
      at: at.getTime() as Instant,
      kind: kindSchema.parse(kind),
      place: kept.success ? kept.data : null,
      nearest: nearestSchema.parse(nearest),
    };
  });
}

/**
 * Whether a place of `c` is free in an area: nobody has this seat, and with what staff booked there by hand no more are taken than there are. A
 * meeting whose pathway has ended is off.
 */
export const FREE = (
  area: string,
): string => `not exists (select from place_offer o where o.area = ${area} and o.place = c.place and o."on" = c."on" and o.seat = c.seat)
    and c.seats > (select count(*) from place_offer o where o.area = ${area} and o.place = c.place and o."on" = c."on")
      + (select count(*) from meeting m join person p on p.register_id = m.register_id
          join pathway w on w.register_id = m.register_id and w.number = m.pathway and w.ended_type is null
          where m.status = 'scheduled' and m."on" = c."on" and m.time = c.time and m.place = c."where" and p.area = ${area}
            and not exists (select from place_offer o where o.register_id = m.register_id and o.pathway = m.pathway and o.meeting = m.id))`;

/** The earliest of these that nobody has, for a request that has none; whoever is faster gets it. Nothing where there is none, or the request has one. */
const TAKE = `insert into place_offer (register_id, pathway, deadline, kind, area, place, "on", seat, time, until, "where", at)
  select $1, $2, $3, $4, $5, c.place, c."on", c.seat, c.time, c.until, c."where", $7
    from json_to_recordset($6) as c(place text, "on" date, seat int, seats int, time text, until text, "where" text)
   where ${FREE('$5')}
   order by c."on", c.time, c.place, c.seat limit 1
  on conflict do nothing returning deadline`;
/** Whether one of these is free still, or the request has one meanwhile; `none`: it is said of it that there is none. */
const LEFT = `select exists (select from place_offer where register_id = $1 and pathway = $2 and deadline = $3 and place is not null) as has,
    exists (select from place_offer where register_id = $1 and pathway = $2 and deadline = $3 and place is null) as none,
    exists (select from json_to_recordset($5) as c(place text, "on" date, seat int, seats int, time text, "where" text) where ${FREE('$4')}) as free`;

/** Takes the earliest free place of these for a request. Out: false where none is free. A repeat takes no second one. Throws where the database is away. */
export async function takePlace(
  pool: Pool,
  { registerId, pathway, deadline, kind, area }: Request,
  places: readonly Place[],
  at: Instant,
): Promise<boolean> {
  const candidates = JSON.stringify(places);
  for (;;) {
    const taken = await pool.query({
      name: 'take-place',
      text: TAKE,
      values: [registerId, pathway, deadline, kind, area, candidates, new Date(at)],
    });
    if (taken.rowCount === 1) return true;
    const { rows } = await pool.query<{ has: boolean; none: boolean; free: boolean }>({
      ...{ name: 'place-left', text: LEFT },
      values: [registerId, pathway, deadline, area, candidates],
    });
    if (rows[0]?.has) return true;
    // Somebody was faster with the one that was seen free: there may be another.
    if (rows[0]?.none || !rows[0]?.free) return false;
  }
}

/** Which of these are free now, the first so many. Throws where the database is away. */
export async function freeAmong(pool: Pool, area: string, places: readonly Place[], most: number): Promise<readonly Place[]> {
  const { rows } = await pool.query<{ n: number }>({
    name: 'free-places',
    text: `select c.n::int as n from rows from (json_to_recordset($2) as (place text, "on" date, seat int, seats int, time text, "where" text))
                 with ordinality as c(place, "on", seat, seats, time, "where", n)
            where ${FREE('$1')}
            order by c.n limit $3`,
    values: [area, JSON.stringify(places), most],
  });
  return rows.flatMap(({ n }) => places[n - 1] ?? []);
}

/** Says that a request has no place in time, and which are nearest. A repeat says nothing twice. */
export async function saysNone(
  pool: Pool,
  { registerId, pathway, deadline, kind, area }: Request,
  nearest: readonly Place[],
  at: Instant,
): Promise<void> {
  await countOf(pool, sayingNone(registerId, pathway, deadline, kind, area, JSON.stringify(nearest), new Date(at)));
}
const sayingNone = prepared(
  'no-place',
  (registerId: string, pathway: number, deadline: string, kind: string, area: string, nearest: string, at: Date) =>
    db
      .insertInto('place_offer')
      .values({ register_id: registerId, pathway, deadline, kind, area, nearest, at })
      .onConflict((conflict) => conflict.doNothing()),
);

const bookingPlace = prepared('book-place', (registerId: string, pathway: number, deadline: string, meeting: string) =>
  db
    .updateTable('place_offer')
    .set({ meeting, moves_from: null })
    .where('register_id', '=', registerId)
    .where('pathway', '=', pathway)
    .where('deadline', '=', deadline),
);
/** Says which meeting is booked at a place that is kept. */
export const bookPlace = async (
  pool: Pool,
  { registerId, pathway, deadline }: Omit<Request, 'kind' | 'area'>,
  meeting: string,
): Promise<void> => void (await countOf(pool, bookingPlace(registerId, pathway, deadline, meeting)));

const freeing = prepared('free-place', (registerId: string, pathway: number, deadline: string) =>
  db.deleteFrom('place_offer').where('register_id', '=', registerId).where('pathway', '=', pathway).where('deadline', '=', deadline),
);
/** Gives a place back, that nobody needs any more. */
export const freePlace = async (pool: Pool, { registerId, pathway, deadline }: Omit<Request, 'kind' | 'area'>): Promise<void> =>
  void (await countOf(pool, freeing(registerId, pathway, deadline)));

const refusingPlace = prepared('refuse-place', (registerId: string, pathway: number, deadline: string, refused: string) =>
  db
    .updateTable('place_offer')
    .set({ refused, moves_from: null, place: null, on: null, seat: null, time: null, until: null, where: null })
    .where('register_id', '=', registerId)
    .where('pathway', '=', pathway)
    .where('deadline', '=', deadline),
);
/** Gives a place back at which a meeting could not be booked, and keeps why: it is not tried again. */
export const refusePlace = async (
  pool: Pool,
  { registerId, pathway, deadline }: Omit<Request, 'kind' | 'area'>,
  why: string,
): Promise<void> => void (await countOf(pool, refusingPlace(registerId, pathway, deadline, why)));

/** Gives back what is kept for a pathway that has ended, or that is not its person's latest any more. Out: the deadlines for which it was kept. */
export async function freeEnded(
  pool: Pool,
  { registerId, pathway }: { readonly registerId: string; readonly pathway: number },
): Promise<readonly string[]> {
  const { rows } = await pool.query<{ deadline: string }>({
    name: 'free-ended',
    text: `delete from place_offer o where o.register_id = $1 and o.pathway = $2
             and not exists (select from pathway w where w.register_id = $1 and w.number = $2 and w.ended_type is null
                               and not exists (select from pathway later where later.register_id = $1 and later.number > $2))
           returning o.deadline`,
    values: [registerId, pathway],
  });
  return rows.map(({ deadline }) => deadline);
}
