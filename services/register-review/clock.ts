import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { type Instant, londonDate, type PlainDate } from '../../domain/calendar/dates';
import { groupsOf, isPackDue, reviewDue, type ReviewGroup } from '../../domain/meetings/register-review';
import type { Audience, CoreContext } from '../../domain/pathway/types';
import { stepsBetween } from '../../domain/rules/ladder';
import { areaPeople, peopleAt } from '../notices/people';
import { toWriteReviewNotice } from '../notices/review-notice';
import { recipientsOf } from '../notices/recipients';
import { inTransaction } from '../record/transaction';
import { type Area, area, isArea } from '../rules/areas';
import { taskStatement } from '../tasks/tasks';
import { db, prepared, type Statement } from '../tables/query';
import { hasAnybody, NEWCOMERS, newcomersOf } from './people';
import { lockReview, readReviews, type RegisterReview } from './reviews';

export interface ReviewClockDeps {
  readonly pool: Pool;
  readonly core: CoreContext;
  readonly now: () => Instant;
}

/** The piece of work that a review is. */
export const REVIEW_TASK = 'register-review';
export const taskKey = (review: string): string => `${REVIEW_TASK}/${review}`;

interface NewReview {
  readonly id: string;
  readonly area: string;
  readonly group: ReviewGroup;
  readonly since: PlainDate;
  readonly due: PlainDate;
  readonly at: Date;
}
const opening = prepared('open-register-review', ({ id, area: areaId, group, since, due, at }: NewReview) =>
  db
    .insertInto('register_review')
    .values({ id, area: areaId, group, since, due, opened_at: at, steps_to: at })
    // One is open at a time: whoever else opens it at this moment was faster.
    .onConflict((conflict) => conflict.doNothing()),
);
const packing = prepared('pack-register-review', (id: string, at: Date) =>
  db.updateTable('register_review').set({ pack_at: at }).where('id', '=', id).where('pack_at', 'is', null),
);
const stepping = prepared('step-register-review', (id: string, at: Date) =>
  db.updateTable('register_review').set({ steps_to: at }).where('id', '=', id),
);
const stepsToOf = prepared('register-review-steps', (id: string) =>
  db.selectFrom('register_review').select('steps_to as stepsTo').where('id', '=', id),
);

/**
 * Keeps the reviews of an area's register going: opens the next one of each group in which anybody stands, makes its pack when it is time, and sends
 * the reminders whose day has come, as for every deadline with a date. A repeat does nothing twice, and what was not done while nobody could is made
 * up for. Out: how many packs it made and reminders it wrote. Throws where the database is away, and where the area is not known.
 */
export async function keepReviews(deps: ReviewClockDeps, areaId: string): Promise<{ readonly packs: number; readonly reminders: number }> {
  if (!isArea(areaId)) return { packs: 0, reminders: 0 };
  const profile = area(areaId);
  const { pool, now } = deps;
  const reviews = await readReviews(pool, [areaId]);
  const today = londonDate(now());
  for (const group of groupsOf(profile.registerReview)) {
    if (reviews.some((one) => one.group === group && one.closedAt === null) || !(await hasAnybody(pool, areaId, group, today))) continue;
    const last = reviews.find((one) => one.group === group && one.heldOn !== null);
    const since = last?.heldOn ?? today;
    const due = last?.nextOn ?? reviewDue(since, profile.registerReview);
    await pool.query(opening({ id: randomUUID(), area: areaId, group, since, due, at: new Date(now()) }));
  }
  let [packs, reminders] = [0, 0];
  for (const review of (await readReviews(pool, [areaId])).filter(({ closedAt }) => closedAt === null)) {
    const kept = await keepOne(deps, profile, review.id, today);
    packs += kept.packs;
    reminders += kept.reminders;
  }
  return { packs, reminders };
}

/** Makes the pack of a review that is open, and sends its reminders, in one transaction. */
const keepOne = ({ pool, core, now }: ReviewClockDeps, profile: Area, id: string, today: PlainDate) =>
  inTransaction<{ readonly packs: number; readonly reminders: number }>({ pool }, async (client) => {
    const at = now();
    const review = await lockReview(client, id, 'update');
    const nothing = { answer: { packs: 0, reminders: 0 }, write: null };
    if (review === null || review.closedAt !== null) return nothing;
    const isTime = review.packAt === null && isPackDue(review.due, profile.registerReview, today);
    const { rows } = await client.query<{ stepsTo: Date }>(stepsToOf(id));
    const ladder = core.ruleSet(profile.ruleSet).ladders['dated'] ?? [];
    const clock = { anchor: review.since, openedOn: review.since, due: review.due, countsFrom: review.since, owedUntil: null, rests: [] };
    const steps = stepsBetween(ladder, clock, 0, core.holidays, (rows[0]?.stepsTo.getTime() ?? at) as Instant, at);
    const everyone = { ...peopleAt(await areaPeople(client, profile.id), at, null), contacts: [] };
    // After an outage the last word to each is enough.
    const notices = [...new Map(steps.map((step) => [step.audience, step])).values()].flatMap(({ step, audience }) =>
      recipientsOf(audience, everyone).map((recipient) =>
        toWriteReviewNotice({ review, step, audience: told(audience), recipient, at, today }),
      ),
    );
    return {
      answer: { packs: isTime ? 1 : 0, reminders: notices.length },
      write: stepping(id, new Date(at)),
      also: [...(isTime ? packOf(review, at, today) : []), ...notices],
    };
  });

/** Work that nobody owns is the team's. */
const told = (audience: Audience): Audience => (audience === 'owner' ? 'team' : audience);

/** Everybody who stands on the register, as they are rated now, and the work of going through them. */
const packOf = (review: RegisterReview, at: Instant, today: PlainDate): Statement<unknown>[] => [
  {
    name: 'register-review-pack',
    text: `insert into register_review_person (review, register_id, rating) select $4, n.register_id, n.rating from (${NEWCOMERS}) n`,
    values: [...newcomersOf(review, today)],
  },
  packing(review.id, new Date(at)),
  taskStatement(
    {
      key: taskKey(review.id),
      ...{ register_id: null, kind: REVIEW_TASK, audience: 'team' },
      params: { area: review.area, review: review.id, group: review.group, due: review.due },
    },
    false,
  ),
];
