import type { Pool } from 'pg';
import { mayOpen, seesEveryone } from '../../domain/access/roles';
import { type Instant, londonDate } from '../../domain/calendar/dates';
import { foreseeNotice, type NoticeOnRecord, readNotice, recipientsOfNotices } from '../../services/notices/by-hand/one';
import type { Act } from '../../services/notices/by-hand/lists';
import { sendsBy, type SendsBy } from '../../services/notices/by-hand/send-by-hand';
import type { Foreseen } from '../../services/notices/sending/check/check-notice';
import { HELD_BY_HAND, HELD_FOR_NOW } from '../../services/notices/reasons';
import { readShut } from '../../services/access/restricted';
import { readWhose } from '../../services/pathway/whose';
import { coreContext } from '../../services/rules/policies';
import { namesOfActors } from '../../services/staff/actors';
import type { Viewer } from '../../services/staff/viewers';
import type { WebContext } from '../app/context';
import { PageProblem } from '../app/page-problem';
import { checkNotShut } from '../app/restricted/shut';
import { actorWords } from '../content/actors';
import { dayText, listWords, momentText } from '../content/dates';
import { reasonWords } from '../content/reasons';
import { paths } from '../paths';
import { addressHref } from './around';
import { readBrakes } from './brakes';
import { heldMeans, heldWords } from './hold';
import { aboutWords, audienceWords, type Brakes, recipientName, stateWords } from './words';

/** A notice of somebody whom the reader may see, with what would go. */
export interface OneNotice {
  readonly ref: string;
  readonly record: NoticeOnRecord;
  /** Null: it went, or will not; `failed`: its text cannot be made now. */
  readonly foreseen: Foreseen | 'failed' | 'withheld' | null;
  /** `guarded`: how they are reached stands on no page of messages. */
  readonly recipient: { readonly name: string; readonly address: string | null; readonly guarded: boolean };
  readonly names: ReadonlyMap<string, string>;
  readonly brakes: Brakes;
}

const OVER: ReadonlySet<string> = new Set(['sent', 'dropped', 'sending', 'digested']);

/** Reads a notice; to a reader one of somebody else's people is not there. */
export async function readOne(context: WebContext, viewer: Viewer, ref: string): Promise<OneNotice> {
  const { pool, clock, logger } = context;
  const record = await readNotice(pool, ref);
  if (!record || !(await isTheirs(pool, viewer, record, clock()))) throw new PageProblem('not-found');
  if (record.notice.registerId !== null) await checkNotShut(context, viewer, record.notice.registerId);
  const { notice, status, sent, acts, recipientName: known } = record;
  const [found] = await recipientsOfNotices(pool, [{ ...record, recipient: notice.recipient, params: notice.params }]);
  let foreseen: Foreseen | 'failed' | null = null;
  if (!OVER.has(status)) {
    try {
      foreseen = await foreseeNotice({ pool, core: coreContext(), now: clock, formAt: context.formAt }, record);
    } catch (error) {
      // The sender will meet the same, and says so then; what is known of it is shown all the same.
      logger.warn({ err: error }, 'the text of a notice cannot be made');
      foreseen = 'failed';
    }
  }
  return {
    ...{ ref, record, foreseen: foreseen !== null && foreseen !== 'failed' ? await withheld(context, viewer, foreseen) : foreseen },
    recipient: {
      name: recipientName(notice.recipient, found?.name ?? known),
      address: found?.contact?.guarded === true ? null : (sent?.to ?? found?.address ?? null),
      guarded: found?.contact?.guarded === true,
    },
    brakes: await readBrakes(pool, [{ area: record.area, audience: notice.audience }]),
    names: await namesOfActors(
      pool,
      acts.map(({ by }) => by),
    ),
  };
}

/** What a reader may see of what would go: the lines of a digest may have words that somebody typed about a person whose record is not open to them. */
export async function withheld({ pool, clock }: WebContext, viewer: Viewer, foreseen: Foreseen): Promise<Foreseen | 'withheld'> {
  if (foreseen.as !== 'mail' || foreseen.people.length === 0) return foreseen;
  const shut = new Set(await readShut(pool, viewer, clock()));
  return foreseen.people.some((one) => shut.has(one)) ? 'withheld' : foreseen;
}

async function isTheirs(pool: Pool, viewer: Viewer, { notice, area }: NoticeOnRecord, now: Instant): Promise<boolean> {
  if (notice.registerId === null) return viewer.areas.includes(area) && seesEveryone(viewer.roles);
  const whose = await readWhose(pool, notice.registerId, now);
  return whose !== null && mayOpen(viewer, whose);
}

