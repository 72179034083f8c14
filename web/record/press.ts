import { z } from 'zod';
import { type Instant, londonDate, parseInstant } from '../../domain/calendar/dates';
import { eventSchema, isUuid, type PathwayEvent } from '../../domain/pathway/events';
import type { Deadline, Line } from '../../domain/pathway/types';
import { readEvent } from '../../services/pathway/events';
import { actorOf, type Viewer } from '../../services/staff/viewers';
import type { WebContext } from '../app/context';
import { type Page, page, type PageAnswer } from '../app/page';
import { PageProblem } from '../app/page-problem';
import { kindWords } from '../content/kinds';
import { paths } from '../paths';
import { UNDO_MS } from '../parts/done';
import { standingOf } from '../person/standing';
import { requestOf } from './request';

const person = z.object({ registerId: z.string() });
const nothing = z.object({});
/** Where one is sent back to: the two pages that have such buttons. */
const from = z.enum(['today', 'person']).catch('person');

/** What an act that only satisfies a deadline changes, and nothing else: whatever does more is looked at first. */
const ONLY: ReadonlySet<Line['what']> = new Set(['event-applied', 'deadline-met', 'deadline-late']);

/** The event that says that a deadline was done today; null where its kind needs more than a press. */
function deedOf({ kind, subject }: Deadline, now: Instant): PathwayEvent | null {
  const { act } = kindWords(kind);
  if (!act.press) return null;
  const on = londonDate(now);
  const about = act.event === 'action-done' ? { action: subject } : act.event === 'transition-planned' ? {} : { meeting: subject };
  const parsed = eventSchema.safeParse({ type: act.event, on, ...about });
  return parsed.success ? parsed.data : null;
}

const backTo = (where: z.output<typeof from>, registerId: string, query: Record<string, string>): PageAnswer => ({
  redirect: where === 'today' ? paths.today({ ...query, of: registerId }) : paths.person({ registerId }, query),
});

const record = (context: WebContext, viewer: Viewer, registerId: string, id: string, event: PathwayEvent, dryRun: boolean) =>
  context.commit({ ...requestOf(registerId, event, id, viewer, context.clock()), dryRun });

/** One press for what only satisfies a deadline, and its undoing for ten minutes (desk.md 1.3). */
export const pressPages: readonly Page[] = [
  page({
    method: 'post',
    path: paths.did,
    permission: 'events:write',
    audit: 'event-recorded',
    params: person,
    query: nothing,
    form: z.object({ deadline: z.string(), event: z.string(), from }),
    answer: async ({ params: { registerId }, form, viewer }, context) => {
      if (!isUuid(form.event)) throw new PageProblem('bad-address');
      const { snapshot } = await standingOf(context, registerId);
      const deadline = snapshot.deadlines.get(form.deadline);
      if (!deadline) throw new PageProblem('not-found');
      const { act } = kindWords(deadline.kind);
      const look = { outcome: 'looked-first', redirect: paths.recordEvent({ registerId, type: act.event }, { deadline: deadline.id }) };
      const deed = deedOf(deadline, context.clock());
      if (!deed) return look;
      const preview = await record(context, viewer, registerId, form.event, deed, true);
      if (preview.status === 'applied') return backTo(form.from, registerId, { done: form.event });
      if (preview.status !== 'would-apply' || !preview.changes.every(({ what }) => ONLY.has(what))) return look;
      const answer = await record(context, viewer, registerId, form.event, deed, false);
      if (answer.status !== 'applied') throw new PageProblem('moved');
      return backTo(form.from, registerId, { done: form.event });
    },
  }),
  page({
    method: 'post',
    path: paths.undo,
    permission: 'events:write',
    audit: 'event-undone',
    params: person,
    query: nothing,
    form: z.object({ undo: z.string(), event: z.string(), from }),
    answer: async ({ params: { registerId }, form, viewer }, context) => {
      if (!isUuid(form.event) || !isUuid(form.undo)) throw new PageProblem('bad-address');
      const found = await readEvent(context.pool, registerId, form.undo);
      const isTheirs = found?.event.source === actorOf(viewer) && found.event.status === 'applied';
      if (!found || !isTheirs || context.clock() - parseInstant(found.event.at) > UNDO_MS) throw new PageProblem('moved');
      const taken: PathwayEvent = { type: 'corrected', event: form.undo, reason: 'Undone within ten minutes of the press' };
      const answer = await record(context, viewer, registerId, form.event, taken, false);
      if (answer.status !== 'applied') throw new PageProblem('moved');
      return backTo(form.from, registerId, { undone: form.undo });
    },
  }),
];
