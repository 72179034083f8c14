import { ageGroupOn } from '../../domain/calendar/ages';
import { addDays, daysBetween, type Instant, londonDate, type PlainDate } from '../../domain/calendar/dates';
import { mayBeDirected } from '../../domain/meetings/directive';
import type { Contact } from '../../domain/notices/recipients';
import type { DeadlineKind } from '../../domain/pathway/kinds';
import { type Details, detailsOf } from '../../domain/pathway/details';
import { latestPathway } from '../../domain/pathway/present';
import type { countNoticesInTrouble } from '../../services/pathway/belongings';
import type { Offer } from '../../services/meetings/places/offers';
import type { Standing } from '../../services/pathway/standing';
import { timeWords } from '../../services/notices/letters/words/dates';
import { sentence } from '../../services/notices/letters/words/deadlines';
import { eventWords } from '../../services/notices/letters/words/events';
import type { AskedOfSecond } from '../../services/pathway/second-person';
import type { Viewer } from '../../services/staff/viewers';
import { consentLines } from '../content/consents';
import { correctedTypes, dueAnswer, lateAnswer } from '../content/corrections';
import { dayText, daysText, lastMonth, listWords, momentText } from '../content/dates';
import { kindWords } from '../content/kinds';
import { meetingTitle } from '../content/meetings';
import { STAND_IN_DAYS } from '../content/stand-in';
import { reviewName, reviewsNamed } from '../../domain/meetings/review-name';
import { teamsOf } from '../content/teams';
import { detainedWords, wardWords } from '../content/codes';
import { paths } from '../paths';
import { byUrgency, deadlineRow, type DeadlineRow, isLate } from './deadlines';
import { type EarlierModel, earlierOf, whyNone } from './earlier';
import { headerOf, type PersonHeader, subnavOf, type SubItem } from './header';
import { supportOf } from './support';

/** How many messages about the person are held, and how many did not arrive. */
type Trouble = Awaited<ReturnType<typeof countNoticesInTrouble>>;

interface Fact {
  readonly what: string;
  readonly value: string;
  /** A contact's name: not printed, and hidden with the other names. */
  readonly isName?: true;
}

export interface OverviewModel {
  readonly person: PersonHeader;
  readonly subnav: readonly SubItem[];
  readonly caution: string | null;
  readonly duplicateOf: { readonly registerId: string; readonly href: string } | null;
  readonly held: readonly string[];
  /** Corrections that a second person is asked about. */
  readonly corrections: readonly { readonly text: string; readonly late: string | null; readonly href: string }[];
  readonly correct: string | null;
  /** Where the record is handed over to another area; null: it cannot be. */
  readonly handOver: string | null;
  readonly acts: readonly { readonly words: string; readonly href: string; readonly main: boolean }[];
  readonly next: readonly DeadlineRow[];
  readonly late: readonly DeadlineRow[];
  readonly undated: readonly DeadlineRow[];
  /** No deadline is open, and why where that can be said; null: one is. */
  readonly noneOpen: string | null;
  /** Earlier times on the pathway; empty: there were none, or they are not for the reader. */
  readonly earlier: readonly EarlierModel[];
  /** What happened last; null: nothing, or it is not for the reader. */
  readonly latest: { readonly text: string; readonly href: string } | null;
  /** Messages that are held or did not arrive; null: there are none, or they are not for the reader. */
  readonly messages: readonly { readonly text: string; readonly href: string }[] | null;
  /** Null: not for the reader. */
  readonly consent: readonly Fact[] | null;
  readonly meeting: {
    readonly title: string;
    readonly when: string;
    readonly place: string | null;
    readonly href: string;
    readonly direct: string | null;
  } | null;
  readonly people: readonly Fact[];
  readonly stay: readonly Fact[];
  readonly owedAtEnd: string | null;
  /** What of the support after a discharge is not in place, and where the rating is decided (null: not by this reader); null: nothing is known to be missing. */
  readonly support: { readonly said: string; readonly href: string | null } | null;
  /** Where the record is restricted, or that changed; null: not for this reader. */
  readonly restriction: string | null;
  readonly looked: { readonly lastMonth: string; readonly all: string } | null;
  /** Only a part is shown, and this is said. */
  readonly isPart: boolean;
}

function meetingOf({ registerId, meetings, bornOn, snapshot }: Standing, today: PlainDate, mayRecord: boolean): OverviewModel['meeting'] {
  const next = meetings.filter(({ status, on }) => status === 'scheduled' && on >= today).toSorted((a, b) => a.on.localeCompare(b.on))[0];
  if (!next) return null;
  const review = mayRecord ? meetings.find((one) => mayBeDirected(snapshot.rating, one, today)) : undefined;
  const times = next.time === null ? '' : `, ${timeWords(next.time)}${next.until === null ? '' : ` to ${timeWords(next.until)}`}`;
  return {
    title: reviewsNamed(meetingTitle(next.kind), reviewName(bornOn, today)),
    when: `${dayText(next.on)}${times}`,
    place: next.place,
    href: paths.meeting({ registerId, meeting: next.id }),
    direct: review === undefined ? null : paths.meetingDirective({ registerId, meeting: review.id }),
  };
}

