import { z } from 'zod';
import { typedText } from '../../domain/text';
import { isSameId } from '../../domain/uuids';
import { readNotices } from '../../services/pathway/belongings';
import { readEvent, readEvents } from '../../services/pathway/events';
import { answerAsSecond, readAskedOfSecond, type SecondAnswer } from '../../services/pathway/second-person';
import { namesOfActors } from '../../services/staff/actors';
import { actorOf, type Viewer } from '../../services/staff/viewers';
import type { WebContext } from '../app/context';
import { type Page, page, type PageAnswer, shows } from '../app/page';
import { PageProblem } from '../app/page-problem';
import { view } from '../app/view';
import { type Path, paths } from '../paths';
import { standingOf } from '../person/standing';
import { correctionModel, type CorrectionModel, type Read, type Wrong } from './model';

const correctionView = view<CorrectionModel>('corrections/correction.njk');

const params = z.object({ registerId: z.string(), event: z.string() });
const ANSWERS = ['confirmed', 'not-right', 'put-right'] as const satisfies readonly SecondAnswer[];

/** The correction, and what its page needs beside it; to a reader one that no second person was asked about is not there. */
async function readCorrection(context: WebContext, registerId: string, event: string): Promise<Read> {
  const { pool } = context;
  const [standing, all, events, notices, found] = await Promise.all([
    standingOf(context, registerId),
    readAskedOfSecond(pool, registerId),
    readEvents(pool, registerId, null),
    readNotices(pool, registerId, null),
    readEvent(pool, registerId, event),
  ]);
  const asked = all.find((one) => isSameId(one.event, event));
  if (!asked || !found) throw new PageProblem('not-found');
  const names = await namesOfActors(pool, [asked.by, ...asked.said.map(({ by }) => by)]);
  const changes = found.answer?.status === 'applied' ? found.answer.changes : [];
  return { standing, asked, correction: found.event, events, notices, names, changes };
}

function correctionPage(
  read: Read,
  viewer: Viewer,
  more: { readonly done?: SecondAnswer | undefined; readonly wrong?: Wrong & { readonly status: number } },
  now: WebContext['clock'],
): PageAnswer {
  const { registerId } = read.standing;
  const model = correctionModel(read, viewer, more, now());
  const { wrong } = more;
  return shows(
    correctionView,
    model,
    {
      title: wrong ? `Error: ${model.heading}` : model.heading,
      registerId,
      section: 'today',
      back: { href: paths.today(), text: 'Back to Today' },
      wide: true,
    },
    { wordsOf: [registerId], ...(wrong ? { status: wrong.status } : {}) },
  );
}

const reason = typedText(4_000);

async function answer(
  context: WebContext,
  viewer: Viewer,
  outcome: SecondAnswer,
  at: z.output<typeof params>,
  typed: string,
): Promise<PageAnswer> {
  const { registerId, event } = at;
  const again = async (problem: string, field: boolean): Promise<PageAnswer> => {
    const wrong = { reason: typed, problem, field, status: field ? 400 : 409 };
    return correctionPage(await readCorrection(context, registerId, event), viewer, { wrong }, context.clock);
  };
  const isFit = outcome !== 'not-right' || reason.safeParse(typed).success;
  if (!isFit) return again(typed.trim() === '' ? 'Say what is not right' : 'Say it in at most 4,000 characters', true);
  const why = outcome === 'not-right' ? typed.trim() : null;
  const done = await answerAsSecond(context, { registerId, event, outcome, why, by: actorOf(viewer), clock: context.clock() });
  if (done.status === 'unknown') throw new PageProblem('not-found');
  if (done.status === 'own') throw new PageProblem('forbidden');
  if (done.status === 'not-asked')
    return again(
      'Somebody was faster: it has been answered, or corrected once more. Your answer was not kept. See below how it stands.',
      false,
    );
  return { redirect: paths.correction({ registerId, event }, { done: outcome }) };
}

const answers = (outcome: SecondAnswer, path: Path, audit: string): Page =>
  page({
    method: 'post',
    path,
    permission: 'corrections:confirm',
    audit,
    params,
    query: z.object({}),
    form: z.object({ reason: z.string().default('') }),
    answer: ({ params: at, form, viewer }, context) => answer(context, viewer, outcome, at, form.reason),
  });

/** What a second person says of a correction, on the page that shows it. */
export const correctionsPages: readonly Page[] = [
  page({
    method: 'get',
    path: paths.correction,
    permission: 'events:write',
    audit: 'correction-shown',
    params,
    query: z.object({ done: z.enum(ANSWERS).optional().catch(undefined) }),
    answer: async ({ params: { registerId, event }, query: { done }, viewer }, context) => {
      const read = await readCorrection(context, registerId, event);
      // Said of the reader's own answer alone, while it is how things stand.
      const last = read.asked.said.at(-1);
      const isTheirs = last?.outcome === done && last?.by === actorOf(viewer);
      return correctionPage(read, viewer, isTheirs ? { done } : {}, context.clock);
    },
  }),
  answers('confirmed', paths.correctionConfirm, 'correction-confirmed'),
  answers('not-right', paths.correctionNotRight, 'correction-not-right'),
  answers('put-right', paths.correctionPutRight, 'correction-put-right'),
];
