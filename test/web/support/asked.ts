import { parseInstant, type PlainDate } from '../../../domain/calendar/dates';
import type { AskedKind } from '../../../domain/forms/asked';
import type { SelfReferral1 } from '../../../domain/forms/self-referral';
import { askForHelp } from '../../../services/referrals/asking/ask';
import { lookAtAll } from '../../../services/referrals/letterbox/referrals';
import { testSeals } from '../../support/database/seals';
import type { Desk } from './desk';

export const BORN = '2001-02-02' as PlainDate;
const NOA: SelfReferral1 = {
  ...{ for: 'me', name: 'Noa Nobody', tellsIt: false, happening: 'I do not sleep.', easyRead: true },
  reach: { by: 'email', at: 'noa@example.org' },
};

const clock = () => parseInstant('2026-10-02T08:30');

/** The service looks at what was asked, as it does by itself soon after. */
export const lookedAt = ({ pool }: Desk): Promise<void> =>
  lookAtAll({ pool, clock, commit: () => Promise.reject(new Error('nothing is committed')), area: { name: 'example', ruleSet: 'x' } });

/** What somebody sends by a public form, at half past eight. Out: its code and reference, when the service has looked at it. */
export async function askedBy(
  desk: Desk,
  more: Partial<SelfReferral1> = {},
  kind: AskedKind = 'self-referral',
): Promise<{ code: string; reference: string }> {
  const form = { kind, edition: 1, answers: { ...NOA, ...more } } as const;
  const { code } = await askForHelp({ pool: desk.pool, seals: testSeals, clock, area: { id: 'example' } }, form, true);
  await lookedAt(desk);
  const { rows } = await desk.pool.query<{ reference: string }>('select reference from held_referral where code = $1', [code]);
  return { code, reference: rows[0]?.reference ?? '' };
}
