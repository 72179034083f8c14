import type { Pool } from 'pg';
import { addDays, type Instant, londonDate, type PlainDate, startOfDay } from '../../domain/calendar/dates';
import type { Looker } from '../../domain/access/roles';
import { isAgain } from '../../domain/measures/lives';
import { addMoves } from '../../domain/measures/moves';
import { add, type ByCode, isOf, isWithin } from '../../domain/measures/period';
import { isCetr } from '../../domain/pathway/events';
import { isType, placed, standing as standingFacts } from '../../domain/pathway/place';
import { snapshotAt } from '../../domain/pathway/present';
import type { CoreContext } from '../../domain/pathway/types';
import { readStanding, type Standing } from '../pathway/standing';
import { readSpells } from '../today/register/spells';
import type { RegisterReview } from './reviews';

/** What happened in a group between two reviews. Counts alone: whoever monitors the pathway may see them, and nobody can be told from them by a name. */
export interface ReviewCounts {
  readonly from: PlainDate;
  readonly until: PlainDate;
  /** How people stood when they came on the register, and just before they left it ("none": not rated). */
  readonly came: ByCode;
  readonly left: ByCode;
  readonly admissions: {
    readonly all: number;
    /** No community C(E)TR was held in the 28 days that end with it. */
    readonly withoutReview: number;
    /** Within a year after a discharge. */
    readonly again: number;
  };
  readonly discharges: number;
  /** Reviews that were held, and of these without a full panel. */
  readonly reviews: { readonly all: number; readonly notQuorate: number };
  /** What came of meetings, by kind and outcome: `mam/continue`. */
  readonly outcomes: ByCode;
  /** How many were asked how a review was: said, and declined. */
  readonly feedback: { readonly said: number; readonly declined: number };
  /** Gaps in services that meetings named, by code. */
  readonly gaps: ByCode;
}

/** Whose stays and meetings can have changed: an entry that says so was recorded, or is true, since then. */
const TOUCHED = `select distinct e.register_id as id from event e join person p on p.register_id = e.register_id
  where p.area = $1 and p.duplicate_of is null and e.status = 'applied'
    and e.type in ('admitted', 'discharged', 'meeting-held', 'feedback-taken', 'corrected') and (e."on" >= $2 or e.at >= $3)`;

const GAPS = `select gap, count(*)::int as count from (
    select distinct on (f.register_id, f.id) f.register_id, f.answers from written_form f join person p on p.register_id = f.register_id
    where p.area = $1 and f.kind = 'mam' and f.at >= $2 and f.at < $3 and f.register_id = any($4) order by f.register_id, f.id, f.version desc) last
  cross join lateral jsonb_array_elements_text(case when jsonb_typeof(last.answers -> 'gaps' -> 'gaps') = 'array' then last.answers -> 'gaps' -> 'gaps' else '[]' end) gap
  group by gap order by count desc, gap`;

/** Counts what happened between the last review and one that is gone through, or was held. Worked out by the core of what the record says now. Throws where the database is away. */
export async function countSince(
  { pool, core }: { readonly pool: Pool; readonly core: CoreContext },
  review: RegisterReview,
  now: Instant,
): Promise<ReviewCounts> {
  const { area, group, since } = review;
  const until = review.heldOn ?? londonDate(now);
  const period = { from: addDays(since, 1), to: until };
  const within = (day: PlainDate | null): boolean => isWithin(period, day);
  const everybody: Looker = { id: '', roles: ['commissioner'], areas: [area] };
  const counts = { came: {}, left: {}, outcomes: {} } satisfies Record<string, Record<string, number>>;
  for (const spells of await readSpells(pool, core, everybody, now)) addMoves(spells, { group, period }, counts);
  const [admissions, feedback, reviews] = [
    { all: 0, withoutReview: 0, again: 0 },
    { said: 0, declined: 0 },
    { all: 0, notQuorate: 0 },
  ];
  let discharges = 0;
  const touched = await pool.query<{ id: string }>({
    name: 'register-review-touched',
    text: TOUCHED,
    values: [area, since, new Date(startOfDay(since))],
  });
  const ids: string[] = [];
  for (const { id } of touched.rows) {
    const person = await readStanding(pool, core, id, now);
    if (!person) continue;
    const { bornOn } = person;
    if (isOf(group, bornOn, until)) ids.push(id);
    const { stays, warned } = staysOf(core, person, now);
    for (const stay of stays) {
      const { admittedOn, dischargedOn } = stay;
      if (within(dischargedOn) && isOf(group, bornOn, dischargedOn ?? until)) discharges += 1;
      if (!within(admittedOn) || !isOf(group, bornOn, admittedOn)) continue;
      admissions.all += 1;
      if (warned.has(stay.id)) admissions.withoutReview += 1;
      if (isAgain(stays, stay)) admissions.again += 1;
    }
    for (const { log } of person.record.pathways)
      for (const item of standingFacts(log).map(placed)) {
        if (!within(item.on) || !isOf(group, bornOn, item.on)) continue;
        if (isType(item, 'feedback-taken')) feedback[item.fact.declined === true ? 'declined' : 'said'] += 1;
        if (!isType(item, 'meeting-held')) continue;
        const { kind, outcome, quorate } = item.fact;
        if (outcome !== undefined) add(counts.outcomes, `${kind}/${outcome}`);
        if (!isCetr(kind)) continue;
        reviews.all += 1;
        if (quorate === false) reviews.notQuorate += 1;
      }
  }
  const gaps = await pool.query<{ gap: string; count: number }>({
    name: 'register-review-gaps',
    text: GAPS,
    values: [area, new Date(startOfDay(since)), new Date(now), ids],
  });
  return {
    ...{ from: since, until, ...counts, admissions, discharges, reviews, feedback },
    gaps: Object.fromEntries(gaps.rows.map(({ gap, count }) => [gap, count])),
  };
}

/** The stays of all times on the pathway, and those of them that began without a review. */
function staysOf(core: CoreContext, { record }: Standing, now: Instant) {
  const snapshots = record.pathways.map(({ number }) => snapshotAt(core, record, now, number));
  const warned = new Set(
    snapshots.flatMap(({ warnings }) => warnings.filter(({ code }) => code === 'admitted-without-review').map(({ subject }) => subject)),
  );
  return { stays: snapshots.flatMap(({ stays }) => stays), warned };
}
