import { isCetr, MEETING_KINDS, MEETING_OUTCOMES, type MeetingKind } from '../../../domain/pathway/events';
import { invitableContacts, invitedAs } from '../../../domain/meetings/who-comes';
import { isAudience } from '../../../domain/notices/catalogue';
import { isFamily } from '../../../domain/notices/recipients';
import type { PlainDate } from '../../../domain/calendar/dates';
import { aMeeting } from '../../../services/notices/letters/words/meetings';
import { sentence } from '../../../services/notices/letters/words/deadlines';
import type { Standing } from '../../../services/pathway/standing';
import { type Area, area, isArea } from '../../../services/rules/areas';
import { audienceTitle } from '../../content/audiences';
import { meetingOutcomeWords } from '../../content/codes';
import { CONTACT_ROLE_WORDS } from '../../content/contacts';
import { dayText } from '../../content/dates';
import { type Field, NEW_MEETING, type Option } from '../fields';
import { choice, YES_NO, type Form } from './form';

const meetingText = ({ kind, on }: { kind: MeetingKind; on: PlainDate }): string =>
  `${sentence(aMeeting(kind, 'professional').replace(/^an? /, ''))}, ${dayText(on)}`;

const meetingsWhere =
  (wanted: (status: string) => boolean) =>
  (standing: Standing): readonly Option[] =>
    standing.meetings.filter(({ status }) => wanted(status)).map((one) => ({ value: one.id, text: meetingText(one) }));

const ofMeeting = (label: string, wanted: (status: string) => boolean): Field => ({
  as: 'choice',
  name: 'meeting',
  label,
  options: meetingsWhere(wanted),
});

/** The bookings that can be moved, or none of them; empty: there is none to move. */
function bookings(standing: Standing): readonly Option[] {
  const booked = meetingsWhere((status) => status === 'scheduled')(standing);
  return booked.length === 0 ? [] : [{ value: NEW_MEETING, text: 'No, it is a new meeting' }, ...booked];
}

const planned = ofMeeting('Which meeting?', (status) => status === 'scheduled');

/** A report and feedback are of reviews; the last one first. */
const heldReview: Field = {
  as: 'choice',
  name: 'meeting',
  label: 'Which review?',
  options: ({ meetings }) =>
    meetings
      .filter(({ status, kind }) => status === 'held' && isCetr(kind))
      .toSorted((a, b) => b.on.localeCompare(a.on))
      .map((one) => ({ value: one.id, text: meetingText(one) })),
};

const MEETINGS = Object.fromEntries(
  MEETING_KINDS.map((kind) => [kind, sentence(aMeeting(kind, 'professional').replace(/^an? /, ''))]),
) as Record<MeetingKind, string>;

const AUDIENCES: readonly Option[] = [
  { value: 'team', text: 'The team' },
  { value: 'commissioner', text: 'The commissioner' },
  { value: 'keyworker', text: 'The keyworker' },
  { value: 'provider', text: 'The provider' },
  { value: 'panel', text: 'The panel' },
  { value: 'person', text: 'The person' },
  { value: 'chosen-contacts', text: 'The contacts whom the person chose' },
];

/** Whoever has been invited otherwise: contacts of the person, other audiences, others of the contact book. */
function invitedBefore({ meetings, contacts }: Standing, offered: readonly Option[], book: Area['book']): readonly Option[] {
  const ids = new Set(meetings.flatMap(({ invited }) => invited));
  for (const { value } of offered) ids.delete(value);
  return [...ids].flatMap((id): Option[] => {
    const contact = contacts.find((one) => one.id === id);
    if (contact) return [{ value: id, text: CONTACT_ROLE_WORDS[contact.role], name: contact.name }];
    const text = isAudience(id) ? audienceTitle(id) : book.find((one) => one.id === id)?.name;
    return text === undefined ? [] : [{ value: id, text }];
  });
}

/** Those around the person who are invited by themselves: who comes with all others of their kind is among the audiences. */
function contactsOf({ contacts, snapshot: { familyContact } }: Standing): readonly Option[] {
  return invitableContacts({ contacts, familyContact })
    .filter((contact) => invitedAs(contact) === contact.id)
    .map((contact) => ({
      ...{ value: contact.id, text: CONTACT_ROLE_WORDS[contact.role], name: contact.name },
      ...(isFamily(contact.role) ? { hint: 'The person has not chosen them' } : {}),
    }));
}

/** Those of the contact book who have an action that is still to be done. */
function ownersOf({ snapshot }: Standing, book: Area['book']): readonly Option[] {
  const owners = new Set(snapshot.actions.filter(({ status }) => status === 'open' || status === 'blocked').map(({ owner }) => owner));
  return book.filter(({ id }) => owners.has(id)).map(({ id, name }) => ({ value: id, text: name }));
}

