import {
  BASES,
  CETR_KINDS,
  CHANGE_OUTCOMES,
  CHANGE_SOURCES,
  DIAGNOSES,
  EXCUSE_REASONS,
  SECURITIES,
  CHANGE_URGENCIES,
  VISIT_PURPOSES,
  WITHOUT_REVIEW,
  type Basis,
  type MeetingKind,
  type ConsentScope,
} from '../../../../domain/pathway/events';
import { DEADLINE_KINDS } from '../../../../domain/pathway/kinds';
import {
  admitted,
  agreed,
  blocked,
  cancelled,
  changed,
  consent,
  deed,
  diagnosed,
  discharged,
  done,
  eligible,
  held,
  lookAgain,
  notEligible,
  rated,
  redated,
  referred,
  refused,
  requested,
  requestRefused,
  reviewed,
  scheduled,
  transferred,
  visited,
  watch,
  withdrawn,
  type Correctable,
} from '../facts';
import type { Knowledge, Turn } from './knowledge';

/** The choice that a number makes. Throws where there is nothing to choose from. */
export function of<T>(list: readonly T[], pick: number): T {
  const chosen = list[pick % list.length];
  if (chosen === undefined) throw new Error('nothing to choose from');
  return chosen;
}
/** Some outcomes of each kind of meeting that has any. */
export const OUTCOMES: Partial<Record<MeetingKind, readonly string[]>> = {
  mam: ['continue', 'escalate', 'stand-down'],
  laep: ['admit', 'no-admission', 'adjourned'],
  'community-cetr': ['stay-in-community', 'admission-supported'],
  'post-admission-cetr': ['at-1', 'at-7'],
  'inpatient-cetr': ['at-2', 'at-3'],
  'discharge-cetr': ['at-4', 'at-5'],
};
export const SCOPES: readonly ConsentScope[][] = [
  ['register', 'meeting', 'disclosure', 'use'],
  ['register'],
  ['meeting', 'disclosure'],
  ['disclosure'],
];

const ageOn = (bornOn: string, day: string): number =>
  Number(day.slice(0, 4)) - Number(bornOn.slice(0, 4)) - (day.slice(5) < bornOn.slice(5) ? 1 : 0);
function basis(known: Knowledge, { today, pick }: Turn): Basis {
  const age = known.bornOn === undefined ? 30 : ageOn(known.bornOn, today);
  if (age < 16) return of<Basis>(['parental-responsibility', 'gillick'], pick);
  return of<Basis>(age < 18 ? ['parental-responsibility', 'own', 'best-interests'] : ['own', 'own', 'best-interests', 'deputy'], pick);
}

/** Makes an event of what is known and drawn; undefined where the draw fits nothing. */
export type Maker = (known: Knowledge, turn: Turn) => Correctable | undefined;

/** A consent: on a basis that the age allows as a rule, with an assessment where one is needed, at times an old one or none. */
function consented(known: Knowledge, turn: Turn): Correctable {
  const { pick, later } = turn;
  const on = pick % 11 === 0 ? of(BASES, pick >> 3) : basis(known, turn);
  const assessed = of([0, 0, 28, 29, null], pick >> 1);
  const assessedOn = assessed === null ? undefined : later(-assessed);
  const meeting = pick % 6 === 0 ? known.meetings.at(-1)?.id : undefined;
  const scope =
    meeting === undefined ? of(SCOPES, pick >> 2) : of<ConsentScope[]>([['meeting', 'disclosure'], ['meeting'], ['disclosure']], pick >> 2);
  return consent(on, scope, {
    ...(on === 'own' || assessedOn === undefined ? {} : { assessedOn }),
    ...(meeting === undefined ? {} : { meeting }),
  });
}

const heldAs = (known: Knowledge, { id, pick }: Turn, kind: MeetingKind): Correctable => {
  known.meetings.push({ id: `m-${id}`, kind, status: 'held' });
  const outcomes = OUTCOMES[kind];
  return held(`m-${id}`, kind, undefined, outcomes ? of(outcomes, pick) : undefined);
};

