import { z } from 'zod';
import { mayOpen } from '../../domain/access/roles';
import { eventIdSchema } from '../../domain/pathway/events';
import { typedText } from '../../domain/text';
import { type EventView, readEvent, readEvents, wordsOf } from '../../services/pathway/events';
import type { ResolveAnswer } from '../../services/pathway/resolve';
import { acceptedSince, countToSortOut, listToSortOut, readWhoseEntry } from '../../services/pathway/to-sort-out';
import { readWhose } from '../../services/pathway/whose';
import { readWho } from '../../services/people/who';
import { namesOfActors } from '../../services/staff/actors';
import { actorOf, type Viewer } from '../../services/staff/viewers';
import type { WebContext } from '../app/context';
import { type Page, page, type PageAnswer, shows } from '../app/page';
import { PageProblem } from '../app/page-problem';
import { checkNotShut } from '../app/restricted/shut';
import { view } from '../app/view';
import { type Path, paths } from '../paths';
import { type Answers, type ListModel, listModel, type OneModel, oneModel } from './model';

const listView = view<ListModel>('sort-out/list.njk');
const oneView = view<OneModel>('sort-out/one.njk');

const nothing = z.object({});
const ofEntry = z.object({ event: eventIdSchema });

/** So many of what was recorded since are offered. */
const MOST_SUCCESSORS = 10;

const asWhole = ({ batch, id }: EventView): string => batch ?? id;

/** The entry, and what its page needs beside it; to a reader one of somebody else's people is not there. */
async function readEntry(context: WebContext, viewer: Viewer, id: string) {
  const { pool, clock } = context;
  const registerId = await readWhoseEntry(pool, id);
  const whose = registerId === null ? null : await readWhose(pool, registerId, clock());
  const found = registerId !== null && whose !== null && mayOpen(viewer, whose) ? await readEvent(pool, registerId, id) : null;
  if (!registerId || !found) throw new PageProblem('not-found');
  await checkNotShut(context, viewer, registerId);
  const { event } = found;
  const isOpen = event.status !== 'applied' && event.resolved === null;
  const [who, all, successors] = await Promise.all([
    readWho(pool, registerId),
    event.type === 'batch' ? readEvents(pool, registerId, null) : [],
    isOpen ? acceptedSince(pool, event, MOST_SUCCESSORS) : [],
  ]);
  const actors = [event.source, ...(event.resolved ? [event.resolved.by] : []), ...successors.map(({ source }) => source)];
  return {
    event,
    parts: all.filter((part) => asWhole(part) === event.id && part.id !== event.id),
    name: who?.name ?? null,
    successors,
    names: await namesOfActors(pool, actors),
  };
}

type Entry = Awaited<ReturnType<typeof readEntry>>;

function entryPage(
  entry: Entry,
  viewer: Viewer,
  more: { readonly done?: boolean; readonly answers?: Answers },
  now: WebContext['clock'],
): PageAnswer {
  const { event, parts } = entry;
  const title = 'Entry to sort out';
  const wrong = more.answers !== undefined;
  return shows(
    oneView,
    oneModel(entry, viewer, more, now()),
    {
      title: wrong ? `Error: ${title}` : title,
      registerId: event.registerId,
      section: 'sort-out',
      back: { href: paths.sortOut(), text: 'Back to entries to sort out' },
    },
    { wordsOf: wordsOf([event, ...parts]), ...(wrong ? { status: 400 } : {}) },
  );
}

/** What stands in the way, where an entry cannot be sorted out so; `resolved` and what a reader cannot see are answered otherwise. */
const PROBLEMS: Readonly<Record<Exclude<ResolveAnswer['status'], 'resolved' | 'unknown-event'>, string>> = {
  'already-resolved': 'Somebody has sorted it out meanwhile, in other words. See below how.',
  'not-refused': 'It was recorded meanwhile, so there is nothing to sort out.',
  'fits-now':
    'It fits the record by now, and is recorded with whatever is heard next. If it is wrong, take it back then with a correction.',
  'part-of-batch': 'It came with others, and is sorted out together with them.',
  'successor-unfit': 'That entry cannot stand in its place: it was recorded before this one was heard, or taken back.',
};

const reason = typedText(4_000);

interface Sorted extends Pick<Answers, 'form' | 'reason'> {
  readonly id: string;
  readonly as: string | null;
}

async function sortOut(context: WebContext, viewer: Viewer, { form, reason: typed, id, as }: Sorted): Promise<PageAnswer> {
  const { event } = await readEntry(context, viewer, id);
  const again = async (problem: string, field: string): Promise<PageAnswer> => {
    const answers = { form, reason: typed, successor: as ?? '', problem, field };
    return entryPage(await readEntry(context, viewer, id), viewer, { answers }, context.clock);
  };
  if (as === '') return again('Choose the entry that stands in its place', 'as');
  if (!reason.safeParse(typed).success)
    return again(typed.trim() === '' ? 'Say why' : 'Say it in at most 4,000 characters', form === 'dismiss' ? 'reason' : 'why');
  const answer = await context.resolve({
    ...{ id: event.id, as, reason: typed.trim(), by: actorOf(viewer), clock: context.clock() },
    outcome: form === 'dismiss' ? 'dismissed' : 'sent-again',
  });
  if (answer.status === 'unknown-event') throw new PageProblem('not-found');
  if (answer.status !== 'resolved') return again(PROBLEMS[answer.status], form === 'dismiss' ? 'reason' : 'as');
  return { redirect: paths.sortOutOne({ event: event.id }, { done: 'yes' }), registerId: event.registerId };
}

const sorts = (form: Answers['form'], path: Path): Page =>
  page({
    method: 'post',
    path,
    permission: 'events:resolve',
    audit: 'refused-event-resolved',
    params: ofEntry,
    query: nothing,
    form: z.object({ reason: z.string().default(''), as: z.union([z.literal(''), eventIdSchema]).default('') }),
    answer: ({ params: { event: id }, form: { reason: typed, as }, viewer }, context) =>
      sortOut(context, viewer, { form, reason: typed, id, as: form === 'dismiss' ? null : as }),
  });

export const sortOutPages: readonly Page[] = [
  page({
    method: 'get',
    path: paths.sortOut,
    permission: 'events:resolve',
    audit: 'to-sort-out-listed',
    params: nothing,
    query: z.object({ page: z.coerce.number().int().min(1).max(10_000).default(1) }),
    answer: async ({ query, viewer }, { pool, clock }) => {
      const now = clock();
      const [found, count] = await Promise.all([listToSortOut(pool, viewer, query.page, now), countToSortOut(pool, viewer, now)]);
      const events = [...found.refused.entries, ...found.held.entries].map(({ event }) => event);
      const names = await namesOfActors(
        pool,
        events.map(({ source }) => source),
      );
      const shown = events.map(({ registerId }) => registerId);
      const model = listModel(found, count, query.page, names, now);
      return shows(listView, model, { title: 'To sort out', section: 'sort-out', wide: true, saysItself: 'sure' }, { shown });
    },
  }),
  page({
    method: 'get',
    path: paths.sortOutOne,
    permission: 'events:resolve',
    audit: 'to-sort-out-shown',
    params: ofEntry,
    query: z.object({ done: z.literal('yes').optional() }),
    answer: async ({ params, query, viewer }, context) =>
      entryPage(await readEntry(context, viewer, params.event), viewer, { done: query.done === 'yes' }, context.clock),
  }),
  sorts('dismiss', paths.sortOutDismiss),
  sorts('recorded-anew', paths.sortOutSentAgain),
];
