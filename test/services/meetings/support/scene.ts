import type { Area } from '../../../../services/rules/areas';
import type { Said } from '../../../support/core/facts';
import type { ArrangingStage } from './stage';

/** Who is invited in these stories, where meetings are held, and how a story begins. 1 October 2026 is a Thursday. */

export const MUM = { id: 'mum', name: 'Mum Madeup', role: 'parent-carer', email: 'mum@family.example', chosen: true };

type StandingPlace = NonNullable<Area['places']>[number];
export const TUESDAY: StandingPlace = {
  ...{ id: 'tuesday', kinds: ['mam'], weekday: 'tuesday' },
  ...{ time: '10:00', until: '11:30', where: 'Team base', seats: 1 },
};
export const PANEL: StandingPlace = {
  ...{ id: 'panel', kinds: ['community-cetr', 'post-admission-cetr', 'inpatient-cetr'], weekday: 'friday' },
  ...{ time: '09:30', until: '15:00', where: 'Panel room', seats: 1 },
};

const REVIEW = ['commissioner', 'panel', 'mum'];
export const INVITES = {
  mam: ['keyworker', 'mum'],
  'community-cetr': REVIEW,
  'post-admission-cetr': REVIEW,
  'inpatient-cetr': REVIEW,
} satisfies Area['invites'];

export const SCENE = {
  ...{ area: { places: [TUESDAY, PANEL], invites: INVITES }, contacts: [MUM] },
  ...{ bornOn: '2011-03-02', from: '2026-09-28T08:00:00Z' },
};

/** Found eligible, with consent to the register and to meetings, and rated, in three minutes from an instant on. Out: what arrived of the rating. */
export async function rated({ hear }: ArrangingStage, rating: 'amber' | 'red', on = '2026-10-01'): Promise<string[]> {
  await hear(`${on}T08:00:00Z`, { type: 'eligibility-decided', outcome: 'eligible', diagnosis: 'autism' });
  await hear(`${on}T08:01:00Z`, { type: 'consent-given', basis: 'gillick', scope: ['register', 'meeting'] });
  return hear(`${on}T08:02:00Z`, { type: 'rating-set', rating, reason: 'x' });
}

/** To a ward of low security, at once, and not detained. */
export const ADMITTED = { type: 'admitted', security: 'low', detained: false, planned: false } as const satisfies Said;