/** The LAEP that came before an admission, or was held in its stay: it is no review, and nobody is to take it for one. */
function laepOf({ meetings, bornOn }: Standing, admittedOn: PlainDate, today: PlainDate): readonly Fact[] {
  const from = addDays(admittedOn, 1 - STAND_IN_DAYS);
  const held = meetings.filter(({ kind, status, on }) => kind === 'laep' && status === 'held' && on >= from);
  const last = held.toSorted((a, b) => a.on.localeCompare(b.on)).at(-1);
  return last === undefined ? [] : [{ what: 'LAEP', value: `${dayText(last.on)}, not a ${reviewName(bornOn, today)}` }];
}

function stayOf(standing: Standing, details: Details | null, today: PlainDate): readonly Fact[] {
  const { stays, inpatient } = standing.snapshot;
  const stay = stays.at(-1);
  const ward = details?.ward ?? null;
  if (!stay) return [];
  const day = { what: 'Admitted', value: dayText(stay.admittedOn) };
  if (inpatient)
    return [
      day,
      { what: 'Day', value: String(daysBetween(stay.admittedOn, today) + 1) },
      ...(ward === null
        ? []
        : [
            { what: 'Ward', value: sentence(wardWords(ward.security)) },
            { what: 'Legal status', value: detainedWords(ward.detained) },
          ]),
      ...(details === null ? [] : laepOf(standing, stay.admittedOn, today)),
    ];
  return stay.dischargedOn === null
    ? [day]
    : [
        day,
        { what: 'Discharged', value: `${dayText(stay.dischargedOn)}, after ${daysText(daysBetween(stay.admittedOn, stay.dischargedOn))}` },
      ];
}

function messagesOf({ held, failed }: Trouble): OverviewModel['messages'] {
  const said = (count: number, one: string, many: string, href: string) =>
    count === 0 ? [] : [{ text: `${count} ${count === 1 ? one : many}`, href }];
  return [
    ...said(failed, 'message did not arrive', 'messages did not arrive', paths.noticesFailed()),
    ...said(held, 'message is held', 'messages are held', paths.noticesHeld()),
  ];
}

const ROLES: Readonly<Record<Contact['role'], string>> = {
  person: 'Themself',
  'parent-carer': 'Parent or carer',
  advocate: 'Advocate',
  referrer: 'Referred by',
  keyworker: 'Keyworker',
  provider: 'Provider',
  panel: 'Panel',
  professional: 'Professional',
};

/** That somebody around the person must not learn of the register. */
function unaware(contacts: readonly Contact[]): readonly string[] {
  const count = contacts.filter(({ mustNotKnow }) => mustNotKnow === true).length;
  return count === 0
    ? []
    : [count === 1 ? 'One contact must not learn of the register.' : `${count} contacts must not learn of the register.`];
}

/** How to communicate stands at the top (desk.md 1.10). */
function cautionOf(contacts: readonly Contact[], familyContact: 'yes' | 'no' | null): string | null {
  const easy = contacts.filter(({ easyRead }) => easyRead);
  const parts = [
    ...(easy.some(({ role }) => role === 'person') ? ['Needs easy read.'] : []),
    ...(familyContact === 'no' ? ['Does not wish the family to be written to.'] : []),
    ...unaware(contacts),
  ];
  return parts.length === 0 ? null : parts.join(' ');
}

/** A kind of deadline inside a sentence: its first letter alone is small. */
function owedWords(kind: DeadlineKind, { bornOn }: Standing, today: PlainDate): string {
  const title = reviewsNamed(kindWords(kind).title, reviewName(bornOn, today));
  return /^C(\(E\)|E)?TR/.test(title) ? title : `${title.charAt(0).toLowerCase()}${title.slice(1)}`;
}

function correctionsOf(registerId: string, asked: readonly AskedOfSecond[], today: PlainDate): OverviewModel['corrections'] {
  return asked.flatMap(({ event, types, due, state }) => {
    if (state !== 'to-confirm' && state !== 'not-right') return [];
    const waits = state === 'to-confirm';
    const text = waits ? `waits for a second person, ${dueAnswer(due, today)}.` : 'is not right, and has to be put right.';
    return [
      {
        text: `A correction of ${correctedTypes(types)} ${text}`,
        late: waits ? lateAnswer(due, today) : null,
        href: paths.correction({ registerId, event }),
      },
    ];
  });
}

/** The teams of their area that see the person, where several do. */
function seenBy({ area: id, bornOn }: Standing, diagnosis: Details['diagnosis'], today: PlainDate): OverviewModel['people'] {
  return teamsOf(id, { ages: ageGroupOn(bornOn, today), diagnosis }).map((value) => ({ what: 'Seen by', value }));
}

