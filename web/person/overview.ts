import { daysBetween, type Instant, londonDate, type PlainDate } from '../../domain/calendar/dates';
import { type Basis, CONSENT_SCOPES, type ConsentScope } from '../../domain/pathway/events';
import type { Contact } from '../../domain/notices/recipients';
import type { Standing } from '../../services/pathway/standing';
import { aMeeting } from '../../services/notices/letters/words/meetings';
import { timeWords } from '../../services/notices/letters/words/dates';
import { sentence } from '../../services/notices/letters/words/deadlines';
import type { Viewer } from '../../services/staff/viewers';
import { dayText, daysText, lastMonth, momentText } from '../content/dates';
import { kindWords } from '../content/kinds';
import { paths } from '../paths';
import { byUrgency, deadlineRow, type DeadlineRow, isLate } from './deadlines';
import { headerOf, type PersonHeader, subnavOf, type SubItem } from './header';

interface Fact {
  readonly what: string;
  readonly value: string;
}

export interface OverviewModel {
  readonly person: PersonHeader;
  readonly subnav: readonly SubItem[];
  readonly caution: string | null;
  readonly duplicateOf: { readonly registerId: string; readonly href: string } | null;
  readonly held: readonly string[];
  readonly correct: string | null;
  readonly acts: readonly { readonly words: string; readonly href: string; readonly main: boolean }[];
  readonly next: readonly DeadlineRow[];
  readonly late: readonly DeadlineRow[];
  readonly undated: readonly DeadlineRow[];
  /** Null: not for the reader. */
  readonly consent: readonly Fact[] | null;
  readonly meeting: { readonly title: string; readonly when: string; readonly place: string | null } | null;
  readonly people: readonly Fact[];
  readonly stay: readonly Fact[];
  readonly owedAtEnd: string | null;
  readonly looked: { readonly lastMonth: string; readonly all: string } | null;
  /** Only a part is shown, and this is said. */
  readonly isPart: boolean;
}

const SCOPES: Readonly<Record<ConsentScope, string>> = {
  register: 'Being on the register',
  meeting: 'Meetings',
  disclosure: 'Sharing papers',
  use: 'Use of the record',
};
const BASES: Readonly<Record<Basis, string>> = {
  own: 'their own consent',
  gillick: 'their own consent (Gillick competent)',
  'parental-responsibility': 'by a person with parental responsibility',
  attorney: 'by an attorney',
  deputy: 'by a deputy',
  'best-interests': 'a best-interests decision',
};

function consentOf({ snapshot }: Standing): readonly Fact[] {
  return CONSENT_SCOPES.map((scope): Fact => {
    const grant = snapshot.grants[scope].at(-1);
    if (!grant) return { what: SCOPES[scope], value: 'Not given' };
    const lapsed = scope === 'register' && snapshot.consentLapsed ? '. Was due for renewal and is not renewed' : '';
    const only = grant.meeting === null ? '' : ', for one meeting';
    return { what: SCOPES[scope], value: `${sentence(BASES[grant.basis])}${only}, ${dayText(grant.on)}${lapsed}` };
  });
}

function meetingOf({ meetings }: Standing, today: PlainDate): OverviewModel['meeting'] {
  const next = meetings.filter(({ status, on }) => status === 'scheduled' && on >= today).toSorted((a, b) => a.on.localeCompare(b.on))[0];
  if (!next) return null;
  const times = next.time === null ? '' : `, ${timeWords(next.time)}${next.until === null ? '' : ` to ${timeWords(next.until)}`}`;
  return {
    title: sentence(aMeeting(next.kind, 'professional').replace(/^an? /, '')),
    when: `${dayText(next.on)}${times}`,
    place: next.place,
  };
}

