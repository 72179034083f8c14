import { type Instant, londonDate } from '../../domain/calendar/dates';
import type { SheetAnswers } from '../../domain/forms/sheets/sheet';
import { presentSheet, sheetOf } from '../../domain/forms/sheets/sheets';
import type { SheetVersion } from '../../services/forms/sheets';
import { type ContactHistory, lastVersion } from '../../services/people/contact-versions';
import type { GuardedLook } from '../../services/people/guarded';
import type { Standing } from '../../services/pathway/standing';
import type { Viewer } from '../../services/staff/viewers';
import { actorWords } from '../content/actors';
import { contactNotes, CONTACT_ROLE_WORDS } from '../content/contacts';
import { momentText } from '../content/dates';
import { answersOf, type SheetAnswer } from '../forms/answers';
import { paths } from '../paths';
import { headerOf, type PersonHeader, subnavOf, type SubItem } from '../person/header';

/** The sections of the referral that say what is borne in mind with somebody. */
const OF_NEEDS = ['communication', 'home'] as const;
const REFERRAL = 'referral';

interface PersonRow {
  readonly name: string;
  readonly role: string;
  readonly notes: readonly string[];
  readonly since: string;
  readonly href: string;
}

export interface NeedsModel {
  readonly person: PersonHeader;
  readonly subnav: readonly SubItem[];
  readonly done: string | null;
  readonly needs: readonly { readonly title: string; readonly answers: readonly SheetAnswer[]; readonly fill: string | null }[];
  readonly people: readonly PersonRow[];
  readonly ended: readonly PersonRow[];
  /** Where somebody is added; null: the reader may not. */
  readonly add: string | null;
}

const DONE: Readonly<Record<string, string>> = {
  added: 'Added. From now on they are written to as it says here.',
  changed: 'Changed. Whatever waits for them goes by what it says now.',
  ended: 'Ended. Nobody writes to them any more.',
};

function rowOf(registerId: string, contact: ContactHistory, now: Instant): PersonRow {
  const { details, state, at } = lastVersion(contact);
  const today = londonDate(now);
  return {
    name: details.name,
    role: CONTACT_ROLE_WORDS[details.role],
    notes: state === 'present' ? contactNotes(details) : [],
    since: state === 'present' ? '' : `Written to until ${momentText(at, today)}`,
    href: paths.contact({ registerId, contact: contact.id }),
  };
}

function needsOf(registerId: string, last: SheetVersion | null, mayWrite: boolean): NeedsModel['needs'] {
  const sheet = (last && sheetOf({ kind: REFERRAL, edition: last.edition })) ?? presentSheet(REFERRAL);
  const answers: SheetAnswers = last?.answers ?? {};
  return OF_NEEDS.flatMap((code) => sheet?.sections.find((section) => section.code === code) ?? []).map((section) => ({
    title: section.title,
    answers: answersOf(section, answers[section.code] ?? {}),
    fill: mayWrite ? paths.sheetSection({ registerId, sheet: REFERRAL, section: section.code }) : null,
  }));
}

/** What is borne in mind with somebody, and who is around them. */
export function needsModel(
  standing: Standing,
  contacts: readonly ContactHistory[],
  referral: SheetVersion | null,
  viewer: Viewer,
  done: string | undefined,
  now: Instant,
): NeedsModel {
  const { registerId } = standing;
  const mayWrite = viewer.permissions.has('people:write');
  const isHere = (contact: ContactHistory): boolean => lastVersion(contact).state === 'present';
  return {
    person: headerOf(standing, londonDate(now)),
    subnav: subnavOf(standing, 'needs', viewer),
    done: done === undefined ? null : (DONE[done] ?? null),
    needs: needsOf(registerId, referral, viewer.permissions.has('events:write')),
    people: contacts.filter(isHere).map((contact) => rowOf(registerId, contact, now)),
    ended: contacts.filter((contact) => !isHere(contact)).map((contact) => rowOf(registerId, contact, now)),
    add: mayWrite ? paths.contactAdd({ registerId }) : null,
  };
}

export interface ContactModel {
  readonly person: PersonHeader;
  readonly name: string;
  readonly facts: readonly { readonly label: string; readonly text: string }[];
  readonly notes: readonly string[];
  readonly acts: readonly { readonly href: string; readonly text: string }[];
  /** Who was shown guarded details, the newest first. */
  readonly looks: readonly string[];
  readonly history: readonly { readonly said: string; readonly why: string | null }[];
}

/** One contact with what was recorded of them. `shown`: a reason was given, or the details are not guarded. */
export function contactModel(
  standing: Standing,
  contact: ContactHistory,
  looks: readonly GuardedLook[],
  {
    names,
    shown,
    viewer,
    now,
  }: {
    readonly names: ReadonlyMap<string, string>;
    readonly shown: boolean;
    readonly viewer: Viewer;
    readonly now: Instant;
  },
): ContactModel {
  const today = londonDate(now);
  const { details, state } = lastVersion(contact);
  const at = { registerId: standing.registerId, contact: contact.id };
  const isGuarded = details.guarded === true;
  const mayWrite = viewer.permissions.has('people:write');
  const reached = (value: string | undefined): string => (shown ? (value ?? 'None is recorded') : 'Guarded');
  return {
    person: headerOf(standing, today),
    name: details.name,
    facts: [
      { label: 'Who they are', text: CONTACT_ROLE_WORDS[details.role] },
      { label: 'Email address', text: reached(details.email) },
      { label: 'Telephone', text: reached(details.phone) },
      { label: 'Postal address', text: reached(details.post?.split('\n').join(', ')) },
    ],
    notes: state === 'present' ? contactNotes(details) : ['They are not written to any more.'],
    acts:
      state !== 'present' || !mayWrite
        ? []
        : [
            ...(isGuarded && !shown ? [{ href: paths.contactDetails(at), text: 'Show how they are reached' }] : []),
            { href: paths.contactChange(at), text: 'Change' },
            { href: paths.contactEnd(at), text: 'Write to them no more' },
          ],
    looks: looks.map(({ staff, at: when, why }) => `${actorWords(`staff:${staff}`, names)}, ${momentText(when, today)}: ${why}`),
    history: contact.versions.toReversed().map(({ version, at: when, source, reason, state: was }) => ({
      said: `${was !== 'present' ? 'Ended' : version === 1 ? 'Recorded' : 'Changed'}, ${momentText(when, today)}, by ${actorWords(source, names)}`,
      why: reason,
    })),
  };
}
