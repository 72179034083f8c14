import { type Instant, londonDate, parseInstant } from '../../domain/calendar/dates';
import { hear, play } from '../../domain/pathway/engine';
import { factSchema, isCetr, MEETING_OUTCOMES, type PathwayEvent, splitTexts } from '../../domain/pathway/events';
import type { Line } from '../../domain/pathway/types';
import { mailboxOf } from '../../infra/mail/address';
import { expandNotices } from '../notices/expand';
import { compose, type LetterSource } from '../notices/letters/compose';
import { readOwn } from '../notices/letters/facts';
import type { QueuedNotice } from '../notices/notice-rows';
import type { DroppedFor, HeldFor } from '../notices/reasons';
import { recipientByReference } from '../notices/recipients';
import type { CheckDeps } from '../notices/sending/attempt';
import { mayGo } from '../notices/sending/check/may-go';
import type { CheckedState } from '../notices/sending/check/read-state';
import { maySend } from '../notices/settings';
import type { Standing } from '../pathway/standing';
import { area, isArea } from '../rules/areas';
import { everyoneFor } from './messages';

/** Events that would be accepted and are not recorded: of whom, and under which id they would be. */
interface Unrecorded {
  readonly standing: Standing;
  readonly id: string;
  readonly events: readonly PathwayEvent[];
}

/** What one of those who are invited would get. */
export interface InvitationLook {
  /** Null: they are nobody whose name is known. */
  readonly name: string | null;
  readonly isPerson: boolean;
  /** The person, their family or their advocate. */
  readonly family: boolean;
  /** Null: nothing can go to them. */
  readonly letter: { readonly subject: string; readonly text: string } | null;
  /** Why it does not go now; null: it goes. */
  readonly stopped: HeldFor | DroppedFor | null;
}

type Heard = Extract<ReturnType<typeof hear>, { outcome: 'applied' }>;

/** The events as the core would hear them now; null where it would not. */
function heardNow({ core, now }: Pick<CheckDeps, 'core' | 'now'>, { standing, id, events }: Unrecorded): Heard | null {
  const facts = events.map((event) => splitTexts(event).fact);
  const heard = hear(core, standing.record, { id, at: now(), facts, batch: events.length > 1 });
  return heard.outcome === 'applied' ? heard : null;
}

/**
 * The invitations that would go if these events were recorded now, each in its very words, by the check of sending: what the person reads
 * first. One mailbox is asked once. Nothing is written. Throws where the database is away.
 */
export async function lookAtInvitations(deps: CheckDeps, of: Unrecorded): Promise<readonly InvitationLook[]> {
  const { pool, now } = deps;
  const { standing } = of;
  const heard = isArea(standing.area) ? heardNow(deps, of) : null;
  if (heard === null) return [];
  const recipients = await everyoneFor(pool, standing, now());
  const own = await readOwn(pool, standing.registerId);
  if (own === null) return [];
  const rows = expandNotices({
    registerId: standing.registerId,
    lines: heard.lines.filter((line) => line.what === 'notice' && line.notice === 'meeting-invitation'),
    meetings: heard.snapshot.meetings,
    meetingsBefore: standing.meetings,
    ...{ ended: false, died: false, recipients },
  });
  const looks = new Map<string, InvitationLook>();
  for (const row of rows) {
    const address = recipientByReference(row.recipient, recipients)?.address;
    const key = address ? mailboxOf(address) : row.recipient;
    if (looks.has(key)) continue;
    const notice: QueuedNotice = { ...row, attempts: 0, lease: 0, messageId: '', releasedFrom: null };
    const facts = { own, isShut: false, uid: null, message: null, answerAt: null, formAt: deps.formAt ?? null, action: null };
    const source = { state: stateFor(of, heard, notice, recipients), facts };
    looks.set(key, lookOf(notice, row.recipientName, source, await maySend(pool, standing.area, row.audience), now()));
  }
  return [...looks.values()].toSorted((a, b) => rank(a) - rank(b));
}

