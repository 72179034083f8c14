import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Instant, londonDate } from '../../domain/calendar/dates';
import { isUuid } from '../../domain/pathway/events';
import { typedText } from '../../domain/text';
import { lookAtSending, type SendingLook, type SendsBy, sendByHand } from '../../services/notices/by-hand/send-by-hand';
import { coreContext } from '../../services/rules/policies';
import { actorOf, type Viewer } from '../../services/staff/viewers';
import type { WebContext } from '../app/context';
import { type Page, page, type PageAnswer, shows } from '../app/page';
import { view } from '../app/view';
import { momentText } from '../content/dates';
import { type Path, paths } from '../paths';
import { aroundOf, ofNotice, shownBy } from './around';
import { type OneModel, oneModel, type OneNotice, readOne, type TextModel, textModel, withheld } from './one';
import { aboutWords, audienceWords } from './words';

interface SendModel {
  readonly title: string;
  readonly what: string;
  readonly who: OneModel['who'];
  readonly facts: OneModel['facts'];
  readonly cautions: readonly string[];
  readonly said: string;
  readonly letter: TextModel | null;
  /** Null: it is not sent as it stands, and `said` says why. */
  readonly form: {
    readonly action: string;
    readonly press: string;
    readonly hidden: { readonly act: string; readonly mark: string };
    readonly why: { readonly label: string; readonly value: string; readonly error: string | null };
  } | null;
  readonly cancel: string;
}

const sendView = view<SendModel>('notices/send.njk');

const WAYS: Readonly<
  Record<
    SendsBy,
    {
      readonly path: typeof paths.noticeAgain | typeof paths.noticeNow;
      readonly title: string;
      readonly done: string;
      readonly why: string;
    }
  >
> = {
  again: { path: paths.noticeAgain, title: 'Send this message again', done: 'sent-again', why: 'Why do you send it again?' },
  now: { path: paths.noticeNow, title: 'Send this message now', done: 'sent-now', why: 'Why can it not wait?' },
};

const STAYS: Readonly<Record<Exclude<SendingLook['as'], 'goes' | 'kept'>, string>> = {
  'sending-stopped': 'All sending is stopped. Nothing goes until it is started again.',
  'text-not-made': 'Its text cannot be made now. Those who run the service can see why.',
  'not-to-send': '',
};

interface Pressed {
  readonly id: string;
  readonly why: string;
  readonly error: string | null;
  /** What was looked at is not what would go now. */
  readonly moved: boolean;
}

const depsOf = ({ pool, clock, formAt }: WebContext) => ({ pool, core: coreContext(), now: clock, formAt });
const toldTo =
  ({ logger }: WebContext) =>
  (error: unknown): void =>
    logger.warn({ err: error }, 'the text of a notice cannot be made');

/** What one should know before it goes. */
function cautionsOf({ record, recipient, brakes }: OneNotice, { moved }: Pressed, now: Instant): string[] {
  const { unanswered, recipientName } = record;
  return [
    ...(moved ? ['It is not as it was when you looked: nothing was sent. This is how it stands now.'] : []),
    ...(unanswered > 0 ? ['It may have arrived already: the mail server’s answer was lost. Sent again, it may come twice.'] : []),
    ...(recipientName !== null && recipientName !== recipient.name
      ? [
          `It was first written for ${recipientName}. If ${recipient.name} is somebody else, leave it as it is: they are a contact of their own.`,
        ]
      : []),
    ...(brakes.awaySince
      ? [
          `The mail server has been away since ${momentText(brakes.awaySince.getTime() as Instant, londonDate(now))}. It goes once the server is back.`,
        ]
      : []),
  ];
}