/**
 * What the first page of a record shows: what happens next, what is late, and who is with the person. Who may not read history sees how the
 * person stands and what is due, and neither consents, nor those around the person, nor what was. `movable`: there is an area to which the record can be handed over.
 */
export function overviewModel(
  standing: Standing,
  ownerName: string | null,
  asked: readonly AskedOfSecond[],
  trouble: Trouble | null,
  viewer: Pick<Viewer, 'permissions'>,
  movable: boolean,
  offers: readonly Offer[],
  now: Instant,
): OverviewModel {
  const today = londonDate(now);
  const { registerId, snapshot, held, duplicateOf, contacts } = standing;
  const mayRecord = viewer.permissions.has('events:write');
  const mayReport = viewer.permissions.has('changes:report');
  const isPart = !viewer.permissions.has('history:read');
  const details = detailsOf(latestPathway(standing.record)?.log ?? [], today);
  const owed = [...snapshot.deadlines.values()].filter((deadline) => deadline.owed).toSorted(byUrgency);
  const row = (one: (typeof owed)[number]): DeadlineRow => ({
    ...deadlineRow(standing, one, today, offers),
    ...(mayRecord ? {} : { act: null }),
  });
  const act = (type: 'admitted' | 'discharged') => paths.recordEvent({ registerId, type });
  const main = snapshot.inpatient
    ? { words: 'Record discharge', href: act('discharged') }
    : { words: 'Record admission', href: act('admitted') };
  return {
    person: headerOf(standing, today, !isPart),
    subnav: subnavOf(standing, 'overview', viewer),
    caution: cautionOf(contacts, snapshot.familyContact),
    isPart,
    duplicateOf: duplicateOf === null || isPart ? null : { registerId: duplicateOf, href: paths.person({ registerId: duplicateOf }) },
    held: held.map(
      ({ at, until, facts }) =>
        `${sentence(listWords(facts.map(({ type }) => eventWords(type))))}, which came at ${momentText(at, today)}, contradicts the record by its order, and waits until ${momentText(until, today)} for what may come before it. Dates may change.`,
    ),
    corrections: mayRecord ? correctionsOf(registerId, asked, today) : [],
    acts:
      snapshot.ended || !mayReport
        ? []
        : !mayRecord
          ? [{ words: 'Report a change', href: paths.recordEvent({ registerId, type: 'change-reported' }), main: true }]
          : [
              ...(owed.some(({ kind }) => kind === 'eligibility-decision')
                ? [{ words: 'Decide this referral', href: paths.recordTogether({ registerId, journey: 'decide-referral' }), main: true }]
                : []),
              { ...main, main: owed.every(({ kind }) => kind !== 'eligibility-decision') },
              { words: 'Record something else', href: paths.record({ registerId }), main: false },
            ],
    correct: mayRecord ? paths.correct({ registerId }) : null,
    handOver: movable && viewer.permissions.has('people:write') ? paths.handOver({ registerId }) : null,
    late: owed.filter((one) => isLate(one, today)).map(row),
    next: owed.filter((one) => one.due !== null && !isLate(one, today)).map(row),
    undated: owed.filter((one) => one.due === null).map(row),
    noneOpen: owed.length > 0 ? null : ['No deadline is open.', whyNone(snapshot) ?? []].flat().join(' '),
    earlier: isPart ? [] : earlierOf(standing, now),
    consent: isPart ? null : consentLines(snapshot.grants, snapshot.consentLapsed),
    meeting: meetingOf(standing, today, mayRecord),
    people: [
      { what: 'Owner', value: ownerName ?? 'Nobody' },
      ...(isPart ? [] : seenBy(standing, details.diagnosis, today)),
      ...contacts
        .filter(({ role }) => role !== 'person' && !isPart)
        .map(({ role, name }) => ({ what: ROLES[role], value: name, isName: true as const })),
    ],
    stay: stayOf(standing, isPart ? null : details, today),
    latest:
      isPart || details.latest === null
        ? null
        : { text: `${sentence(eventWords(details.latest.type))}, ${dayText(details.latest.on)}`, href: paths.history({ registerId }) },
    messages: trouble && messagesOf(trouble),
    restriction: viewer.permissions.has('restrictions:write') ? paths.restriction({ registerId }) : null,
    looked: isPart ? null : { lastMonth: paths.looked({ registerId }, lastMonth(today)), all: paths.looked({ registerId }) },
    support: supportOf(standing, mayRecord, today),
    owedAtEnd:
      snapshot.ended && snapshot.ended.owed.length > 0
        ? `Closed on ${dayText(snapshot.ended.on)}. Still owed: ${snapshot.ended.owed.map(({ kind }) => owedWords(kind, standing, today)).join(', ')}.`
        : null,
  };
}
