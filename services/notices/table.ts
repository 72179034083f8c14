import { AUDIENCES, MEETING_REQUESTS, NOTICES, WARNINGS, type NoticeKind } from '../../domain/notices/catalogue';

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
  const requests = Object.entries(MEETING_REQUESTS).flatMap(([kind, request]) =>
    request ? [row([`\`${kind}\``, `\`${request.community}\``, `\`${request.inpatient}\``])] : [],
  );
  const warnings = Object.entries(WARNINGS).map(([code, cause]) => row([`\`${code}\``, sentence(cause)]));
  return [
    '# Notices, meeting requests and warnings',
    '',
    'Made from `domain/notices/catalogue.ts` by `scripts/notices-table.ts`; a test compares the two. Audiences are those of the contract.',
    'Nobody has to be told twice: each is written with a key, once for one recipient.',
    '',
    '## Notices',
    '',
    'A notice is checked again when it is sent: none goes after a death (but cancellations of booked meetings to professionals, each released',
    'by a person), for an event that was taken back, for a deadline that is settled or moved, for a reminder whose day has passed, to a',
    'family that does not wish it, or to an audience that may not be written to. What finds nobody with an address is held, and shown; an alert',
    'to on-call that is held is an open task for the team besides.',
    'The steps of a ladder (`step-…`) have no `notice` line of their own: the `step` line names the audience.',
    '',
    row(['Notice', 'Cause', 'Audience', 'When', 'Rests on']),
    row(['---', '---', '---', '---', '---']),
    ...notices,
    '',
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

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
