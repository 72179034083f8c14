import {
  CETR_KINDS,
  DIAGNOSES,
  EXCUSE_REASONS,
  SECURITIES,
  type Basis,
  type EventType,
  type MeetingKind,
  type Scope,
} from '../../domain/pathway/events';
import {
  admitted,
  agreed,
  blocked,
  cancelled,
  closed,
  consent,
  corrected,
  deed,
  details,
  diagnosed,
  died,
  discharged,
  done,
  eligible,
  held,
  movedAway,
  notEligible,
  rated,
  redated,
  referred,
  refused,
  requested,
  requestRefused,
  scheduled,
  transferred,
  visited,
  watch,
  withdrawn,
  type Correctable,
  type Said,
} from './facts';

/** What the teller of a random history knows so far, so that most of what it tells is legal. */
export interface Knowledge {
  readonly bornOn: string | undefined;
  /** The day of the admission or the last transfer, where the person is an inpatient. */
  inpatient: string | null;
  readonly meetings: { id: string; kind: MeetingKind; status: 'scheduled' | 'held' | 'cancelled' }[];
  readonly actions: { id: string; open: boolean }[];
  readonly events: { id: string; event: Said }[];
  ended: boolean;
}

interface Turn {
  readonly id: string;
  readonly today: string;
  /** The date so many days on. */
  readonly later: (days: number) => string;
  readonly what: number;
  readonly pick: number;
  readonly worldOnly: boolean;
}

/** Events that take their place by when they were heard, or that speak of other events. */
const BY_HEARING: readonly EventType[] = [
  'meeting-scheduled',
  'deadline-excused',
  'action-redated',
  'corrected',
  'adopted',
  'steps-released',
  'rules-adopted',
];
/** True for a fact about the world: it takes its place by its `on`, whenever it is heard. */
export const isWorldFact = (type: EventType): boolean => !BY_HEARING.includes(type);

/** The choice that a number makes. Throws where there is nothing to choose from. */
function of<T>(list: readonly T[], pick: number): T {
  const chosen = list[pick % list.length];
  if (chosen === undefined) throw new Error('nothing to choose from');
  return chosen;
}
const OUTCOMES: Partial<Record<MeetingKind, readonly string[]>> = {
  mam: ['continue', 'escalate', 'stand-down'],
  laep: ['admit', 'no-admission', 'adjourned'],
  'community-cetr': ['stay-in-community', 'admission-supported'],
  'post-admission-cetr': ['at-1', 'at-7'],
  'inpatient-cetr': ['at-2', 'at-3'],
  'discharge-cetr': ['at-4', 'at-5'],
};
const SCOPES: readonly Scope[][] = [['register', 'meeting', 'disclosure', 'use'], ['register'], ['meeting', 'disclosure'], ['disclosure']];

const ageOn = (bornOn: string, day: string): number =>
  Number(day.slice(0, 4)) - Number(bornOn.slice(0, 4)) - (day.slice(5) < bornOn.slice(5) ? 1 : 0);
function basis(known: Knowledge, { today, pick }: Turn): Basis {
  const age = known.bornOn === undefined ? 30 : ageOn(known.bornOn, today);
  if (age < 16) return of<Basis>(['parental-responsibility', 'gillick'], pick);
  return of<Basis>(age < 18 ? ['parental-responsibility', 'own', 'best-interests'] : ['own', 'own', 'best-interests', 'deputy'], pick);
}

type Maker = (known: Knowledge, turn: Turn) => Correctable | undefined;

const heldAs = (known: Knowledge, { id, pick }: Turn, kind: MeetingKind): Correctable => {
  known.meetings.push({ id: `m-${id}`, kind, status: 'held' });
  const outcomes = OUTCOMES[kind];
  return held(`m-${id}`, kind, undefined, outcomes ? of(outcomes, pick) : undefined);
};