/** Whether a person holds a notice: it can then be held until another day. */
export const isHeldByHand = ({ status, notice: { reason } }: NoticeOnRecord): boolean => status === 'held' && reason === HELD_BY_HAND;
/** Whether a person can hold a notice, or let it go, as it stands. */
export const canBeHeld = (record: NoticeOnRecord): boolean =>
  record.status === 'queued' ||
  isHeldByHand(record) ||
  (record.status === 'held' && HELD_FOR_NOW.some((one) => one === record.notice.reason));
export const canBeReleased = ({ status }: NoticeOnRecord): boolean => status === 'held';

/** The text of a message, or why there is none. */
export interface TextModel {
  readonly heading: string;
  /** Why nothing would go, or what happens instead. */
  readonly said: string | null;
  readonly subject: string | null;
  readonly to: string | null;
  readonly text: string | null;
  readonly calendar: boolean;
}

export interface OneModel {
  readonly what: string;
  readonly who: { readonly registerId: string; readonly name: string; readonly href: string } | null;
  readonly state: string;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly done: string | null;
  readonly hold: { readonly href: string; readonly words: string } | null;
  readonly release: { readonly href: string; readonly words: string } | null;
  /** Sent again after it failed, or before its time. */
  readonly send: { readonly href: string; readonly words: string } | null;
  readonly address: { readonly href: string; readonly words: string } | null;
  readonly letter: TextModel | null;
  readonly acts: readonly string[];
}

const STATES: Readonly<Record<string, string>> = {
  sent: 'Sent',
  failed: 'Failed',
  held: 'Held',
  dropped: 'Does not go',
  digested: 'In the daily list',
};

/** The state in one sentence, with the reason. */
function stateOf({ record, names, brakes }: OneNotice, now: Instant): string {
  const { status, notice, sent, acts } = record;
  const today = londonDate(now);
  const last = acts.findLast(({ act }) => act === 'held');
  if (status === 'held' && notice.reason === HELD_BY_HAND && last)
    return last.until === null
      ? `Held by ${actorWords(last.by, names)}, ${momentText(last.at, today)}. ${heldMeans(last, now)}`
      : `${heldWords(last, names, today)}. ${heldMeans(last, now)}`;
  if (status === 'sent' && sent) return `Sent at ${momentText(sent.at, today)}.`;
  if (status === 'queued' || status === 'sending')
    return `${stateWords({ ...notice, status, area: record.area }, brakes).replace(/\.$/, '')}.`;
  const word = STATES[status] ?? status;
  return notice.reason === null || status === 'digested' ? `${word}.` : `${word}. ${reasonWords(notice.reason)}`;
}

/** What would go, for a reader. `addressed`: they may see addresses. */
export function textModel({ record: { status, notice }, foreseen, recipient }: OneNotice, addressed: boolean): TextModel | null {
  if (foreseen === null) return null;
  const waits = status === 'held' || status === 'failed';
  const heading = waits ? `What goes if it is ${status === 'held' ? 'released' : 'sent again'} now` : 'What goes, as it stands now';
  const nothing = { heading, subject: null, to: null, text: null, calendar: false };
  const mail = ({ subject, text, to, calendar }: Extract<Foreseen, { as: 'mail' }>['message'], said: string | null): TextModel => ({
    ...{ heading, said, subject, text: text.trim() },
    to: addressed && !recipient.guarded ? to : null,
    calendar: calendar !== undefined,
  });
  if (foreseen === 'withheld')
    return { ...nothing, said: 'It is about several people, and the record of one of them is restricted. Its text is not shown here.' };
  if (foreseen === 'failed') return { ...nothing, said: 'Its text cannot be made now. Those who run the service can see why.' };
  switch (foreseen.as) {
    case 'mail':
      return mail(foreseen.message, foreseen.waitsUntil === null ? null : waitsWords(foreseen.waitsUntil));
    case 'line':
      return { ...nothing, said: 'It is one line of a daily list, with whatever else there is for the same reader.', text: foreseen.line };
    case 'one-by-one':
      return {
        ...nothing,
        said: 'It goes to each who was told of what it puts right. Who they are, and in which words, is worked out as it goes.',
      };
    case 'to-others': {
      const said = `It goes to ${listWords(foreseen.others.map(({ name }) => name ?? 'somebody'))} instead, because ${notice.audience === 'owner' ? 'the owner has changed, or is away' : 'its recipient is away, or has left'}.`;
      if (foreseen.others.length === 0) return { ...nothing, said: `Nothing would go. ${reasonWords('nobody-left')}` };
      return foreseen.message ? mail(foreseen.message, said) : { ...nothing, said };
    }
    case 'stopped':
      return { ...nothing, said: `Nothing would go now. ${reasonWords(foreseen.reason)}` };
  }
}

