import type { Count } from '../counts/count';
import type { Cut, PartName } from '../counts/journal';
import type { Result } from './run';

const SHOWN = 10;
const PARTS: readonly PartName[] = ['worker', 'API', 'Temporal', 'PostgreSQL', 'mail'];

const things = (count: number): string => `${count} ${count === 1 ? 'thing' : 'things'}`;
/** How many things are wrong in all. */
export const wrongIn = (counts: readonly Count[]): number => counts.reduce((sum, { wrong }) => sum + wrong.length, 0);
/** The last line of a run. */
export const verdict = (wrong: number): string => (wrong === 0 ? 'chaos: well' : `chaos: ${things(wrong)} wrong`);

/** The whole report as lines: what was done, what was killed and what that met, and each count with what it found. */
export function reportLines({ journal, outside, timers, counts, done }: Result): string[] {
  const { sent, filled, endedThemselves } = journal;
  const of = (way: string): number => sent.filter((note) => note.way === way).length;
  const answered = (...statuses: number[]): number => sent.filter(({ status }) => status !== null && statuses.includes(status)).length;
  const sum = (field: 'tries' | 'unanswered'): number => sent.reduce((total, note) => total + note[field], 0);
  const total = (field: 'tries' | 'unanswered'): number => filled.reduce((all, note) => all + note[field], 0);
  const row = (name: string, value: string | number): string => `  ${name.padEnd(34)} ${value}`;
  return [
    'done',
    row('people', done.people),
    row(
      'events sent',
      `${sent.length}: ${sent.length - of('signal')} over HTTP (${of('batch')} batches), ${of('signal')} signalled to Temporal`,
    ),
    row('answered', `${answered(200, 201)} applied, ${answered(409)} refused`),
    row('sent in all', `${sum('tries')} times, ${sum('unanswered')} of them without an answer or with 503`),
    row(
      'forms',
      `${filled.length} filled in, ${filled.filter(({ told }) => told).length} confirmed; sent in all ${total('tries')} times, ${total('unanswered')} of them without an answer`,
    ),
    row('steps', `${done.steps}, of them ${done.onTime} by wake-ups at their own minute`),
    row('meetings arranged by the service', `${done.booked} booked, ${done.withoutPlace} put before a person for want of a place`),
    row('timers armed at the end', `${timers.found} of ${timers.expected}`),
    row(
      'notices',
      done.notices.map(({ status, reason, count }) => `${count} ${status}${reason === null ? '' : ` (${reason})`}`).join(', '),
    ),
    row('mails at the catcher', mailsRow(outside.mails)),
    '',
    'killed',
    ...PARTS.map((part) => row(part, killedRow(part, journal.cuts, outside.inHand.atCut, sent))),
    ...endedThemselves.map(({ part, how }) => row(`${part} ended by itself`, how.slice(0, 200))),
    '',
    'counted',
    ...counts.flatMap(({ name, wrong }) => [
      `  ${String(wrong.length).padStart(5)} ${name}`,
      ...wrong.slice(0, SHOWN).map((one) => `          ${one}`),
      ...(wrong.length > SHOWN ? [`          and ${wrong.length - SHOWN} more`] : []),
    ]),
    ...(outside.mails.doubles.length > 0 ? ['', 'doubled'] : []),
    ...outside.mails.doubles.slice(0, 3 * SHOWN).map(({ key, extra }) => `  ${extra} more of ${key}`),
  ];
}

function mailsRow({ mails, doubles, allowed, stoppedSince }: Result['outside']['mails']): string {
  const doubled = doubles.reduce((total, { extra }) => total + extra, 0);
  return `${mails}, of them ${doubled} doubled (up to ${allowed} allowed by the cuts), ${stoppedSince} of notices stopped since`;
}

function killedRow(part: PartName, cuts: readonly Cut[], atCut: readonly number[], sent: Result['journal']['sent']): string {
  const own = cuts.flatMap((cut, index) => (cut.part === part ? [{ cut, inHand: atCut[index] ?? 0 }] : []));
  const inFlight = own.reduce(
    (total, { cut }) => total + sent.filter((note) => note.sentAt <= cut.at && (note.answeredAt ?? Infinity) > cut.at).length,
    0,
  );
  const inHand = own.reduce((total, one) => total + one.inHand, 0);
  const ways = [...new Set(own.map(({ cut }) => cut.how))].map((how) => `${own.filter(({ cut }) => cut.how === how).length} ${how}`);
  return `${ways.join(', ') || 'never'}, with ${inFlight} events in flight and ${inHand} notices in hand`;
}
