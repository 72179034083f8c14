import { AUDIENCES, NOTICES, WARNINGS, type NoticeKind } from '../../domain/notices/catalogue';
import { DEADLINE_KINDS, traitsOf } from '../../domain/pathway/kinds';

/** The page docs/notices.md: every notice, meeting request and warning with its cause and audience, out of the data that the code works with. */
export function noticesTable(): string {
  const notices = Object.entries<NoticeKind>(NOTICES).map(([name, { cause, audiences, urgency, restsOnRegister, restsOnDeadline }]) =>
    row([
      `\`${name}\``,
      sentence(cause),
      name === 'correction' ? 'who was told' : audiences.length === AUDIENCES.length ? 'who is invited' : audiences.join(', '),
      urgency === 'digest' ? 'daily digest' : 'at once',
      [restsOnRegister ? 'consent to the register' : '', restsOnDeadline ? 'the deadline being owed' : ''].filter(Boolean).join(', ') ||
        '–',
    ]),
  );
  const requests = DEADLINE_KINDS.flatMap((kind) => {
    const { asksFor } = traitsOf(kind);
    return asksFor ? [row([`\`${kind}\``, `\`${asksFor.community}\``, `\`${asksFor.inpatient}\``])] : [];
  });
  const warnings = Object.entries(WARNINGS).map(([code, cause]) => row([`\`${code}\``, sentence(cause)]));
  return [
    '# Notices, meeting requests and warnings',
    '',
    'Made from `domain/notices/catalogue.ts` and `domain/pathway/kinds.ts` by `scripts/notices-table.ts`; a test compares the two. Audiences are those of the [contract](contract.md#51-the-ladder).',
    'Nobody has to be told twice: each is written with a key, once for one recipient.',
    '',
    '## Notices',
    '',
    'A notice is checked again when it is sent: none goes after a death (but cancellations of booked meetings to professionals, each released',
    'by a person), for an event that was taken back, for a deadline that is settled or moved, for a meeting to arrange that is booked by then,',
    'for a reminder whose day has passed, to a family that does not wish it, or to an audience that may not be written to. What finds nobody with an',
    'address is held, and shown; an alert to on-call that is held is an open task for the team besides. To a contact with `notBefore` nothing goes',
    'before that hour of the day in London: what is to go earlier waits until then, and is checked again.',
    'The steps of a ladder (`step-…`) have no `notice` line of their own: the `step` line names the audience.',
    '',
    row(['Notice', 'Cause', 'Audience', 'When', 'Rests on']),
    row(['---', '---', '---', '---', '---']),
    ...notices,
    '',
    ...WORDS,
    '## Meeting requests',
    '',
    'Written when a deadline of the kind opens and is owed, unless a meeting of the kind asked for is booked already.',
    '',
    row(['Deadline', 'Asks for, in the community', 'Asks for, in hospital']),
    row(['---', '---', '---']),
    ...requests,
    '',
    '## Warnings',
    '',
    row(['Warning', 'Cause']),
    row(['---', '---']),
    ...warnings,
    '',
  ].join('\n');
}

/** How letters are written: services/notices/letters. */
const WORDS: readonly string[] = [
  '## In whose words',
  '',
  'A notice is written for its reader, by the role of the recorded contact: the person, a parent or carer, an advocate, or a professional (all',
  'other roles, the staff and the contact book). The first three get plain words, and easy ones where the contact has `easyRead`; a professional',
  'with `easyRead` gets those of an advocate where there are some. Every notice, kind of deadline, kind of meeting, consent and reason for a',
  'refusal has words, or the service does not compile; no code stands in a mail. A notice says what was true of its event, as put right since, and',
  'what is otherwise by the time it goes.',
  '',
  'Where `PUBLIC_URL` is set, the invitation to a C(E)TR and the question how it was tell the person, the family and the advocate where its papers are',
  'read and printed. A text message does not: its room is for whom to call.',
  '',
  '## What a mail leaves out',
  '',
  'The register id stands for the person. The place of a meeting is told in one line of at most 200 characters, unless it has a link in it or tells',
  'who somebody is; then the mail says whom to ask for it, and whoever schedules gets the warning `place-names-somebody`. It tells who somebody is where',
  'it holds, in whatever case, spacing, punctuation, accents, script or form of Unicode:',
  '',
  '- the name of the person or of a contact of the role `parent-carer`: first and last name beside each other in either order, an initial and the',
  '  last name, or any one part that is no ordinary word;',
  '- an ordinary word that is a part of such a name (`services/notices/letters/naming/ordinary-words.ts`: Hill, Rose, Ward, Andrew) only in the words of',
  '  a household: `Hill family home`, `Rose’s flat`, `Mrs Hill`, `ask for Rose`; so `Room 4, Hill House` is told of Rose Hill, and `St` before it makes it a saint;',
  '- their NHS number or a telephone number of theirs, or any valid NHS number;',
  '- the address of a home. Homes are not recorded, so that it goes by the form: a house number and a street with no building or organisation named',
  '  with it, a numbered flat, or a home with a postcode. Name the building where an organisation has such an address.',
  '',
  'Names, numbers and addresses of organisations and professionals hide nothing. Short forms of names (Tom for Thomas) are not known.',
  'What an action asks for is typed too: the team’s mails and digests say which action it is, with `[name]` and `[number]` in the place of such words.',
  '',
  '## The daily digest',
  '',
  'Counts first; then what is late or was escalated, what is due today, what is coming up, and what has no date; the oldest first in each, then by',
  'person. One line for each deadline, however many notices there are of it.',
  '',
  '## Calendar files',
  '',
  'A file tells the hour that its mail tells: a time that summer time skips is an hour later, one that comes twice is the first of the two; an end at or',
  'before the start is told by neither. A meeting has one random UID for its life, also where it is taken back (the table `meeting_uid`); meetings of before',
  'that table keep the UID that stands in calendars. Names are quoted as RFC 5545 and RFC 6868 write them; a backslash becomes a stroke.',
  '',
];

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
