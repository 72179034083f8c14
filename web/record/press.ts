import { z } from 'zod';
import { parseInstant } from '../../domain/calendar/dates';
import { type EventType, isUuid, type PathwayEvent } from '../../domain/pathway/events';
import type { Line } from '../../domain/pathway/types';
import { readAlike } from '../../services/pathway/alike';
import { readEvent } from '../../services/pathway/events';
import { actorOf, type Viewer } from '../../services/staff/viewers';
import type { WebContext } from '../app/context';
import { type Page, page, type PageAnswer } from '../app/page';
import { PageProblem } from '../app/page-problem';
import { kindWords } from '../content/kinds';
import { paths } from '../paths';
import { UNDO_MS } from '../parts/done';
import { standingOf } from '../person/standing';
import { deedOf } from './deed';
import { requestOf } from './request';

const person = z.object({ registerId: z.string() });
const nothing = z.object({});
/** Where one is sent back to: the two pages that have such buttons. */
const from = z.enum(['today', 'person']).catch('person');

/** What an act that only satisfies a deadline changes, and nothing else: whatever does more is looked at first. */
const ONLY: ReadonlySet<Line['what']> = new Set(['event-applied', 'deadline-met', 'deadline-late']);

const backTo = (where: z.output<typeof from>, registerId: string, query: Record<string, string>): PageAnswer => ({
  redirect: where === 'today' ? paths.today({ ...query, of: registerId }) : paths.person({ registerId }, query),
});

/** An act of one press: who presses, of whom, under which id. */
interface Pressed {
  readonly viewer: Viewer;
  readonly registerId: string;
  readonly deadline: string;
  readonly id: string;
}
/** What came of it, and the event that would record it; `look`: it is looked at on a page first. */
interface Came {
  readonly as: 'done' | 'moved' | 'look';
  readonly event: EventType;
}

/**
 * Records what satisfies a deadline where it does that and nothing else, and where the record holds nothing like it. What somebody else recorded
 * between the look and the record is looked at once more (`moved`). Throws where there is no such deadline.
 */
async function done(context: WebContext, { viewer, registerId, deadline: sought, id }: Pressed): Promise<Came> {
  const now = context.clock();
  const standing = await standingOf(context, registerId);
  const deadline = standing.snapshot.deadlines.get(sought);
  if (!deadline) throw new PageProblem('not-found');
  const { event } = kindWords(deadline.kind).act;
  const deed = deedOf(deadline, now);
  if (!deed) return { as: 'look', event };
  const request = requestOf(registerId, deed, id, viewer, now);
  const { sequence } = standing;
  const preview = await context.commit({ ...request, ifMatch: sequence, dryRun: true });
  if (preview.status === 'applied') return { as: 'done', event };
  if (preview.status === 'sequence-moved') return { as: 'moved', event };
  if (preview.status !== 'would-apply' || !preview.changes.every(({ what }) => ONLY.has(what))) return { as: 'look', event };
  const alike = await readAlike(context.pool, { registerId, record: standing.record, id, events: [deed] }, now);
  // Done already by a colleague, or owed no more: a person decides whether it is another one.
  if (alike.length > 0 || !deadline.owed) return { as: 'look', event };
  const answer = await context.commit({ ...request, ifMatch: sequence });
  if (answer.status === 'sequence-moved') return { as: 'moved', event };
  if (answer.status !== 'applied') throw new PageProblem('moved');
  return { as: 'done', event };
}

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
      const pressed = { viewer, registerId, deadline: form.deadline, id: form.event };
      const first = await done(context, pressed);
      const { as, event } = first.as === 'moved' ? await done(context, pressed) : first;
      if (as !== 'done')
        return { outcome: 'looked-first', redirect: paths.recordEvent({ registerId, type: event }, { deadline: form.deadline }) };
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
      const answer = await context.commit(requestOf(registerId, taken, form.event, viewer, context.clock()));
      if (answer.status !== 'applied') throw new PageProblem('moved');
      return backTo(form.from, registerId, { undone: form.undo });
    },
  }),
];
