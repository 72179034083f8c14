import type { Instant } from '../../domain/calendar/dates';
import { byPlace, placed, standing as standingFacts } from '../../domain/pathway/place';
import { isTakenBack, snapshotAt } from '../../domain/pathway/present';
import type { Snapshot } from '../../domain/pathway/types';
import { sentence } from '../../services/notices/letters/words/deadlines';
import { eventWords } from '../../services/notices/letters/words/events';
import type { Standing } from '../../services/pathway/standing';
import { coreContext } from '../../services/rules/policies';
import { dayText } from '../content/dates';
import { paths } from '../paths';

/** An earlier time on the pathway, under the same register id. */
export interface EarlierModel {
  readonly when: string;
  /** How it ended. */
  readonly how: string | null;
  /** What was owed when it ended; null: nothing. */
  readonly owed: string | null;
  readonly history: string;
  /** Where its meetings are read. */
  readonly meetings: string;
}

/** The times before this one, the latest first; one that was taken back as a whole never was. */
export function earlierOf({ registerId, record, pathway: latest }: Standing, at: Instant): readonly EarlierModel[] {
  return record.pathways
    .filter((pathway) => pathway.number !== latest && pathway.log.length > 0 && !isTakenBack(pathway))
    .map((pathway): EarlierModel => {
      const [first] = standingFacts(pathway.log).map(placed).toSorted(byPlace);
      const { ended } = snapshotAt(coreContext(), record, at, pathway.number);
      const from = first ? `From ${dayText(first.day)}` : 'From a day that is not known';
      const count = ended?.owed.length ?? 0;
      return {
        when: `${from}${ended ? ` to ${dayText(ended.on)}` : ''}`,
        how: ended && sentence(eventWords(ended.type)),
        owed: count === 0 ? null : `${count} ${count === 1 ? 'thing was' : 'things were'} still owed`,
        history: paths.history({ registerId }),
        meetings: paths.meetings({ registerId }, { time: pathway.number }),
      };
    })
    .toReversed();
}

/** Why no deadline is open, where that can be said plainly. */
export function whyNone({ ended, eligibility, leftRegister }: Snapshot): string | null {
  if (ended) return `This time on the pathway ended on ${dayText(ended.on)}.`;
  if (leftRegister) return 'Consent to the register was refused or withdrawn, and has not been given again.';
  if (eligibility === 'not-eligible') return 'The decision was: not eligible.';
  return null;
}
