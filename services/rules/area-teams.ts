import type { AgeGroup } from '../../domain/calendar/ages';
import type { SaidOfDiagnosis } from '../../domain/forms/self-referral';
import type { Diagnosis } from '../../domain/pathway/events';
import type { Area } from './areas';

type Team = NonNullable<Area['teams']>[number];

/** What somebody says of a diagnosis, as far as a team is chosen by it; null: it may be either. */
export const diagnosisSaid = (said: SaidOfDiagnosis | undefined): Diagnosis | null =>
  said === 'learning-disability' || said === 'autism' || said === 'both' ? said : null;

/**
 * Those of an area's teams that see somebody: "for adults diagnosed with autism or … for adults diagnosed with a learning disability" (domain/policy A10,
 * 000 L52). Of an age group or diagnosis that is not known (null, or it is being considered) each that it may be, so that nobody is sent past a team that is theirs.
 */
export const teamsFor = (
  { teams = [] }: Pick<Area, 'teams'>,
  { ages, diagnosis }: { readonly ages: AgeGroup | null; readonly diagnosis: Diagnosis | null },
): readonly Team[] =>
  teams.filter(
    (team) =>
      (team.ages === undefined || ages === null || team.ages === ages) &&
      (team.diagnoses === undefined || diagnosis === null || diagnosis === 'considered' || team.diagnoses.includes(diagnosis)),
  );