/** Who can be invited: the audiences, by their names those who sit at the places of the person's area, those around the person and who has an action of theirs, and whoever is invited to a meeting already. */
function invitable(standing: Standing): readonly Option[] {
  const { places = [], book = [] } = isArea(standing.area) ? area(standing.area) : {};
  const sitting = new Set(places.flatMap(({ sits = [] }) => sits));
  const panel = book
    .filter(({ id }) => sitting.has(id))
    .map(({ id, name }) => ({ value: id, text: name, hint: 'Sits on a panel of this area' }));
  const others = ownersOf(standing, book).filter(({ value }) => !sitting.has(value));
  const offered = [...AUDIENCES, ...panel, ...contactsOf(standing), ...others];
  return [...offered, ...invitedBefore(standing, offered, book)];
}

const outcomes = [...new Set(Object.values(MEETING_OUTCOMES).flat())].map((value) => ({
  value,
  text: sentence(meetingOutcomeWords(value)),
}));

/** The form of a booking that takes the place of another. */
export const MOVED = {
  title: 'Move a meeting',
  button: 'Move meeting',
  note: 'Those who were invited are told of the new day, time or place; whoever is ticked anew is invited.',
} as const;

/** What a booking has is not taken away by moving it: those invited would read of what is not said any more. */
function keepsWhatItHas(fields: Readonly<Record<string, unknown>>, { meetings }: Standing): ReturnType<NonNullable<Form['wants']>> {
  const booked = meetings.find(({ id }) => id === fields['meeting']);
  if (!booked) return null;
  const has = { time: booked.time, until: booked.until, place: booked.place, invited: booked.invited.length > 0 ? booked.invited : null };
  const field = (['time', 'until', 'place', 'invited'] as const).find((name) => has[name] !== null && fields[name] === undefined);
  return field === undefined
    ? null
    : { field, message: 'The booking has this, and keeps it: write what it is now. To take it away, cancel the meeting and book it anew' };
}

/** Meetings, and what goes with them. */
export const MEETINGS_FORMS = {
  'meeting-scheduled': {
    title: 'Book a meeting',
    button: 'Book meeting',
    note: 'Invitations go out by themselves to those whom you tick.',
    day: { label: 'Which day?', ahead: true },
    wants: keepsWhatItHas,
    fields: [
      { as: 'choice', name: 'kind', label: 'What kind of meeting?', options: choice(MEETINGS, MEETING_KINDS) },
      { as: 'time', name: 'time', label: 'From', optional: true },
      { as: 'time', name: 'until', label: 'To', optional: true },
      { as: 'line', name: 'place', label: 'Where?', hint: 'Plain words, no links and no names', optional: true },
      {
        as: 'choices',
        name: 'invited',
        label: 'Who is invited?',
        options: invitable,
        optional: true,
      },
      {
        as: 'choice',
        name: 'meeting',
        label: 'Does it take the place of a booking?',
        hint: 'That one is moved then, and those invited are told once',
        options: bookings,
        optional: true,
      },
    ],
  },
  'meeting-held': {
    title: 'Record a meeting',
    button: 'Record meeting',
    day: { label: 'When was it held?' },
    fields: [
      { ...planned, optional: true, hint: 'Leave it empty for one that was not booked here' } as Field,
      { as: 'choice', name: 'kind', label: 'What kind of meeting?', options: choice(MEETINGS, MEETING_KINDS) },
      {
        as: 'choice',
        name: 'outcome',
        label: 'What came of it?',
        hint: 'For a MAM, an LAEP and a C(E)TR',
        options: outcomes,
        optional: true,
      },
      { as: 'choice', name: 'quorate', label: 'Was everyone there who has to be?', options: YES_NO, optional: true },
    ],
  },
  'meeting-cancelled': { title: 'Cancel a meeting', button: 'Cancel meeting', day: { label: 'When was it cancelled?' }, fields: [planned] },
  'arrangements-begun': { title: 'Record that arranging has begun', button: 'Record', day: { label: 'When?' }, fields: [planned] },
  'family-contacted': { title: 'Record that the family was contacted', button: 'Record', day: { label: 'When?' }, fields: [planned] },
  'papers-sent': { title: 'Record that the papers were sent', button: 'Record', day: { label: 'When?' }, fields: [planned] },
  'report-sent': { title: 'Record that the report was sent', button: 'Record', day: { label: 'When?' }, fields: [heldReview] },
  'feedback-taken': {
    title: 'Record that feedback was taken',
    button: 'Record',
    day: { label: 'When?' },
    fields: [
      heldReview,
      {
        as: 'choice',
        name: 'declined',
        label: 'Did the person want to give feedback?',
        options: [
          { value: 'false', text: 'Yes' },
          { value: 'true', text: 'No, they declined' },
        ],
      },
    ],
  },
} as const satisfies Readonly<Record<string, Form>>;
