import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { londonDate } from '../../domain/calendar/dates';
import { isUuid } from '../../domain/pathway/events';
import { typedText } from '../../domain/text';
import { holdNotices, releaseNotices } from '../../services/notices/by-hand/hold-and-release';
import { readNotice } from '../../services/notices/by-hand/one';
import { HELD_BY_HAND } from '../../services/notices/reasons';
import { coreContext } from '../../services/rules/policies';
import { actorOf, type Viewer } from '../../services/staff/viewers';
import type { WebContext } from '../app/context';
import { type Page, page, type PageAnswer, shows } from '../app/page';
import { PageProblem } from '../app/page-problem';
import { view } from '../app/view';
import { type Path, paths } from '../paths';
import { addressPages } from './address';
import { aroundOf, ofNotice, shownBy } from './around';
import { type ListModel, readList, type Shown } from './list';
import { type Asks, asksOf, readUntil, type Typed, type Wrong } from './hold';
import { canBeHeld, canBeReleased, isHeldByHand, type OneModel, oneModel, type OneNotice, readOne, type TextModel, textModel } from './one';
import { sendPages } from './send';
import { aboutWords, audienceWords, toWords } from './words';

interface ActModel {
  readonly title: string;
  readonly what: string;
  readonly to: string;
  readonly who: OneModel['who'];
  readonly said: string;
  /** Null: it cannot be done as it stands, and `said` says why. */
  readonly press: string | null;
  readonly action: string;
  readonly act: string;
  readonly asks: Asks | null;
  readonly errors: readonly { readonly text: string; readonly href: string }[];
  readonly letter: TextModel | null;
  readonly cancel: string;
}

const listView = view<ListModel>('notices/list.njk');
const oneView = view<OneModel>('notices/one.njk');
const actView = view<ActModel>('notices/act.njk');

const nothing = z.object({});
const back = { href: paths.noticesGoing(), text: 'Back to notices' };

const listPage = (list: Shown, path: Path, title: string): Page =>
  page({
    method: 'get',
    path,
    permission: 'notices:read',
    audit: 'notices-listed',
    params: nothing,
    query: z.object({ page: z.coerce.number().int().min(1).max(10_000).default(1) }),
    answer: async ({ query, viewer }, { pool, clock }) => {
      const { model, shown } = await readList(pool, viewer, list, query.page, clock());
      return shows(listView, model, { title, section: 'notices', wide: true, saysItself: 'sure' }, { shown });
    },
  });

interface ActPage {
  readonly act: 'hold' | 'release';
  readonly id: string;
  readonly typed?: Typed;
  readonly wrong?: readonly Wrong[];
}
const UNTYPED: Typed = { why: '', until: '', on: '' };

/** The page that asks before a message is held or released. */
function actPage(one: OneNotice, viewer: Viewer, { act, id, typed = UNTYPED, wrong = [] }: ActPage, now: WebContext['clock']): PageAnswer {
  const { ref, record, recipient } = one;
  const { notice } = record;
  const can = act === 'hold' ? canBeHeld(record) : canBeReleased(record);
  const isOn = act === 'hold' && isHeldByHand(record);
  const title = isOn ? 'Hold until another day' : act === 'hold' ? 'Hold this message' : 'Release this message';
  const letter = can ? textModel(one, viewer.permissions.has('notices:hold')) : null;
  const said = !can
    ? oneModel(one, viewer, undefined, now()).state
    : act === 'hold'
      ? 'It does not go until somebody releases it. On the day that you choose it comes up on Today. Everything else goes as before.'
      : 'It is checked once more at the moment of sending, and goes within minutes if nothing stands in its way.';
  const model: ActModel = {
    title,
    what: aboutWords(notice.template, notice.params),
    to: toWords(recipient.name, audienceWords(notice.template, notice.audience)),
    who: oneModel(one, viewer, undefined, now()).who,
    said,
    press: can ? title : null,
    action: (act === 'hold' ? paths.noticeHold : paths.noticeRelease)({ notice: ref }),
    act: id,
    asks: act === 'hold' && can ? asksOf(typed, wrong, londonDate(now()), coreContext().holidays) : null,
    errors: wrong.map(({ field, text }) => ({ text, href: `#${field}` })),
    letter,
    cancel: paths.notice({ notice: ref }),
  };
  const isWrong = wrong.length > 0;
  return shows(
    actView,
    model,
    { ...aroundOf(one, isWrong ? `Error: ${title}` : title), back: { href: paths.notice({ notice: ref }), text: 'Back to the message' } },
    { ...shownBy(one), ...(isWrong ? { status: 400 } : {}) },
  );
}

