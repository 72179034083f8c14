import type { Pool } from 'pg';
import { daysBetween, type Instant, londonDate, type PlainDate } from '../../domain/calendar/dates';
import { answersOf, askedOf, type Feedback } from '../../domain/measures/feedback';
import { type Admissions, admissionsOf, reviewsIn } from '../../domain/measures/lives';
import { type Asked, type Moves, movesOf, type Stood } from '../../domain/measures/moves';
import { isOf } from '../../domain/measures/period';
import { type Speed, SPEEDS, speedsOf, type Took } from '../../domain/measures/speed';
import { judgeClocks, judgeLives, judgeRatings, judgeReviews } from '../../domain/measures/standards/judge';
import { type Judged, type Tally, tallyOf } from '../../domain/measures/standards/standards';
import { actionsIn, judgeActions, judgeNotes, notesToRead } from '../../domain/measures/standards/written';
import { digestOf } from '../../infra/canonical';
import type { CoreContext } from '../../domain/pathway/types';
import { formsStamp } from '../record/stamp';
import { readReviews } from '../register-review/reviews';
import { readSpells } from '../today/register/spells';
import { whileUnchanged } from '../today/register/worked-out';
import { readClocks, readWaiting, WAITED_FOR } from './clocks';
import { readLives } from './lives';
import { readBodies, readFeedback, readNotes } from './written';

/** Whom and of which days something is counted. */
export interface MeasuresAsked extends Asked {
  readonly area: string;
}

/** How quickly something went, and for how many it is waited for today, the longest so many days; null: that is not kept. */
export interface SpeedNow extends Took {
  readonly waiting: { readonly count: number; readonly longest: number | null } | null;
}

/** How the pathway goes, in numbers; of the standards also which records did not keep them. */
export interface Measures {
  readonly moves: Moves;
  readonly admissions: Admissions;
  readonly speeds: Readonly<Record<Speed, SpeedNow>>;
  readonly standards: readonly Tally[];
  readonly feedback: Feedback;
}

interface Deps {
  readonly pool: Pool;
  readonly core: CoreContext;
}

const DUPLICATES = 'select register_id as id from person where duplicate_of is not null and area = $1';

/** How everybody of an area has stood with the register, but for records that were closed as duplicates. */
async function readStood({ pool, core }: Deps, area: string, now: Instant): Promise<readonly Stood[]> {
  const spells = await readSpells(pool, core, { id: '', roles: ['commissioner'], areas: [area] }, now);
  const { rows } = await pool.query<{ id: string }>({ name: 'measures-duplicates', text: DUPLICATES, values: [area] });
  const duplicates = new Set(rows.map(({ id }) => id));
  return spells.flatMap(({ registerId, bornOn, trueThen }) =>
    duplicates.has(registerId) ? [] : [{ registerId, bornOn: trueThen.at(-1)?.bornOn ?? bornOn, trueThen }],
  );
}

/** What rests on what happened alone, and what is to be read beside it. */
async function workOut(deps: Deps, { area, ...asked }: MeasuresAsked, now: Instant) {
  const { pool } = deps;
  const today = londonDate(now);
  const people = await readStood(deps, area, now);
  const stood = new Map(people.map((one) => [one.registerId, one]));
  const clocks = await readClocks(pool, area, asked.period, today);
  const lives = await readLives(pool, area, asked.period);
  const bornOn = (registerId: string): PlainDate | null => stood.get(registerId)?.bornOn ?? null;
  const mams = clocks.filter(({ kind }) => kind === 'mam');
  return {
    moves: movesOf(people, asked),
    admissions: admissionsOf(lives, asked, today),
    speeds: speedsOf(lives, stood, asked),
    asked: askedOf(lives, asked),
    judged: [
      ...judgeClocks(clocks, bornOn, asked, today),
      ...judgeLives(lives, { stood, clocks: mams }, asked, today),
      ...judgeRatings(people, asked),
    ],
    notes: lives.flatMap((life) => notesToRead(life, asked)),
    actions: lives.flatMap((life) => actionsIn(life, asked)),
    reviews: lives.flatMap((life) =>
      reviewsIn(life, asked).map(({ pathway, item }) => ({ registerId: life.registerId, pathway, id: item.fact.meeting })),
    ),
  };
}

/**
 * Measures how the pathway of an area goes in a period: worked out of what the record says now, and once for each state of the log and of the forms. Restricted
 * records are counted, and stand among those that did not keep a standard: whoever shows these leaves out what is shut to its reader. Throws where
 * the database is away.
 */
export async function readMeasures(deps: Deps, asked: MeasuresAsked, now: Instant): Promise<Measures> {
  const { pool } = deps;
  const { area, group, period } = asked;
  const today = londonDate(now);
  const what = `measures ${group} ${period.from} ${period.to} on ${today}`;
  const [forms, reviews] = await Promise.all([formsStamp(pool), readReviews(pool, [area])]);
  const reviewed = judgeReviews(reviews, asked, today);
  // Before the answer: what is written while it is worked out makes it one of an older state.
  return whileUnchanged(pool, [area], `${what} ${forms} ${digestOf(reviewed)}`, async () => {
    const found = await whileUnchanged(pool, [area], what, () => workOut(deps, asked, now));
    return withForms(deps, asked, found, reviewed, today);
  });
}

/** Adds what stands in forms and in the reviews of the register, and who waits. */
async function withForms(
  { pool }: Deps,
  asked: MeasuresAsked,
  found: Awaited<ReturnType<typeof workOut>>,
  reviewed: readonly Judged[],
  today: PlainDate,
): Promise<Measures> {
  const [wentThrough, hasBody, said] = await Promise.all([
    readNotes(pool, found.notes),
    readBodies(pool, found.actions),
    readFeedback(pool, found.reviews),
  ]);
  const judged: readonly Judged[] = [
    ...found.judged,
    ...judgeNotes(found.notes, wentThrough),
    ...judgeActions(found.actions, hasBody),
    ...reviewed,
  ];
  return {
    moves: found.moves,
    admissions: found.admissions,
    speeds: await withWaiting(pool, found.speeds, asked, today),
    standards: tallyOf(judged),
    feedback: { ...found.asked, ...answersOf(said) },
  };
}

async function withWaiting(
  pool: Pool,
  speeds: Readonly<Record<Speed, Took>>,
  { area, group }: MeasuresAsked,
  today: PlainDate,
): Promise<Measures['speeds']> {
  const waiting = (await readWaiting(pool, area, today)).filter(({ bornOn }) => isOf(group, bornOn, today));
  const all = SPEEDS.map((speed): [Speed, SpeedNow] => {
    const kind = WAITED_FOR[speed];
    const own = waiting.filter((one) => one.kind === kind);
    const days = own.map(({ anchor }) => daysBetween(anchor, today));
    const longest = days.length === 0 ? null : days.reduce((a, b) => Math.max(a, b));
    return [speed, { ...speeds[speed], waiting: kind === undefined ? null : { count: own.length, longest } }];
  });
  return Object.fromEntries(all) as Measures['speeds'];
}
