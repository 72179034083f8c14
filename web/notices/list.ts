import type { Pool } from 'pg';
import { formatInstant, type Instant, londonDate, parseInstant } from '../../domain/calendar/dates';
import type { Audience } from '../../domain/pathway/types';
import {
  countNotices,
  type ListedNotice,
  listNotices,
  listStepsAhead,
  type NoticeList,
  type StepAhead,
} from '../../services/notices/by-hand/lists';
import { recipientsOfNotices } from '../../services/notices/by-hand/one';
import { readServerAway } from '../../services/notices/sending/server-away';
import { maySend, stoppedSince } from '../../services/notices/settings';
import { storedContacts } from '../../services/people/contacts';
import { coreContext } from '../../services/rules/policies';
import { namesOfActors } from '../../services/staff/actors';
import type { Viewer } from '../../services/staff/viewers';
import { actorWords } from '../content/actors';
import { momentText } from '../content/dates';
import { reasonWords } from '../content/reasons';
import { paths } from '../paths';
import { aboutWords, audienceWords, type Brakes, brakeOf, goesText, recipientName, stateWords } from './words';

interface NoticeRow {
  readonly when: string;
  readonly to: string;
  readonly audience: string;
  readonly address: string | null;
  readonly who: { readonly registerId: string; readonly name: string; readonly href: string } | null;
  readonly why: string;
  readonly state: string;
  readonly note: string | null;
  readonly href: string | null;
}

/** The lists that have an address of their own. */
export type Shown = Exclude<NoticeList, 'dropped'>;

export interface ListModel {
  readonly heading: string;
  readonly subnav: readonly { readonly text: string; readonly href: string; readonly current: boolean; readonly count: number }[];
  readonly cautions: readonly string[];
  readonly whenHead: string;
  readonly tables: readonly {
    readonly title: string | null;
    readonly note: string | null;
    readonly rows: readonly NoticeRow[];
    readonly empty: string;
  }[];
  readonly paging: { readonly previous: string | null; readonly next: string | null; readonly said: string } | null;
}

const TABS = [
  { list: 'going', text: 'Going', path: paths.noticesGoing },
  { list: 'held', text: 'Held', path: paths.noticesHeld },
  { list: 'failed', text: 'Failed', path: paths.noticesFailed },
  { list: 'sent', text: 'Sent', path: paths.noticesSent },
] as const;

const WORDS: Readonly<Record<Shown, { readonly heading: string; readonly when: string; readonly empty: string }>> = {
  going: { heading: 'Notices going out', when: 'When', empty: 'Nothing waits to go.' },
  held: { heading: 'Notices that are held', when: 'Wanted', empty: 'Nothing is held.' },
  failed: { heading: 'Notices that failed', when: 'Wanted', empty: 'Nothing has failed.' },
  sent: { heading: 'Notices that were sent', when: 'Sent', empty: 'Nothing was sent yet.' },
};

const instantOf = (date: Date): Instant => date.getTime() as Instant;

/** What keeps messages from going, for those that are listed. */
async function readBrakes(pool: Pool, notices: readonly ListedNotice[]): Promise<Brakes> {
  const combinations = new Map(notices.map(({ area, audience }) => [brakeOf(area, audience), { area, audience }]));
  const off = await Promise.all(
    [...combinations].map(async ([key, { area, audience }]) => ((await maySend(pool, area, audience as Audience)) ? [] : [key])),
  );
  const away = await readServerAway(pool, 'mail');
  return { stoppedSince: await stoppedSince(pool), awaySince: away?.since ?? null, off: new Set(off.flat()) };
}

interface Shaped {
  readonly now: Instant;
  readonly digestAt: Instant;
  readonly brakes: Brakes;
  readonly names: ReadonlyMap<string, string>;
}

function whenOf(list: NoticeList, { channel, notBefore, plannedAt, sentAt }: ListedNotice, { now, digestAt }: Shaped): string {
  const today = londonDate(now);
  if (list === 'going') return goesText(channel === 'digest' ? digestAt : instantOf(notBefore), now);
  return momentText(list === 'sent' && sentAt ? instantOf(sentAt) : instantOf(plannedAt), today);
}

function stateOf(list: NoticeList, notice: ListedNotice, { now, brakes, names }: Shaped): Pick<NoticeRow, 'state' | 'note'> {
  const { last, reason, unanswered, subject } = notice;
  if (list === 'going') return { state: stateWords(notice, brakes), note: null };
  if (list === 'sent') return { state: 'Sent', note: subject };
  const byHand = list === 'held' && reason === 'held-by-hand' && last?.act === 'held' ? last : null;
  if (byHand)
    return {
      state: `Held by ${actorWords(byHand.by, names)}, ${momentText(byHand.at, londonDate(now))}, until somebody releases it`,
      note: byHand.why,
    };
  return { state: reasonWords(reason), note: unanswered > 0 ? 'It may have arrived.' : null };
}