/** The page that shows what would go, and to whom, before a person sends it. */
async function sendPage(
  one: OneNotice,
  viewer: Viewer,
  context: WebContext,
  asked: SendsBy,
  look: SendingLook,
  pressed: Pressed,
): Promise<PageAnswer> {
  const { ref, record, recipient } = one;
  const { notice } = record;
  const { path, title, why } = WAYS[asked];
  const can = look.as === 'goes' && look.by === asked;
  const base = oneModel(one, viewer, undefined, context.clock());
  const foreseen = look.as === 'goes' || look.as === 'kept' ? await withheld(context, viewer, look.foreseen) : null;
  const letter = look.as === 'goes' || look.as === 'kept' ? textModel({ ...one, foreseen }, true) : null;
  const line = notice.channel === 'digest' ? ' It leaves the daily list, and goes as a message of its own.' : '';
  const model: SendModel = {
    title,
    what: aboutWords(notice.template, notice.params),
    who: base.who,
    facts: [
      { label: 'To', value: `${recipient.name}, ${audienceWords(notice.template, notice.audience)}` },
      { label: 'It stands', value: base.state },
    ],
    cautions: can ? cautionsOf(one, pressed, context.clock()) : [],
    said: can
      ? `Nothing is sent before you press.${line} It is checked once more at the moment of sending, and goes within minutes if nothing stands in its way.`
      : `It cannot be sent now. ${look.as === 'goes' || look.as === 'kept' ? '' : STAYS[look.as]}`.trim(),
    letter: letter && { ...letter, heading: can ? 'What goes' : 'Why not' },
    form: can
      ? {
          action: path({ notice: ref }),
          press: title,
          hidden: { act: pressed.id, mark: look.mark },
          why: { label: why, value: pressed.why, error: pressed.error },
        }
      : null,
    cancel: paths.notice({ notice: ref }),
  };
  const isWrong = pressed.error !== null;
  return shows(
    sendView,
    model,
    { ...aroundOf(one, isWrong ? `Error: ${title}` : title), back: { href: paths.notice({ notice: ref }), text: 'Back to the message' } },
    { ...shownBy({ ...one, foreseen }), ...(isWrong ? { status: 400 } : pressed.moved ? { status: 409 } : {}) },
  );
}

const nothing = z.object({});
const reason = typedText(1_000);

const sends = (by: SendsBy, path: Path<'/notices/:notice/send-again'> | Path<'/notices/:notice/send-now'>): readonly Page[] => [
  page({
    method: 'get',
    path,
    permission: 'notices:hold',
    audit: 'notice-shown',
    params: ofNotice,
    query: nothing,
    answer: async ({ params, viewer }, context) => {
      const one = await readOne(context, viewer, params.notice);
      const look = await lookAtSending(depsOf(context), one.record, toldTo(context));
      return sendPage(one, viewer, context, by, look, { id: randomUUID(), why: '', error: null, moved: false });
    },
  }),
  page({
    method: 'post',
    path,
    permission: 'notices:hold',
    audit: by === 'again' ? 'notice-sent-again' : 'notice-sent-now',
    params: ofNotice,
    query: nothing,
    form: z.object({ act: z.string().refine(isUuid), mark: z.string().max(64), why: z.string().default('') }),
    answer: async ({ params, form, viewer }, context) => {
      const one = await readOne(context, viewer, params.notice);
      const why = form.why.trim();
      const pressed = { id: form.act, why: form.why, error: null, moved: false };
      if (!reason.safeParse(why).success) {
        const look = await lookAtSending(depsOf(context), one.record, toldTo(context));
        const error = why === '' ? 'Say why you send it' : 'Say it in at most 1,000 characters';
        return sendPage(one, viewer, context, by, look, { ...pressed, error });
      }
      const deed = { id: form.act, by: actorOf(viewer), why, mark: form.mark };
      const answer = await sendByHand(depsOf(context), one.record, deed, toldTo(context));
      // Somebody may have done something about it meanwhile: it is shown as it stands now.
      if (answer.status === 'not-sent')
        return sendPage(await readOne(context, viewer, params.notice), viewer, context, by, answer.look, { ...pressed, moved: true });
      return {
        redirect: paths.notice({ notice: answer.ref }, { done: WAYS[by].done }),
        registerId: one.record.notice.registerId ?? undefined,
      };
    },
  }),
];

/** What failed is sent again, and what waits is sent now, by a person who has looked at it. */
export const sendPages: readonly Page[] = [...sends('again', paths.noticeAgain), ...sends('now', paths.noticeNow)];