/** Why it does not go at once: its hour is always one of the same day. */
const waitsWords = (until: Instant): string => `It goes at ${momentText(until, londonDate(until))}: nothing is sent to them before that.`;

/** The check would keep it, or the hour of the day before which nothing goes to its recipient: the text says why. */
const isKept = (foreseen: OneNotice['foreseen'], by: SendsBy): boolean =>
  foreseen !== null &&
  typeof foreseen === 'object' &&
  (foreseen.as === 'stopped' || (by === 'now' && foreseen.as === 'mail' && foreseen.waitsUntil !== null));

const SENDS = {
  again: (notice: string) => ({ href: paths.noticeAgain({ notice }), words: 'Send again' }),
  now: (notice: string) => ({ href: paths.noticeNow({ notice }), words: 'Send now' }),
} as const;

const DONE: Readonly<Record<string, string>> = {
  held: 'This message is held. Everything else goes as before.',
  released: 'This message is released. It is checked once more, and goes within minutes.',
  'sent-again': 'This message is sent again. It is checked once more, and goes within minutes.',
  'sent-now': 'This message is sent now. It is checked once more, and goes within minutes.',
};

const ACTS: Readonly<Record<Act['act'], string>> = {
  held: 'Held',
  released: 'Released',
  'sent-again': 'Sent again',
  'sent-now': 'Sent before its time',
};

/** What the page says after an act; that an address was put right sends by itself only what waited for one. */
function doneWords(done: string | undefined, { status }: NoticeOnRecord): string | null {
  if (done === undefined) return null;
  if (done !== 'address') return DONE[done] ?? null;
  const next: Readonly<Record<string, string>> = {
    failed: 'Nothing was sent by that: look at the message, and send it again.',
    held: 'Nothing was sent by that: look at the message, and release it.',
    queued: 'The message goes to it within minutes.',
  };
  return `The address is put right. ${next[status] ?? ''}`.trim();
}

/** What the page of a notice shows. */
export function oneModel(one: OneNotice, viewer: Viewer, done: string | undefined, now: Instant): OneModel {
  const { ref, record, recipient, names } = one;
  const { notice, status, name, sent, unanswered, notBefore } = record;
  const today = londonDate(now);
  const by = sendsBy(record, now);
  const address = addressHref(one, viewer);
  const mayHold = viewer.permissions.has('notices:hold');
  const fact = (label: string, value: string | null | undefined) => (value ? [{ label, value }] : []);
  return {
    what: aboutWords(notice.template, notice.params),
    who:
      notice.registerId === null
        ? null
        : { registerId: notice.registerId, name: name ?? 'Name not known', href: paths.person({ registerId: notice.registerId }) },
    state: stateOf(one, now),
    facts: [
      ...fact('To', `${recipient.name}, ${audienceWords(notice.template, notice.audience)}`),
      ...fact(sent ? 'Sent to' : 'Address', mayHold ? recipient.address : null),
      ...fact('Subject', sent?.subject),
      ...fact('Wanted', momentText(notice.plannedAt, today)),
      ...fact('Not before', status === 'queued' && notBefore > now ? momentText(notBefore, today) : null),
      ...fact('Tried', notice.attempts > 0 && status !== 'sent' ? (notice.attempts === 1 ? 'once' : `${notice.attempts} times`) : null),
      ...fact('Note', unanswered > 0 ? 'It may have arrived: the mail server’s answer was lost.' : null),
    ],
    done: doneWords(done, record),
    hold:
      mayHold && canBeHeld(record)
        ? { href: paths.noticeHold({ notice: ref }), words: isHeldByHand(record) ? 'Hold until another day' : 'Hold' }
        : null,
    release: mayHold && canBeReleased(record) ? { href: paths.noticeRelease({ notice: ref }), words: 'Release' } : null,
    send: mayHold && by !== null && !isKept(one.foreseen, by) ? SENDS[by](ref) : null,
    address: address === null ? null : { href: address, words: status === 'held' ? 'Record an address' : 'Put the address right' },
    letter: textModel(one, mayHold),
    acts: record.acts.map(
      ({ act, by, at, why, until }) =>
        `${ACTS[act]} by ${actorWords(by, names)}, ${momentText(at, today)}${until === null ? '' : `, until ${dayText(until)}`}${why === null ? '' : `: ${why}`}`,
    ),
  };
}
