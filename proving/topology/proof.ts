import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { PlainError } from '../../infra/plain-error';
import { CHECK_SIGNAL, TIMER_CHECK_WORKFLOW_ID } from '../../workflows/upkeepNames';
import type { Scene } from './scene';

/** A worker that has just started checks nothing for a minute, and a check takes its time. */
const PROVED_WITHIN_MS = 120_000;

const proofSchema = z.object({
  provedAt: z.string().nullable(),
  pathways: z.number(),
  timersExpected: z.number(),
  timersFound: z.number(),
  differences: z.array(
    z.object({ code: z.string(), registerId: z.string(), params: z.record(z.string(), z.unknown()), mended: z.boolean() }),
  ),
});
export type Proof = z.infer<typeof proofSchema>;

/** Asks the service to check everything now. Out: what `GET /proof` says of the first check that began afterwards. Throws where there is none in two minutes. */
export async function proofNow({ caller, client, pool }: Scene): Promise<Proof> {
  const asked = new Date();
  // Once: a second check would already find mended what the first one names.
  await client.workflow.getHandle(TIMER_CHECK_WORKFLOW_ID).signal(CHECK_SIGNAL);
  for (const end = Date.now() + PROVED_WITHIN_MS; ; await sleep(500)) {
    const began = await pool.query('select from timer_check where started_at > $1', [asked]);
    if (began.rowCount !== 0) return proofSchema.parse((await caller.get('/proof')).body);
    if (Date.now() > end) throw new PlainError('the timer check did not come');
  }
}

/** What a check found, in words. */
export const named = ({ differences }: Proof): string =>
  differences.map(({ code, registerId, mended }) => `${code} ${registerId} (${mended ? 'mended' : 'left'})`).join(', ') || 'nothing';
