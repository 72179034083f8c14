import type { PlainDate } from '../../calendar/dates';
import { isType, placed, standing, targetsOf, type Placed, type PlacedOf } from '../place';
import { stayAt } from '../stays';
import type { LogEntry, Refusal } from '../types';
import { judgeConsent } from './consent';
import { knownFrom, refuse, type Known } from './known';
import { judgeAction, judgeMeeting } from './meeting';
import { judgeAdmission, judgeDetails, judgeDischarge, judgeInStay, judgeRating, judgeTransfer } from './stay';

/** The events that end a pathway. */
export const ENDINGS = ['person-died', 'moved-away', 'pathway-closed'] as const;

/** The ending of a pathway, where it has one. */
export function endingOf(facts: readonly Placed[]): PlacedOf<(typeof ENDINGS)[number]> | undefined {
  return facts.find((item): item is PlacedOf<(typeof ENDINGS)[number]> => isType(item, ...ENDINGS));
}

/**
 * Judges one event of any type but `corrected` against what had been heard before it.
 * Out: why it is refused, or null where it is legal (contract sections 4 and 6).
 */
export function judge(known: Known, item: Placed): Refusal | null {
  const ending = endingOf(known.facts);
  if (ending) {
    return refuse('pathway-ended', `This pathway ended on ${ending.on} (${ending.fact.type}). Only a correction is accepted.`, ending);
  }
  return judgeDates(known, item) ?? judgeByType(known, item);
}

function judgeDates(known: Known, item: Placed): Refusal | null {
  const inFuture = (field: string, date: PlainDate | undefined): Refusal | null =>
    date !== undefined && date > known.latest
      ? refuse('date-in-the-future', `\`${field}\` is ${date}, which is after ${known.latest}, the day on which the service heard of it.`)
      : null;
  const own = isType(item, 'meeting-scheduled') ? null : inFuture('on', item.on);
  if (own) return own;
  if (isType(item, 'consent-given')) return inFuture('assessedOn', item.fact.assessedOn);
  if (isType(item, 'birth-date-recorded')) return inFuture('bornOn', item.fact.bornOn);
  return null;
}

function judgeByType(known: Known, item: Placed): Refusal | null {
  if (isType(item, 'admitted')) return judgeAdmission(known, item);
  if (isType(item, 'transferred')) return judgeTransfer(known, item);
  if (isType(item, 'discharged')) return judgeDischarge(known, item);
  if (isType(item, 'visit-held', 'leave-began', 'leave-ended', 'legal-status-changed')) return judgeInStay(known, item);
  if (isType(item, 'stay-details-confirmed')) return judgeDetails(known, item);
  if (isType(item, 'rating-set')) return judgeRating(known, item);
  if (isType(item, 'consent-given')) return judgeConsent(known, item);
  if (isType(item, 'action-agreed', 'action-redated', 'action-done', 'action-blocked')) return judgeAction(known, item);
  if (
    isType(
      item,
      'meeting-scheduled',
      'meeting-held',
      'meeting-cancelled',
      'arrangements-begun',
      'family-contacted',
      'papers-sent',
      'report-sent',
      'feedback-taken',
    )
  ) {
    return judgeMeeting(known, item);
  }
  if (isType(item, 'moved-away', 'pathway-closed')) return judgeEnding(known, item);
  return null;
}

/** Who is in hospital is not let go without a taker (contract 6.16(4)). */
function judgeEnding(known: Known, item: PlacedOf<'moved-away' | 'pathway-closed'>): Refusal | null {
  const stay = stayAt(known.stays, item);
  if (!stay) return null;
  const { fact } = item;
  if (fact.type === 'moved-away') {
    if (fact.acceptedBy !== undefined) return null;
    return refuse(
      'accepted-by-needed',
      'The person is an inpatient: name the commissioner that took over in `acceptedBy`.',
      stay.admission,
    );
  }
  if (fact.duplicateOf !== undefined) return null;
  return refuse(
    'inpatient',
    'A pathway of an inpatient is not closed, unless it is a duplicate: name the other in `duplicateOf`.',
    stay.admission,
  );
}

/**
 * Judges a correction (contract 6.3): it must name events that stand, and nothing accepted since may become illegal by it.
 * In: the log before it, in the order heard, and the correction; the birth date as it would be afterwards.
 */
export function judgeCorrection(log: readonly LogEntry[], correction: LogEntry, bornOn: PlainDate | null): Refusal | null {
  const own = placed(correction);
  if (!isType(own, 'corrected')) throw new TypeError(`not a correction: ${own.fact.type}`);
  if (own.on > own.heardOn) return refuse('date-in-the-future', `\`on\` is ${own.on}, which is after ${own.heardOn}.`);
  const targets = targetsOf(own.fact);
  const before = new Map(standing(log).map((entry) => [entry.id, entry]));
  for (const id of targets) {
    const entry = log.find((one) => one.id === id);
    if (!entry) return refuse('unknown-event', `No accepted event ${id} is known on this pathway.`);
    if (entry.fact.type === 'corrected')
      return refuse('correction-of-a-correction', 'A correction cannot itself be taken back. Send the right events anew.');
    if (!before.has(id)) return refuse('already-taken-back', `The event ${id} was taken back already.`);
  }
  const replacement = own.fact.with;
  if (replacement && !targets.some((id) => before.get(id)?.fact.type === replacement.type)) {
    return refuse('with-of-another-type', '`with` must be of the same type as an event that is taken back.');
  }
  return judgeAgain(standing([...log, correction]), targets, before, own.heardOn, bornOn);
}

/** Judges again, in the order heard, what was heard after the first event taken back, and what replaces it. */
function judgeAgain(
  after: readonly LogEntry[],
  targets: readonly string[],
  before: ReadonlyMap<string, LogEntry>,
  today: PlainDate,
  bornOn: PlainDate | null,
): Refusal | null {
  const from = Math.min(...targets.map((id) => before.get(id)?.sequence ?? Infinity));
  const items = after.filter((entry) => entry.fact.type !== 'corrected').map(placed);
  const illegal: { item: Placed; refusal: Refusal }[] = [];
  for (const item of items) {
    if (item.sequence < from) continue;
    const known = knownFrom(
      items.filter((other) => other.sequence < item.sequence),
      {
        bornOn,
        ahead: item.batch === undefined ? [] : items.filter((other) => other.batch === item.batch && other.sequence > item.sequence),
        latest: targets.includes(item.id) ? today : item.heardOn,
      },
    );
    const refusal = judge(known, item);
    if (refusal) illegal.push({ item, refusal });
  }
  const [first] = illegal;
  if (!first) return null;
  if (targets.includes(first.item.id)) return first.refusal;
  return refuse(
    'would-make-others-illegal',
    `Events accepted since would contradict the record (${first.refusal.code}). Correct them first, or with it in \`events\`.`,
    ...illegal.map(({ item }) => item),
  );
}
