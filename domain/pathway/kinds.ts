import { CETR_KINDS, isStayCetr, type MeetingKind } from './events';

/** Every kind of deadline (contract section 5). */
export const DEADLINE_KINDS = [
  'eligibility-decision',
  'consent-decision',
  'rating-decision',
  'next-step',
  'change-review',
  'watch-review',
  'consent-renewal',
  'consent-at-16',
  'consent-at-18',
  'mam',
  'community-cetr',
  'requested-cetr',
  'laep-follow-up',
  'post-admission-cetr',
  'inpatient-cetr',
  'transfer-cetr',
  'diagnosis-removed-cetr',
  'oversight-visit',
  'cetr-arrangements',
  'family-contact',
  'panel-papers',
  'meeting-consent',
  'meeting-outcome',
  'cetr-report',
  'cetr-feedback',
  'action',
  'transition-plan',
  'mha-first-meeting',
  'mha-further-meeting',
  'mha-report',
] as const;
export type DeadlineKind = (typeof DEADLINE_KINDS)[number];

/** True for the name of a kind of deadline. */
export const isDeadlineKind = (text: string): text is DeadlineKind => DEADLINE_KINDS.some((kind) => kind === text);

/** What holds for all deadlines of a kind, whatever its rule says. */
interface Traits {
  /** It ends with an admission (contract 6.9(2)). */
  readonly endsWithAdmission?: true;
  /** A clock of a stay in hospital: it ends with the discharge (contract 6.9(1)). */
  readonly ofStay?: true;
  /** It rests on consent to the register: the loss of that ends it (contract 6.10(8), 6.11(4)). */
  readonly restsOnRegister?: true;
  /** The decision not eligible ends it, and none opens while that stands (contract 6.11(6)). */
  readonly endsWithNotEligible?: true;
  /** To be done before a C(E)TR (contract 6.12, 6.11(11)). */
  readonly preparation?: true;
  /** While it is owed nobody need say what comes next (contract 6.18(1)). */
  readonly isNextStep?: true;
  /** It cannot be excused (contract 6.7(4)). */
  readonly notExcusable?: true;
  /** The kinds of meeting that satisfy it when held: for one that is planned it rests (contract 5.1, 6.12(11)). */
  readonly metBy?: readonly MeetingKind[];
  /** The kind of meeting that is asked for when it opens, in the community and in hospital (docs/notices.md). */
  readonly asksFor?: { readonly community: MeetingKind; readonly inpatient: MeetingKind };
}

/** The same kind of meeting in the community and in hospital. */
const everywhere = (kind: MeetingKind) => ({ community: kind, inpatient: kind });

const OF_STAY: readonly MeetingKind[] = CETR_KINDS.filter((kind) => isStayCetr(kind));
/** What answers a report of a change, and is a look at what comes next. */
const LOOKS: readonly MeetingKind[] = ['mam', 'mdt', 'laep', ...CETR_KINDS];

const TRAITS: Readonly<Record<DeadlineKind, Traits>> = {
  'eligibility-decision': { isNextStep: true, notExcusable: true },
  'consent-decision': { isNextStep: true, endsWithNotEligible: true },
  'rating-decision': { isNextStep: true, notExcusable: true, restsOnRegister: true, endsWithNotEligible: true, endsWithAdmission: true },
  'next-step': { isNextStep: true, notExcusable: true, endsWithNotEligible: true, endsWithAdmission: true, metBy: LOOKS },
  'change-review': { isNextStep: true, notExcusable: true, endsWithNotEligible: true, endsWithAdmission: true, metBy: LOOKS },
  'watch-review': { isNextStep: true },
  'consent-renewal': { restsOnRegister: true, endsWithNotEligible: true },
  'consent-at-16': { restsOnRegister: true, endsWithNotEligible: true },
  'consent-at-18': { restsOnRegister: true, endsWithNotEligible: true },
  mam: {
    isNextStep: true,
    restsOnRegister: true,
    endsWithNotEligible: true,
    endsWithAdmission: true,
    metBy: ['mam'],
    asksFor: everywhere('mam'),
  },
  'community-cetr': {
    isNextStep: true,
    restsOnRegister: true,
    endsWithNotEligible: true,
    endsWithAdmission: true,
    metBy: ['community-cetr'],
    asksFor: everywhere('community-cetr'),
  },
  'requested-cetr': { isNextStep: true, metBy: CETR_KINDS, asksFor: { community: 'community-cetr', inpatient: 'inpatient-cetr' } },
  'laep-follow-up': {
    isNextStep: true,
    restsOnRegister: true,
    endsWithNotEligible: true,
    endsWithAdmission: true,
    metBy: ['community-cetr'],
    asksFor: everywhere('community-cetr'),
  },
  'post-admission-cetr': { ofStay: true, metBy: CETR_KINDS, asksFor: everywhere('post-admission-cetr') },
  'inpatient-cetr': { ofStay: true, metBy: CETR_KINDS },
  'transfer-cetr': { ofStay: true, metBy: CETR_KINDS, asksFor: everywhere('inpatient-cetr') },
  'diagnosis-removed-cetr': { ofStay: true, metBy: CETR_KINDS, asksFor: everywhere('inpatient-cetr') },
  'oversight-visit': { ofStay: true },
  'cetr-arrangements': { preparation: true },
  'family-contact': { preparation: true },
  'panel-papers': { preparation: true },
  'meeting-consent': { preparation: true },
  'meeting-outcome': { isNextStep: true },
  'cetr-report': {},
  'cetr-feedback': {},
  action: { isNextStep: true },
  'transition-plan': { restsOnRegister: true, endsWithNotEligible: true },
  'mha-first-meeting': { ofStay: true, metBy: OF_STAY },
  'mha-further-meeting': { ofStay: true, metBy: OF_STAY },
  'mha-report': { ofStay: true },
};

/** What holds for a kind of deadline. */
export const traitsOf = (kind: DeadlineKind): Traits => TRAITS[kind];

const withTrait = (trait: keyof Traits): readonly DeadlineKind[] => DEADLINE_KINDS.filter((kind) => TRAITS[kind][trait] === true);

/** The clocks of the community that end with an admission. */
export const END_WITH_ADMISSION = withTrait('endsWithAdmission');
/** The clocks that end with a stay. */
export const STAY_CLOCKS = withTrait('ofStay');
/** What rests on consent to be on the register. */
export const REST_ON_REGISTER = withTrait('restsOnRegister');
/** What the decision not eligible ends. */
export const END_WITH_NOT_ELIGIBLE = withTrait('endsWithNotEligible');
/** What is to be done before a C(E)TR. */
export const PREPARATIONS = withTrait('preparation');
/** What says, while it is owed, what comes next. */
export const NEXT_STEPS = withTrait('isNextStep');