const anywhere: readonly [number, Maker][] = [
  [8, (_known, { pick }) => rated(of(['green', 'amber', 'red'], pick))],
  [8, (known, turn) => consent(basis(known, turn), of(SCOPES, turn.pick >> 2), turn.pick % 7 === 0 ? { assessedOn: turn.today } : {})],
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
  [3, (known, turn) => heldAs(known, turn, of(['mam', 'laep', 'cpa', 'rca', 'register-review'], turn.pick >> 1))],
  [2, (known, turn) => heldAs(known, turn, 'community-cetr')],
  [
    5,
    (known, { pick }) => {
      const meeting = known.meetings.filter(({ status }) => status === 'held').at(-1 - (pick % 2));
      return meeting && deed(of(['report-sent', 'feedback-taken', 'papers-sent'], pick >> 1), meeting.id);
    },
  ],
];

const planning: readonly [number, Maker][] = [
  [
    6,
    (known, { id, later, pick }) => {
      const kind = of<MeetingKind>(known.inpatient === null ? ['mam', 'community-cetr', 'community-cetr', 'cpa'] : CETR_KINDS, pick);
      known.meetings.push({ id: `m-${id}`, kind, status: 'scheduled' });
      return scheduled(`m-${id}`, kind, later(1 + (pick % 40)));
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
    (_known, { pick }) => ({
      type: 'deadline-excused',
      reason: of(EXCUSE_REASONS, pick),
      deadline: of(
        ['post-admission-cetr', 'inpatient-cetr', 'oversight-visit', 'mam', 'community-cetr', 'consent-renewal', 'cetr-report'],
        pick >> 2,
      ),
    }),
  ],
];

const outside: readonly [number, Maker][] = [
  [
    9,
    (known, { today, pick }) => {
      known.inpatient = today;
      return admitted(undefined, of(SECURITIES, pick), { detained: pick % 2 === 0 });
    },
  ],
];
const inside: readonly [number, Maker][] = [
  [9, () => visited()],
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

const pickOf = (makers: readonly (readonly [number, Maker])[], what: number): Maker | undefined => {
  let rest = what % makers.reduce((sum, [weight]) => sum + weight, 0);
  return makers.find(([weight]) => (rest -= weight) < 0)?.[1];
};

/** An event that takes back an earlier one, sometimes with the same of another day in its place. */
function takeBack(known: Knowledge, { pick, today }: Turn): Said | undefined {
  const victim = known.events.at(-1 - (pick % 5));
  if (!victim || victim.event.type === 'corrected') return undefined;
  const { type } = victim.event;
  if (type === 'visit-held' || type === 'admitted' || type === 'meeting-held')
    return corrected(victim.id, pick % 2 === 0 ? { ...victim.event, on: today } : undefined);
  return corrected(victim.id);
}

/** The rare things: a take-over, new rules, an end, details of a stay. */
function rare(known: Knowledge, { what, today }: Turn): Said | undefined {
  switch (what % 9) {
    case 0:
      return { type: 'adopted' };
    case 1:
      return { type: 'steps-released' };
    case 2:
      return { type: 'rules-adopted', ruleSet: 'llr-2023' };
    case 3:
      return { type: 'rules-adopted', ruleSet: 'england-2023' };
    case 4:
      return died();
    case 5:
      return movedAway(undefined, known.inpatient === null ? undefined : 'QK1');
    case 6:
      return closed();
    default:
      return known.inpatient === null ? undefined : details(known.inpatient === today ? today : known.inpatient, 'medium');
  }
}

/** The next event of a random history, or none where the draw fits nothing. Changes what is known. */
export function nextEvent(known: Knowledge, turn: Turn): Said | undefined {
  const here = known.inpatient === null ? outside : inside;
  const heardOf = turn.worldOnly ? [...anywhere, ...here] : [...anywhere, ...planning, ...here];
  const special = turn.worldOnly ? 100 : turn.what % 100;
  const event = special < 2 ? rare(known, turn) : special < 6 ? takeBack(known, turn) : pickOf(heardOf, turn.what >> 1)?.(known, turn);
  if (event) known.events.push({ id: turn.id, event });
  return event;
}
