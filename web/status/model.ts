import { type Instant, londonDate, parseInstant, type PlainDate } from '../../domain/calendar/dates';
import type { ServerAway } from '../../services/notices/sending/server-away';
import type { LastProof } from '../../services/upkeep/proof/last-proof';
import type { Outage } from '../../services/workflow/beat';
import type { Waiting } from '../../services/workflow/relay/outbox';
import { momentText } from '../content/dates';

/** A part of the service: whether it is well, how it stands, and what that means for the reader. */
interface StatusPart {
  readonly what: string;
  readonly well: boolean;
  readonly stands: string;
  readonly means: string;
}

export interface StatusModel {
  readonly parts: readonly StatusPart[];
}

/** What the page is made of. */
export interface StatusRead {
  /** Whether nothing can be recorded at the moment. */
  readonly stuck: boolean;
  readonly proof: LastProof;
  /** What keeps reminders from being set and from coming due. */
  readonly outage: Outage | null;
  /** What keeps messages from being sent. */
  readonly sender: Outage | null;
  readonly waiting: Waiting;
  readonly mailAway: ServerAway | null;
  /** ISO, UTC; null: sending is not stopped. */
  readonly stoppedSince: string | null;
  /** How many messages should have gone by now. */
  readonly due: number;
  readonly lastHolidayYear: number;
  /** Whether the reader may know how much there is in all. */
  readonly mayCount: boolean;
}

/** Signals that wait longer than this are behind, although worker and workflow service are there. */
const WAITING_MS = 60_000;

const instantOf = (date: Date): Instant => date.getTime() as Instant;
const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

function deadlines({ proof, outage, mayCount }: StatusRead, today: PlainDate): StatusPart {
  const proved = proof.wellAt === null ? null : parseInstant(proof.wellAt);
  const well = proof.provedAt !== null && proof.provedAt === proof.wellAt;
  const stands =
    proved === null
      ? 'Not proved yet'
      : `Proved complete at ${momentText(proved, today)}${mayCount ? `: ${proof.timersFound} of ${proof.timersExpected} reminders are set` : ''}`;
  const found = well ? 'No date is without its reminder.' : 'The last check found something. Those who run the service must look.';
  const missing = 'The dates are right. That each has its reminder is proved a minute after the service has started.';
  const means = outage !== null ? 'It is proved again when reminders run again.' : proof.provedAt === null ? missing : found;
  return { what: 'Deadlines', well, stands, means };
}

function awayWords({ part, since }: Outage, worker: string, today: PlainDate): string {
  const who = part === 'worker' ? worker : 'The workflow service, which keeps the times,';
  return since === null ? `${who} is not there yet` : `${who} has been away since ${momentText(instantOf(since), today)}`;
}

function reminders({ outage, waiting, mayCount }: StatusRead, now: Instant): StatusPart {
  const today = londonDate(now);
  const what = 'Reminders';
  const wait = waiting.signals === 0 || !mayCount ? '' : ` ${counted(waiting.signals, 'entry waits', 'entries wait')} to be passed on.`;
  const means = `Entries are recorded and dated at once, and the dates are right. Reminders and messages wait until the service is back; none is lost.${wait}`;
  if (outage !== null) return { what, well: false, stands: awayWords(outage, 'What sets reminders', today), means };
  const since = waiting.since === null ? null : instantOf(waiting.since);
  if (since !== null && now - since > WAITING_MS) return { what, well: false, stands: `Behind since ${momentText(since, today)}`, means };
  return { what, well: true, stands: 'Working', means: 'Reminders go out on their day.' };
}

function mail({ mailAway, stoppedSince, due, sender, mayCount }: StatusRead, today: PlainDate): StatusPart {
  const what = 'Mail';
  const wait = `${mayCount ? `${counted(due, 'message waits', 'messages wait')}. None` : 'No message'} is lost: each goes when it may, and is checked again before.`;
  if (stoppedSince !== null)
    return {
      what,
      well: false,
      stands: `All sending has been stopped since ${momentText(parseInstant(stoppedSince), today)}`,
      means: wait,
    };
  if (mailAway !== null)
    return {
      ...{ what, well: false, means: `${wait} What cannot wait, tell by phone.` },
      stands: `The mail server has been away since ${momentText(instantOf(mailAway.since), today)}`,
    };
  if (sender !== null)
    return {
      what,
      well: false,
      stands: awayWords(sender, 'What sends messages', today),
      means: `${wait} What cannot wait, tell by phone.`,
    };
  return { what, well: true, stands: 'Working', means: 'Messages go as they fall due.' };
}

/** What the page of the service's status shows at an instant. */
export function statusModel(read: StatusRead, now: Instant): StatusModel {
  const today = londonDate(now);
  const { stuck, lastHolidayYear } = read;
  return {
    parts: [
      {
        what: 'Entries and pages',
        well: !stuck,
        stands: stuck ? 'Cannot record at the moment' : 'Working',
        means: stuck ? 'Nothing can be recorded. Those who run the service are told.' : 'What you record is decided and dated at once.',
      },
      deadlines(read, today),
      reminders(read, now),
      mail(read, today),
      {
        what: 'Bank holidays',
        well: lastHolidayYear > Number(today.slice(0, 4)),
        stands: `Known to the end of ${lastHolidayYear}`,
        means: 'After that only weekends are counted.',
      },
    ],
  };
}

/** All that whoever has not signed in is told, in one sentence. `waits`: something keeps reminders or messages from going. */
export function publicSentence(
  { stuck, waits }: { readonly stuck: boolean; readonly waits: boolean },
  team: { readonly name: string; readonly phone: string },
): string {
  if (stuck) return `Nothing can be recorded at the moment: call ${team.name}, ${team.phone}.`;
  return waits ? 'The service is working, but its reminders or messages are late at the moment.' : 'The service is working.';
}
