import type { Pool } from 'pg';
import { formatInstant, type Instant, londonDate, parseInstant } from '../../domain/calendar/dates';
import {
  countNotices,
  type ListedNotice,
  listNotices,
  listStepsAhead,
  type NoticeList,
  type StepAhead,
} from '../../services/notices/by-hand/lists';
import { recipientsOfNotices } from '../../services/notices/by-hand/one';
import { storedContacts } from '../../services/people/contacts';
import { coreContext } from '../../services/rules/policies';
import { namesOfActors } from '../../services/staff/actors';
import type { Viewer } from '../../services/staff/viewers';
import { momentText } from '../content/dates';
import { reasonWords } from '../content/reasons';
import { RESTRICTED_NAME } from '../content/restricted';
import { paths } from '../paths';
import { readBrakes } from './brakes';
import { heldWords } from './hold';
import { aboutWords, audienceWords, type Brakes, goesText, recipientName, stateWords } from './words';

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
export type Shown = Exclude<NoticeList, 'dropped' | 'going-to-family'>;

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

interface Shaped {
  readonly now: Instant;
  readonly digestAt: Instant;
  readonly brakes: Brakes;
  readonly names: ReadonlyMap<string, string>;
}

function whenOf(list: NoticeList, { channel, notBefore, plannedAt, sentAt }: ListedNotice, { now, digestAt, brakes }: Shaped): string {
  const today = londonDate(now);
  if (list === 'going' && brakes.stoppedSince !== null) return 'When sending starts again';
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
      state: heldWords(byHand, names, londonDate(now)),
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

const stepRow = ({ registerId, name, restricted, kind, step, at }: StepAhead, now: Instant): NoticeRow => ({
  when: goesText(instantOf(at), now),
  to: STEPS[step] ?? 'The team',
  audience: '',
  address: null,
  who: whoOf(registerId, restricted ? RESTRICTED_NAME : name),
  why: aboutWords(`step-${step}`, { kind }),
  state: 'Not written yet',
  note: null,
  href: null,
});

function cautionsOf({ stoppedSince: since, awaySince }: Brakes, due: number, now: Instant): string[] {
  const today = londonDate(now);
  const waits = `${due} ${due === 1 ? 'waits' : 'wait'}, and nothing is lost.`;
  if (since !== null) return [`All sending has been stopped since ${momentText(parseInstant(since), today)}. ${waits}`];
  return awaySince === null
    ? []
    : [`The mail server has been away since ${momentText(parseInstant(formatInstant(instantOf(awaySince))), today)}. ${waits}`];
}

/** A table that is there only where it has rows. */
const tableOf = (title: string, note: string, rows: readonly NoticeRow[]): ListModel['tables'] =>
  rows.length === 0 ? [] : [{ title, note, rows, empty: '' }];

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
  const isFirst = page === 1;
  const [found, counts, steps, family, fallen] = await Promise.all([
    listNotices(pool, viewer, list, asked),
    countNotices(pool, viewer, now),
    list === 'going' && isFirst ? listStepsAhead(pool, viewer, now) : [],
    list === 'going' ? listNotices(pool, viewer, 'going-to-family', asked) : null,
    list === 'sent' && isFirst ? listNotices(pool, viewer, 'dropped', asked) : null,
  ]);
  const all = [...found.notices, ...(family?.notices ?? []), ...(fallen?.notices ?? [])];
  const [brakes, names, recipients] = await Promise.all([
    readBrakes(pool, list === 'going' ? all : []),
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
      to:
        notice.restricted && recipient === undefined
          ? 'Not shown'
          : recipientName(notice.recipient, recipient?.name ?? notice.recipientName),
      audience: audienceWords(notice.template, notice.audience),
      address: seesAddresses && recipient?.contact?.guarded !== true ? address : null,
      who: whoOf(notice.registerId, notice.restricted ? RESTRICTED_NAME : notice.name),
      why: aboutWords(notice.template, notice.params),
      ...stateOf(as, notice, shaped),
      href: paths.notice({ notice: notice.ref }),
    };
  };
  const rowsOf = (as: NoticeList, read: { readonly notices: readonly ListedNotice[] } | null) =>
    (read?.notices ?? []).map((one) => rowOf(as, one));
  const more = found.more || family?.more === true;
  const { heading, when, empty } = WORDS[list];
  const tab = TABS.find((one) => one.list === list) ?? TABS[0];
  const pageOf = (number: number): string => tab.path({ page: number === 1 ? undefined : number });
  const isOne = isFirst && !more;
  const model: ListModel = {
    heading,
    subnav: TABS.map((one) => ({
      text: one.text,
      href: one.path(),
      current: one.list === list,
      count: one.list === 'sent' ? 0 : counts[one.list],
    })),
    cautions: cautionsOf(brakes, counts.due, now),
    whenHead: when,
    tables: [
      ...(family
        ? [
            {
              title: 'To the person, their contacts and who referred them',
              note: null,
              rows: rowsOf('going', family),
              empty: 'Nothing waits to go to them.',
            },
          ]
        : []),
      { title: family ? 'To professionals' : null, note: null, rows: rowsOf(list, found), empty },
      ...tableOf(
        'What dates bring in the next 24 hours',
        'These are worked out at their time: who hears of them, and whether anybody does. They cannot be held before that.',
        steps.map((one) => stepRow(one, now)),
      ),
      ...tableOf(
        'Not sent after all, in the last 7 days',
        'The check at the moment of sending stopped these, or they were not needed any more.',
        rowsOf('dropped', fallen),
      ),
    ],
    paging: isOne ? null : { previous: page === 1 ? null : pageOf(page - 1), next: more ? pageOf(page + 1) : null, said: `Page ${page}` },
  };
  const shown = [...all, ...steps].flatMap(({ registerId }) => registerId ?? []);
  return { model, shown };
}
