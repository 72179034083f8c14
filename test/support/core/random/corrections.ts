import { BASES, CHANGE_OUTCOMES, DIAGNOSES, SECURITIES, CHANGE_URGENCIES } from '../../../../domain/pathway/events';
import { corrected, type Correctable, type Said } from '../facts';
import type { Knowledge, Turn } from './knowledge';
import { of, OUTCOMES, SCOPES } from './makers';

type Change<T extends Correctable['type']> = (event: Extract<Correctable, { type: T }>, turn: Turn) => Partial<typeof event>;
type Changes = { readonly [T in Correctable['type']]: Change<T> | null };

/** What a correction changes of each type of event beside its day; null: there is nothing else in it, or it says of whom it speaks. */
const CHANGES: Changes = {
  'referral-received': () => ({ source: 'self' }),
  'eligibility-decided': ({ outcome }, { pick }) => ({
    diagnosis: of(DIAGNOSES, pick),
    ...(outcome === 'watch' ? {} : { outcome: pick % 2 === 0 ? 'eligible' : 'not-eligible' }),
  }),
  'consent-given': ({ meeting, assessedOn }, { pick, later }) => ({
    basis: of(BASES, pick),
    ...(meeting === undefined ? { scope: [...of(SCOPES, pick >> 3)] } : {}),
    assessedOn: assessedOn ?? later(0),
  }),
  'consent-refused': (_event, { pick }) => ({ scope: [...of(SCOPES, pick)] }),
  'consent-withdrawn': (_event, { pick }) => ({ scope: [...of(SCOPES, pick)], by: pick % 2 === 0 ? 'other' : 'person' }),
  'contact-wish-recorded': ({ family }) => ({ family: family === 'yes' ? 'no' : 'yes' }),
  'rating-set': (_event, { pick }) => ({ rating: of(['green', 'amber', 'red'], pick) }),
  'meeting-scheduled': (_event, { pick, later }) => ({ on: later(pick % 40), time: '09:30' }),
  'meeting-held': ({ kind }, { pick }) => {
    const outcomes = OUTCOMES[kind];
    return outcomes ? { outcome: of(outcomes, pick) } : {};
  },
  'meeting-cancelled': null,
  'arrangements-begun': null,
  'family-contacted': null,
  'papers-sent': null,
  'report-sent': null,
  'feedback-taken': () => ({ declined: true }),
  'action-agreed': (_event, { pick, later }) => ({ due: later(pick % 50) }),
  'action-redated': (_event, { pick, later }) => ({ due: later(pick % 50) }),
  'action-done': null,
  'action-blocked': null,
  admitted: (_event, { pick }) => ({ security: of(SECURITIES, pick), detained: pick % 2 === 0 }),
  'stay-details-confirmed': (_event, { pick }) => ({ security: of(SECURITIES, pick) }),
  transferred: ({ newHospital }, { pick }) => ({ security: of(SECURITIES, pick), newHospital: !newHospital }),
  'legal-status-changed': () => ({ detained: false }),
  'leave-began': null,
  'leave-ended': null,
  discharged: () => ({ destination: 'home' }),
  'diagnosis-confirmed': (_event, { pick }) => ({ diagnosis: of(DIAGNOSES, pick) }),
  'birth-date-recorded': () => ({ bornOn: '2008-05-05' }),
  'visit-held': () => ({ seen: true }),
  'change-reported': (_event, { pick }) => ({ urgency: of(CHANGE_URGENCIES, pick) }),
  'change-reviewed': (_event, { pick }) => ({ outcome: of(CHANGE_OUTCOMES, pick) }),
  'next-step-set': (_event, { pick, later }) => ({ lookAgainOn: later(pick % 80) }),
  'crisis-support-recorded': (_event, { later }) => ({ until: later(3) }),
  'review-requested': () => ({ by: 'person' }),
  'review-refused': () => ({ by: 'commissioner' }),
  'deadline-excused': () => ({ reason: 'other' }),
  'keyworker-assigned': null,
  'transition-planned': null,
  adopted: null,
  'steps-released': null,
  'rules-adopted': () => ({ ruleSet: 'england-2023' }),
  'person-died': null,
  'moved-away': () => ({ acceptedBy: 'QK1' }),
  'pathway-closed': () => ({ duplicateOf: 'ABCD-EFGH' }),
};

/** The event with another content. */
function changed<T extends Correctable['type']>(event: Extract<Correctable, { type: T }>, turn: Turn): Correctable {
  const change: Change<T> | null = CHANGES[event.type as T];
  return change === null ? event : { ...event, ...change(event, turn) };
}

/** What stands in the place of an event: of another day, of another content, of both, or the very same. */
function replacement(event: Correctable, turn: Turn): Correctable {
  const { pick, later } = turn;
  const other = pick % 4 < 2 ? changed(event, turn) : event;
  return pick % 3 === 0 || event.type === 'meeting-scheduled' ? other : { ...other, on: later(-(pick % 30)) };
}

/** An event that takes back an earlier one, or two or three at once, with or without what should have been said. */
export function takeBack(known: Knowledge, turn: Turn): Said | undefined {
  const { pick } = turn;
  const at = known.events.length - 1 - (pick % 7);
  const victims = known.events.slice(Math.max(0, at), at + (pick % 5 === 0 ? 3 : 1)).filter(({ event }) => event.type !== 'corrected');
  const [victim] = victims;
  if (!victim || victim.event.type === 'corrected') return undefined;
  const instead = pick % 3 === 0 ? undefined : replacement(victim.event, turn);
  return corrected(victims.length === 1 ? victim.id : victims.map(({ id }) => id), instead);
}