const opens = (act: ActPage['act'], path: Path): Page =>
  page({
    method: 'get',
    path,
    permission: 'notices:hold',
    audit: 'notice-shown',
    params: ofNotice,
    query: nothing,
    answer: async ({ params, viewer }, context) =>
      actPage(await readOne(context, viewer, params.notice), viewer, { act, id: randomUUID() }, context.clock),
  });

const reason = typedText(1_000);

/** Does it, or shows how the message stands where it cannot be done; the same form sent twice does it once. */
const does = (act: ActPage['act'], path: Path): Page =>
  page({
    method: 'post',
    path,
    permission: 'notices:hold',
    audit: act === 'hold' ? 'notice-held' : 'notice-released',
    params: ofNotice,
    query: nothing,
    form: z.object({
      act: z.string().refine(isUuid),
      why: z.string().default(''),
      until: z.string().default(''),
      on: z.string().default(''),
    }),
    answer: async ({ params: { notice: ref }, form, viewer }, context) => {
      const one = await readOne(context, viewer, ref);
      const { key, registerId } = one.record.notice;
      const now = context.clock();
      const why = form.why.trim();
      const deed = { id: form.act, by: actorOf(viewer), why: why === '' ? null : why };
      if (act === 'release') {
        // One that failed is sent again, and by another form.
        if (canBeReleased(one.record)) await releaseNotices(context.pool, [key], now, deed);
      } else if (canBeHeld(one.record)) {
        const until = readUntil(form, londonDate(now), coreContext().holidays);
        const wrong: readonly Wrong[] = [
          ...(reason.safeParse(why).success
            ? []
            : [{ field: 'why' as const, text: why === '' ? 'Say why you hold it' : 'Say it in at most 1,000 characters' }]),
          ...(typeof until === 'string' ? [] : [until]),
        ];
        if (typeof until !== 'string' || wrong.length > 0)
          return actPage(one, viewer, { act, id: form.act, typed: form, wrong }, context.clock);
        await holdNotices(context.pool, [key], HELD_BY_HAND, { ...deed, until }, now);
      }
      const after = await readNotice(context.pool, ref);
      if (!after) throw new PageProblem('not-found');
      const isDone = act === 'hold' ? after.notice.reason === HELD_BY_HAND : after.status !== 'failed' && !canBeReleased(after);
      return {
        redirect: paths.notice({ notice: ref }, { done: isDone ? (act === 'hold' ? 'held' : 'released') : undefined }),
        registerId: registerId ?? undefined,
      };
    },
  });

export const noticesPages: readonly Page[] = [
  listPage('going', paths.noticesGoing, 'Notices going out'),
  listPage('held', paths.noticesHeld, 'Notices that are held'),
  listPage('failed', paths.noticesFailed, 'Notices that failed'),
  listPage('sent', paths.noticesSent, 'Notices that were sent'),
  page({
    method: 'get',
    path: paths.notice,
    permission: 'notices:read',
    audit: 'notice-shown',
    params: ofNotice,
    query: z.object({ done: z.enum(['held', 'released', 'address', 'sent-again', 'sent-now']).optional() }),
    answer: async ({ params: { notice }, query, viewer }, context) => {
      const one = await readOne(context, viewer, notice);
      const model = oneModel(one, viewer, query.done, context.clock());
      return shows(oneView, model, { ...aroundOf(one, 'Notice'), back }, shownBy(one));
    },
  }),
  opens('hold', paths.noticeHold),
  does('hold', paths.noticeHold),
  opens('release', paths.noticeRelease),
  does('release', paths.noticeRelease),
  ...sendPages,
  ...addressPages,
];