export const anywhere: readonly [number, Maker][] = [
  [8, (_known, { pick }) => rated(of(['green', 'amber', 'red'], pick))],
  [9, consented],
  [3, (_known, { pick }) => changed(of(CHANGE_URGENCIES, pick), { source: of(CHANGE_SOURCES, pick >> 2) })],
  [2, (_known, { pick }) => reviewed(of(CHANGE_OUTCOMES, pick))],
  [3, (known, { pick, later }) => (known.inpatient === null || pick % 5 === 0 ? lookAgain(later(pick % 94)) : undefined)],
  [1, (_known, { pick, later }) => ({ type: 'crisis-support-recorded', ...(pick % 2 === 0 ? { until: later(pick % 30) } : {}) })],
  [2, (_known, { pick }) => withdrawn(of(SCOPES, pick), pick % 3 === 0 ? { by: 'other' } : {})],
  [1, (_known, { pick }) => refused(of(SCOPES, pick))],
  [4, (_known, { pick, later }) => of([eligible('autism'), eligible('both'), watch(later(60)), notEligible('none')], pick)],
  [3, (_known, { pick }) => diagnosed(of(DIAGNOSES, pick))],
  [1, () => referred()],
  [1, (_known, { pick }) => ({ type: 'contact-wish-recorded', family: pick % 2 === 0 ? 'no' : 'yes' })],
  [1, () => ({ type: 'keyworker-assigned' })],
  [1, () => ({ type: 'transition-planned' })],
  [1, (known) => (known.bornOn === undefined ? { type: 'birth-date-recorded', bornOn: '2007-09-09' } : undefined)],
  [2, () => requested()],
  [1, () => requestRefused()],
  [
    2,
    (known, { id, later, pick }) => (
      known.actions.push({ id: `a-${id}`, open: true }),
      agreed(`a-${id}`, pick % 4 === 0 ? undefined : later(pick % 60))
    ),
  ],
  [
    1,
    (known, { id, later, pick }) => {
      const action = known.actions.find(({ open }) => open);
      if (!action) return undefined;
      known.actions.push({ id: `a-${id}`, open: true });
      return agreed(`a-${id}`, pick % 3 === 0 ? undefined : later(pick % 60), undefined, { insteadOf: action.id });
    },
  ],
  [
    2,
    (known) => {
      const action = known.actions.find(({ open }) => open);
      if (!action) return undefined;
      action.open = false;
      return done(action.id);
    },
  ],
  [
    1,
    (known) => {
      const action = known.actions.find(({ open }) => open);
      return action && blocked(action.id);
    },
  ],
  [
    3,
    (known, turn) => heldAs(known, turn, of(['mam', 'mdt', 'laep', 'cpa', 'discharge-planning', 'rca', 'register-review'], turn.pick >> 1)),
  ],
  [2, (known, turn) => heldAs(known, turn, 'community-cetr')],
  [
    5,
    (known, { pick }) => {
      const meeting = known.meetings.filter(({ status }) => status === 'held').at(-1 - (pick % 2));
      if (!meeting) return undefined;
      const told = deed(of(['report-sent', 'feedback-taken', 'papers-sent'], pick >> 1), meeting.id);
      return told.type === 'feedback-taken' && pick % 3 === 0 ? { ...told, declined: true } : told;
    },
  ],
];

export const planning: readonly [number, Maker][] = [
  [
    6,
    (known, { id, later, pick }) => {
      const kind = of<MeetingKind>(
        known.inpatient === null
          ? ['mam', 'community-cetr', 'community-cetr', 'mdt', 'rca', 'register-review', 'laep']
          : [...CETR_KINDS, 'discharge-planning'],
        pick,
      );
      known.meetings.push({ id: `m-${id}`, kind, status: 'scheduled' });
      const times = of([{}, { time: '10:00' }, { time: '10:00', until: '11:30' }], pick >> 3);
      return scheduled(`m-${id}`, kind, later(pick % 45), times);
    },
  ],
  [
    2,
    (known, { later, pick }) => {
      const meeting = known.meetings.find(({ status }) => status === 'scheduled');
      return meeting && scheduled(meeting.id, meeting.kind, later(pick % 30));
    },
  ],
  [
    6,
    (known, { pick }) => {
      const meeting = known.meetings.find(({ status }) => status === 'scheduled');
      if (!meeting) return undefined;
      meeting.status = 'held';
      const outcomes = OUTCOMES[meeting.kind];
      return held(meeting.id, meeting.kind, undefined, outcomes ? of(outcomes, pick) : undefined);
    },
  ],
  [
    1,
    (known) => {
      const meeting = known.meetings.find(({ status }) => status === 'scheduled');
      if (!meeting) return undefined;
      meeting.status = 'cancelled';
      return cancelled(meeting.id);
    },
  ],
  [
    4,
    (known, { pick }) => {
      const meeting = known.meetings.find(({ status }) => status === 'scheduled');
      return meeting && deed(of(['arrangements-begun', 'family-contacted', 'papers-sent'], pick), meeting.id);
    },
  ],
  [
    1,
    (known, { later, pick }) => {
      const action = known.actions.find(({ open }) => open);
      return action && redated(action.id, later(pick % 50));
    },
  ],
  [
    3,
    // Mostly what can be excused; at times what cannot, or is not there.
    (_known, { pick }) => ({
      type: 'deadline-excused',
      deadline:
        pick % 2 === 0
          ? of(['post-admission-cetr', 'inpatient-cetr', 'oversight-visit', 'consent-renewal'], pick >> 2)
          : of(DEADLINE_KINDS, pick >> 2),
      reason: of(EXCUSE_REASONS, pick),
    }),
  ],
];

export const outside: readonly [number, Maker][] = [
  [
    9,
    (known, { today, pick }) => {
      known.inpatient = today;
      return admitted(undefined, of(SECURITIES, pick), {
        detained: pick % 2 === 0,
        ...(pick % 3 === 0 ? { withoutReview: of(WITHOUT_REVIEW, pick) } : {}),
      });
    },
  ],
];
export const inside: readonly [number, Maker][] = [
  [9, (_known, { pick }) => visited(undefined, pick % 3 === 0 ? { purpose: of(VISIT_PURPOSES, pick), seen: pick % 2 === 0 } : {})],
  [8, (known, turn) => heldAs(known, turn, of(['post-admission-cetr', 'inpatient-cetr', 'discharge-cetr'], turn.pick >> 1))],
  [
    4,
    (known, { today, pick }) => {
      known.inpatient = today;
      return transferred(undefined, of(SECURITIES, pick), { newHospital: pick % 3 === 0 });
    },
  ],
  [1, () => ({ type: 'leave-began' })],
  [1, () => ({ type: 'legal-status-changed', detained: true })],
  [
    5,
    (known) => {
      known.inpatient = null;
      return discharged();
    },
  ],
];

/** The maker on which a draw falls, by weight. */
export const pickOf = (makers: readonly (readonly [number, Maker])[], what: number): Maker | undefined => {
  let rest = what % makers.reduce((sum, [weight]) => sum + weight, 0);
  return makers.find(([weight]) => (rest -= weight) < 0)?.[1];
};
