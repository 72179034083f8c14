import type { PlainDate } from '../../domain/calendar/dates';
import { supportMissing } from '../../domain/meetings/after-discharge';
import type { Standing } from '../../services/pathway/standing';
import { dayText, listWords } from '../content/dates';
import { paths } from '../paths';
import type { OverviewModel } from './overview';

const counted = (count: number, one: string, many: string): readonly string[] =>
  count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];

/** That support after a discharge is not in place, so that somebody thinks of red before the next admission and not after it. */
export function supportOf(standing: Standing, mayRecord: boolean, today: PlainDate): OverviewModel['support'] {
  const missing = supportMissing(standing.snapshot, today);
  if (missing === null) return null;
  const { dischargedOn, late, blocked, meetingLate } = missing;
  const what = listWords([
    ...counted(late, 'action is late', 'actions are late'),
    ...counted(blocked, 'action is blocked', 'actions are blocked'),
    ...(meetingLate ? ['the multi-agency meeting is late'] : []),
  ]);
  return {
    said: `At home since ${dayText(dischargedOn)}, and support that was agreed is not in place: ${what}. If they are at risk of admission again, they go to red.`,
    href: mayRecord ? paths.recordEvent({ registerId: standing.registerId, type: 'rating-set' }) : null,
  };
}