function stayOf({ snapshot: { stays, inpatient } }: Standing, today: PlainDate): readonly Fact[] {
  const stay = stays.at(-1);
  if (!stay) return [];
  const day = { what: 'Admitted', value: dayText(stay.admittedOn) };
  if (inpatient) return [day, { what: 'Day', value: String(daysBetween(stay.admittedOn, today) + 1) }];
  return stay.dischargedOn === null
    ? [day]
    : [
        day,
        { what: 'Discharged', value: `${dayText(stay.dischargedOn)}, after ${daysText(daysBetween(stay.admittedOn, stay.dischargedOn))}` },
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

/** How to communicate stands at the top (desk.md 1.10). */
function cautionOf(contacts: readonly Contact[], familyContact: 'yes' | 'no' | null): string | null {
  const easy = contacts.filter(({ easyRead }) => easyRead);
  const parts = [
    ...(easy.some(({ role }) => role === 'person') ? ['Needs easy read.'] : []),
    ...(familyContact === 'no' ? ['Does not wish the family to be written to.'] : []),
  ];
  return parts.length === 0 ? null : parts.join(' ');
}

/**
 * What the first page of a record shows: what happens next, what is late, and who is with the person. Who may not read history sees how the
 * person stands and what is due, and neither consents, nor those around the person, nor what was.
 */
export function overviewModel(
  standing: Standing,
  ownerName: string | null,
  viewer: Pick<Viewer, 'permissions'>,
  now: Instant,
): OverviewModel {
  const today = londonDate(now);
  const { registerId, snapshot, held, duplicateOf, contacts } = standing;
  const mayRecord = viewer.permissions.has('events:write');
  const mayReport = viewer.permissions.has('changes:report');
  const isPart = !viewer.permissions.has('history:read');
  const owed = [...snapshot.deadlines.values()].filter((deadline) => deadline.owed).toSorted(byUrgency);
  const row = (one: (typeof owed)[number]): DeadlineRow => ({ ...deadlineRow(standing, one, today), ...(mayRecord ? {} : { act: null }) });
  const act = (type: 'admitted' | 'discharged') => paths.recordEvent({ registerId, type });
  const main = snapshot.inpatient
    ? { words: 'Record discharge', href: act('discharged') }
    : { words: 'Record admission', href: act('admitted') };
  return {
    person: headerOf(standing, today),
    subnav: subnavOf(standing, 'overview', viewer),
    caution: cautionOf(contacts, snapshot.familyContact),
    isPart,
    duplicateOf: duplicateOf === null || isPart ? null : { registerId: duplicateOf, href: paths.person({ registerId: duplicateOf }) },
    held: held.map(
      ({ at, until }) =>
        `Something that came at ${momentText(at, today)} contradicts the record by its order, and waits until ${momentText(until, today)} for what may come before it. Dates may change.`,
    ),
    acts:
      snapshot.ended || !mayReport
        ? []
        : !mayRecord
          ? [{ words: 'Report a change', href: paths.recordEvent({ registerId, type: 'change-reported' }), main: true }]
          : [
              { ...main, main: true },
              { words: 'Record something else', href: paths.record({ registerId }), main: false },
            ],
    correct: mayRecord ? paths.correct({ registerId }) : null,
    late: owed.filter((one) => isLate(one, today)).map(row),
    next: owed.filter((one) => one.due !== null && !isLate(one, today)).map(row),
    undated: owed.filter((one) => one.due === null).map(row),
    consent: isPart ? null : consentOf(standing),
    meeting: meetingOf(standing, today),
    people: [
      { what: 'Owner', value: ownerName ?? 'Nobody' },
      ...contacts.filter(({ role }) => role !== 'person' && !isPart).map(({ role, name }) => ({ what: ROLES[role], value: name })),
    ],
    stay: stayOf(standing, today),
    looked: isPart ? null : { lastMonth: paths.looked({ registerId }, lastMonth(today)), all: paths.looked({ registerId }) },
    owedAtEnd:
      snapshot.ended && snapshot.ended.owed.length > 0
        ? `Closed on ${dayText(snapshot.ended.on)}. Still owed: ${snapshot.ended.owed.map(({ kind }) => kindWords(kind).title.toLowerCase()).join(', ')}.`
        : null,
  };
}
