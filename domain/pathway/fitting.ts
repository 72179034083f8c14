import { addDays, type Instant, londonDate, type PlainDate } from '../calendar/dates';
import { play, snapshotAt } from './engine';
import type { EventType, Fact, FactOf } from './events';
import { decide } from './hearing';
import type { RefusalCode } from './refusals';
import type { CoreContext, PersonRecord, Snapshot } from './types';

/** Whether an event of a type could be accepted now. */
export interface Fit {
  readonly type: EventType;
  /** Why not; null: it could. */
  readonly reason: RefusalCode | null;
}

/** What a probe is made of: the day, and what there is to refer to. */
interface Around {
  readonly today: PlainDate;
  readonly snapshot: Snapshot;
}

const NEW = 'probe-0';
type Probe<T extends EventType> = (around: Around) => readonly Omit<FactOf<T>, 'type'>[];

const always =
  <T extends EventType>(fact: Omit<FactOf<T>, 'type'>): Probe<T> =>
  () => [fact];
const eachMeeting =
  <More extends object>(status: 'scheduled' | 'held', more: More) =>
  ({ snapshot }: Around) =>
    snapshot.meetings.filter((meeting) => meeting.status === status).map(({ id }) => ({ meeting: id, ...more }));
const eachAction =
  <More extends object>(more: (around: Around) => More) =>
  (around: Around) =>
    around.snapshot.actions
      .filter(({ status }) => status === 'open' || status === 'blocked')
      .map(({ id }) => ({ action: id, ...more(around) }));
const stay = { security: 'not-known', detained: null } as const;

/** For each type, facts that would be accepted if any of its kind would: as little as can be said, of today. */
const PROBES: { readonly [T in EventType]: Probe<T> } = {
  'referral-received': always({ source: 'professional' }),
  'eligibility-decided': always({ outcome: 'eligible', diagnosis: 'considered' }),
  'consent-given': always({ basis: 'own', scope: ['use'] }),
  'consent-refused': always({}),
  'consent-withdrawn': always({}),
  'contact-wish-recorded': always({ family: 'yes' }),
  'rating-set': () => (['red', 'amber', 'green'] as const).map((rating) => ({ rating })),
  'meeting-scheduled': ({ today }) => [{ meeting: NEW, kind: 'mam', on: addDays(today, 1) }],
  'meeting-held': always({ meeting: NEW, kind: 'mam', outcome: 'continue' }),
  'meeting-cancelled': eachMeeting('scheduled', {}),
  'arrangements-begun': eachMeeting('scheduled', {}),
  'family-contacted': eachMeeting('scheduled', {}),
  'papers-sent': eachMeeting('scheduled', {}),
  'report-sent': eachMeeting('held', {}),
  'feedback-taken': eachMeeting('held', {}),
  'action-agreed': always({ action: NEW }),
  'action-redated': eachAction(({ today }) => ({ due: addDays(today, 1) })),
  'action-done': eachAction(() => ({})),
  'action-blocked': eachAction(() => ({})),
  admitted: always({ ...stay, planned: false }),
  'stay-details-confirmed': ({ snapshot }) => snapshot.stays.slice(-1).map(({ admittedOn }) => ({ ...stay, on: admittedOn })),
  transferred: always(stay),
  'legal-status-changed': always({ detained: null }),
  'leave-began': always({}),
  'leave-ended': always({}),
  discharged: always({}),
  'diagnosis-confirmed': always({ diagnosis: 'considered' }),
  'birth-date-recorded': always({ bornOn: '2000-01-01' as PlainDate }),
  'visit-held': always({}),
  'change-reported': always({ source: 'professional', urgency: 'can-wait' }),
  'change-reviewed': always({ outcome: 'other' }),
  'next-step-set': ({ today }) => [{ lookAgainOn: addDays(today, 1) }],
  'crisis-support-recorded': always({}),
  'review-requested': always({ by: 'person' }),
  'review-refused': always({ by: 'person' }),
  'deadline-excused': ({ snapshot }) =>
    [...snapshot.deadlines.values()].filter(({ owed }) => owed).map(({ id }) => ({ deadline: id, reason: 'other' as const })),
  'keyworker-assigned': always({}),
  'transition-planned': always({}),
  adopted: () => [],
  'steps-released': always({}),
  'rules-adopted': () => [],
  'person-died': always({}),
  'moved-away': always({ acceptedBy: 'other' }),
  'pathway-closed': always({}),
  corrected: () => [],
};

/** What is missing where a type has nothing to refer to. */
const MISSING: Partial<Record<EventType, RefusalCode>> = {
  'meeting-cancelled': 'unknown-meeting',
  'arrangements-begun': 'unknown-meeting',
  'family-contacted': 'unknown-meeting',
  'papers-sent': 'unknown-meeting',
  'report-sent': 'meeting-not-held',
  'feedback-taken': 'meeting-not-held',
  'action-redated': 'unknown-action',
  'action-done': 'unknown-action',
  'action-blocked': 'unknown-action',
  'stay-details-confirmed': 'completes-nothing',
  'deadline-excused': 'not-excusable',
};

/**
 * Which types of events somebody could record of a person at an instant: the core is asked about a fact of each, so that a page offers what it
 * would accept and nothing else. In: the person's record. Out: one for each type asked for.
 */
export function fitting(context: CoreContext, record: PersonRecord, types: readonly EventType[], at: Instant): readonly Fit[] {
  const played = play(context, record, at).record;
  const around: Around = { today: londonDate(at), snapshot: snapshotAt(context, played, at) };
  return types.map((type): Fit => {
    const probes = (PROBES[type] as Probe<EventType>)(around);
    let reason: RefusalCode | null = MISSING[type] ?? null;
    for (const probe of probes) {
      const fact = { type, ...probe } as Fact;
      const verdict = decide(context, played, { id: 'probe', at, facts: [fact], batch: false });
      if (verdict.outcome !== 'refused') return { type, reason: null };
      reason = verdict.refusal.code;
    }
    return { type, reason };
  });
}
