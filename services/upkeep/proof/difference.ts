import { z } from 'zod';
import { flag, text } from '../../shapes/fields';
import type { Shape } from '../../shapes/shape';

/** What a check can find. Each is explained, with what to do about it, in docs/runbook.md. */
const DIFFERENCES = [
  // The timers of Temporal against the wake-ups of the database.
  'workflow-not-running',
  'workflow-stuck',
  'timer-missing',
  'timer-unwanted',
  'wake-up-late',
  'log-behind-workflow',
  'workflow-unknown-to-log',
  // A workflow that this service did not start as it stands there.
  'workflow-stranger',
  // The event log in itself.
  'chain-broken',
  'chain-cut',
  'chain-rewritten',
  'words-without-key',
  // What is kept beside it, against its seals and the signed heads.
  'person-gone',
  'record-broken',
  'record-cut',
  'record-missing',
  'identity-altered',
  'contact-altered',
  'form-altered',
  'document-altered',
  'resolution-altered',
  'held-altered',
  'owner-altered',
  'confirmation-altered',
  'restriction-altered',
  'access-log-altered',
  'access-log-cut',
  'access-log-unsealed',
  'notice-altered',
  'notice-gone',
  'notice-seals-altered',
  'heads-altered',
  'heads-cut',
  // The event log against what was made of it.
  'decision-differs',
  'deadlines-differ',
  'meetings-differ',
  'actions-differ',
  'wake-ups-differ',
  'steps-differ',
  'timeline-differs',
  // What stands although the present core, rules or holidays would answer differently: somebody adopts it.
  'not-adopted',
] as const;
/** What shows only once a day, when its turn comes: the next check looks at others. */
export const SEEN_ONCE_A_DAY: ReadonlySet<DifferenceCode> = new Set([
  'decision-differs',
  'deadlines-differ',
  'meetings-differ',
  'actions-differ',
  'wake-ups-differ',
  'steps-differ',
  'timeline-differs',
  'access-log-altered',
  'access-log-cut',
  'access-log-unsealed',
  'notice-altered',
  'notice-gone',
  'notice-seals-altered',
]);
export type DifferenceCode = (typeof DIFFERENCES)[number];

/** In the place of a register id, where something of the whole service is not as it should be. */
export const WHOLE = 'service';

/** One thing of the whole service that is not as it should be. */
export function serviceDifference(code: DifferenceCode, params: Difference['params']): Difference {
  return { code, registerId: WHOLE, pathway: 0, params, mended: false };
}

/** One thing that is not as it should be: codes, dates and ids only. */
export const differenceSchema = z.strictObject({
  code: z.enum(DIFFERENCES).meta({ description: 'What is wrong' }),
  registerId: text('Whose'),
  pathway: z.number().int().meta({ description: 'Which pathway' }),
  params: z.record(z.string(), z.union([z.string(), z.number(), z.null()])).meta({ description: 'Codes, dates and ids' }),
  mended: flag('Whether the check itself put it right'),
});
export type Difference = Shape<typeof differenceSchema>;
