import { checkEverything, type CheckDeps, type Proof } from './check-everything';
import { keepHead } from './heads/keep-head';
import { recordProof } from './last-proof';
import { recordsAhead, type Ahead } from './log/ahead';
import { logChecks, wholeChecks, type LogCheckDeps } from './log/log-checks';

/** What one whole check, made when somebody asks for it, came to. */
export interface Proved {
  readonly proof: Proof;
  /** Records that are ahead of the clock. */
  readonly ahead: readonly Ahead[];
}

/**
 * Checks everything now and records it; what was found well is held on to by a signed head, unless it is only to look. What was not well is
 * left as it was known. Throws where the database or Temporal is away.
 */
export async function proveNow(deps: Omit<CheckDeps, 'perPerson' | 'whole'> & LogCheckDeps & { readonly mend: boolean }): Promise<Proved> {
  const { pool, seals, store, now, mend } = deps;
  const proof = await checkEverything({ ...deps, perPerson: logChecks(deps), whole: wholeChecks(deps) });
  await recordProof(pool, proof);
  const isKnown = !proof.differences.some(({ code }) => code === 'heads-altered' || code === 'heads-cut');
  if (mend && store && isKnown) await keepHead({ pool, seals, store, now });
  return { proof, ahead: await recordsAhead(pool) };
}