const whoOf = (registerId: string | null, name: string | null): NoticeRow['who'] =>
  registerId === null ? null : { registerId, name: name ?? 'Name not known', href: paths.person({ registerId }) };

const STEPS: Readonly<Record<string, string>> = {
  remind: 'the owner, or the team',
  due: 'the owner, or the team',
  overdue: 'the owner, or the team',
  escalate: 'the commissioner, the manager or the director',
};

const stepRow = ({ registerId, name, kind, step, at }: StepAhead, now: Instant): NoticeRow => ({
  when: goesText(instantOf(at), now),
  to: STEPS[step] ?? 'The team',
  audience: '',
  address: null,
  who: whoOf(registerId, name),
  why: aboutWords(`step-${step}`, { kind }),
  state: 'Not written yet',
  note: null,
  href: null,
});

function cautionsOf({ stoppedSince: since, awaySince }: Brakes, going: number, now: Instant): string[] {
  const today = londonDate(now);
  const waits = `${going} ${going === 1 ? 'waits' : 'wait'}, and nothing is lost.`;
  if (since !== null) return [`All sending has been stopped since ${momentText(parseInstant(since), today)}. ${waits}`];
  return awaySince === null
    ? []
    : [`The mail server has been away since ${momentText(parseInstant(formatInstant(instantOf(awaySince))), today)}. ${waits}`];
}

/** Reads one of the lists of notices as somebody may see it; out: what the page shows, and of whom. */
export async function readList(
  pool: Pool,
  viewer: Viewer,
  list: Shown,
  page: number,
  now: Instant,
): Promise<{ model: ListModel; shown: readonly string[] }> {
  const { holidays } = coreContext();
  const asked = { page, now, holidays };
  const [found, counts, steps, fallen] = await Promise.all([
    listNotices(pool, viewer, list, asked),
    countNotices(pool, viewer, now),
    list === 'going' && page === 1 ? listStepsAhead(pool, viewer, now) : [],
    list === 'sent' && page === 1 ? listNotices(pool, viewer, 'dropped', asked) : null,
  ]);
  const all = [...found.notices, ...(fallen?.notices ?? [])];
  const [brakes, names, recipients] = await Promise.all([
    readBrakes(pool, found.notices),
    namesOfActors(
      pool,
      all.flatMap(({ last }) => last?.by ?? []),
    ),
    recipientsOfNotices(
      pool,
      all.map(({ contacts, ...one }) => ({ ...one, contacts: storedContacts(contacts ?? []) })),
    ),
  ]);
  const shaped: Shaped = { now, digestAt: found.digestAt, brakes, names };
  const seesAddresses = viewer.permissions.has('notices:hold');
  const rowOf = (as: NoticeList, notice: ListedNotice): NoticeRow => {
    const recipient = recipients[all.indexOf(notice)];
    const address = as === 'sent' ? notice.sentTo : (recipient?.address ?? null);
    return {
      when: whenOf(as, notice, shaped),
      to: recipientName(notice.recipient, recipient?.name ?? notice.recipientName),
      audience: audienceWords(notice.template, notice.audience),
      address: seesAddresses ? address : null,
      who: whoOf(notice.registerId, notice.name),
      why: aboutWords(notice.template, notice.params),
      ...stateOf(as, notice, shaped),
      href: paths.notice({ notice: notice.ref }),
    };
  };
  const { heading, when, empty } = WORDS[list];
  const tab = TABS.find((one) => one.list === list) ?? TABS[0];
  const pageOf = (number: number): string => tab.path({ page: number === 1 ? undefined : number });
  const isOne = page === 1 && !found.more;
  const model: ListModel = {
    heading,
    subnav: TABS.map((one) => ({
      text: one.text,
      href: one.path(),
      current: one.list === list,
      count: one.list === 'sent' ? 0 : counts[one.list],
    })),
    cautions: cautionsOf(brakes, counts.going, now),
    whenHead: when,
    tables: [
      { title: null, note: null, rows: found.notices.map((one) => rowOf(list, one)), empty },
      ...(steps.length === 0
        ? []
        : [
            {
              title: 'What dates bring in the next 24 hours',
              note: 'These are worked out at their time: who hears of them, and whether anybody does. They cannot be held before that.',
              rows: steps.map((one) => stepRow(one, now)),
              empty: '',
            },
          ]),
      ...(fallen && fallen.notices.length > 0
        ? [
            {
              title: 'Not sent after all, in the last 7 days',
              note: 'The check at the moment of sending stopped these, or they were not needed any more.',
              rows: fallen.notices.map((one) => rowOf('dropped', one)),
              empty: '',
            },
          ]
        : []),
    ],
    paging: isOne
      ? null
      : { previous: page === 1 ? null : pageOf(page - 1), next: found.more ? pageOf(page + 1) : null, said: `Page ${page}` },
  };
  const shown = [...all, ...steps].flatMap(({ registerId }) => registerId ?? []);
  return { model, shown };
}