/** What the person reads comes first, then what their family does. */
const rank = ({ isPerson, family }: InvitationLook): number => (isPerson ? 0 : family ? 1 : 2);

function lookOf(
  notice: QueuedNotice,
  recipientName: string | null,
  source: LetterSource & { readonly state: CheckedState },
  isOn: boolean,
  now: Instant,
): InvitationLook {
  const verdict = mayGo(notice, source.state, isOn, now);
  const known = recipientByReference(notice.recipient, source.state.recipients);
  const of = { name: known?.name ?? recipientName, isPerson: known?.contact?.role === 'person', family: known?.family ?? false };
  const stopped = 'ended' in verdict ? verdict.reason : null;
  // What waits is read too: nobody asks again before it goes.
  if (!known?.address || ('ended' in verdict && verdict.ended !== 'held')) return { ...of, letter: null, stopped };
  const { subject, text } = compose(notice, source, { ...known, address: known.address }, now);
  return { ...of, letter: { subject, text }, stopped };
}

/** Where a meeting would be held, as it was typed. */
function placeOf(events: readonly PathwayEvent[], meeting: string): string | null {
  const booking = events.find((event) => event.type === 'meeting-scheduled' && event.meeting === meeting);
  return booking === undefined ? null : (splitTexts(booking).texts['place'] ?? null);
}

/** Where it was to be held before: what a booking does not say anew stays. */
const placeBefore = ({ meetings }: Standing, meeting: string): string | null => meetings.find(({ id }) => id === meeting)?.place ?? null;

/** How the matter of an invitation would stand when it is sent, right after the events. */
function stateFor(
  { standing, events }: Unrecorded,
  { snapshot, entries }: Heard,
  notice: QueuedNotice,
  recipients: CheckedState['recipients'],
): CheckedState {
  const meeting = snapshot.meetings.find(({ id }) => id === notice.meeting);
  const entry = entries.find(({ id }) => id === notice.eventId);
  const { rating, registerConsent, inpatient } = snapshot;
  return {
    area: area(standing.area),
    ...{ recipients, officeOpen: true, sequence: standing.sequence, snapshot, then: snapshot, toldOnItsOwn: false, askedThemself: false },
    bornOn: standing.bornOn,
    ...{ eventStands: 'as-said', companions: [], siblings: [], ratingThen: rating, deadline: null, action: null },
    pathway: { rating, registerConsent, inpatient, ended: null, owedAtEnd: [] },
    meeting: meeting ? { ...meeting, place: placeOf(events, meeting.id) ?? placeBefore(standing, meeting.id) } : null,
    meetings: snapshot.meetings,
    event: entry
      ? {
          ...{ id: entry.id, type: entry.fact.type, on: entry.fact.on ?? londonDate(entry.at), fact: entry.fact, source: 'service' },
          ...{ status: 'applied', reason: null, resolved: false, takenBack: false },
        }
      : null,
  };
}

/**
 * What would follow if a review that these events book were held on its day: the timeline of that day's hearing, as the core has it. Empty where they
 * book no review. Pure.
 */
export function linesAfter(deps: Pick<CheckDeps, 'core' | 'now'>, of: Unrecorded): readonly Line[] {
  const booking = of.events.findLast((event) => event.type === 'meeting-scheduled');
  if (booking === undefined || !isCetr(booking.kind)) return [];
  const heard = heardNow(deps, of);
  if (heard === null) return [];
  const { meeting, kind, on } = booking;
  // What follows is the same whatever came of it.
  const [outcome] = MEETING_OUTCOMES[kind] ?? [];
  const held = factSchema.parse({ type: 'meeting-held', meeting, kind, on, outcome });
  const at = Math.max(parseInstant(`${on}T12:00`), deps.now()) as Instant;
  const { record } = play(deps.core, heard.record, at);
  const then = hear(deps.core, record, { id: `${of.id}/held`, at, facts: [held], batch: false });
  return then.outcome === 'applied' ? then.lines : [];
}
