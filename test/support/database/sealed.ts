import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseInstant, type Instant } from '../../../domain/calendar/dates';
import type { PathwayEvent } from '../../../domain/pathway/events';
import { headFolder } from '../../../infra/head-file';
import { logAccess, sealAccessLog } from '../../../services/access/access-log';
import { commit, type CommitDeps } from '../../../services/commit/commit';
import { resolveRefused } from '../../../services/pathway/resolve';
import { answerAsSecond } from '../../../services/pathway/second-person';
import type { Difference } from '../../../services/upkeep/proof/difference';
import { acceptHead, ADOPTED_FOR_MS, keepHead, type KeepDeps } from '../../../services/upkeep/proof/heads/keep-head';
import { logChecks, wholeChecks } from '../../../services/upkeep/proof/log/log-checks';
import { commitDeps, newRegisterId, say, somebody } from './commit';
import { freshDatabase, type TestDatabase } from './database';

/** A database whose signed heads are kept in a folder, and are old enough for nothing to be taken in as it is found. */
export class Sealed {
  deps: CommitDeps;
  clock = parseInstant('2026-12-01T10:00');
  readonly folder = mkdtempSync(path.join(tmpdir(), 'pathway-heads-'));

  private constructor(readonly database: TestDatabase) {
    this.deps = commitDeps(database.pool);
    sealAccessLog(database.pool, this.deps.seals);
  }

  static async open(): Promise<Sealed> {
    const sealed = new Sealed(await freshDatabase());
    await keepHead(sealed.keeper());
    sealed.clock = (sealed.clock + ADOPTED_FOR_MS + 1) as Instant;
    return sealed;
  }

  /** Begins anew, with nobody. */
  async clear(): Promise<void> {
    this.use(commitDeps(this.database.pool));
    await this.sql(
      'truncate person, access_log, notice, notice_seal, deadline, timeline, wake_up, step_progress, meeting, action, event_text cascade',
    );
    await acceptHead(this.keeper(), 'between-tests');
  }

  use(deps: CommitDeps): void {
    this.deps = deps;
    sealAccessLog(this.database.pool, deps.seals);
  }

  async close(): Promise<void> {
    await this.database.drop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  keeper(): KeepDeps {
    return { pool: this.database.pool, seals: this.deps.seals, store: headFolder(this.folder), now: () => this.clock };
  }

  sql(text: string, ...values: unknown[]) {
    return this.database.pool.query<Record<string, never>>(text, values);
  }

  /** What `npm run prove` finds in the log and beside it, but for the timers. */
  async prove(seals = this.deps.seals): Promise<Difference[]> {
    const checked = { ...this.deps, ...this.keeper(), seals };
    const { rows } = await this.database.pool.query<{ register_id: string }>('select register_id from person order by 1');
    const found: Difference[] = [];
    for (const { register_id } of rows) for (const check of logChecks(checked)) found.push(...(await check(register_id)));
    for (const check of wholeChecks(checked)) found.push(...(await check()));
    return found;
  }

  /** Somebody whose pathway is closed, with typed words, a refused event that was resolved, a notice that went, and another refusal at the end. */
  async closed(): Promise<string> {
    const registerId = newRegisterId();
    const person = somebody({
      name: 'Somebody Made-Up',
      nhsNumber: null,
      contacts: [{ id: 'mum', name: 'Jo Example', role: 'parent-carer', email: 'jo@example.org' }] as never,
    });
    const heard = (at: string, id: string, event: object) =>
      say(this.deps, registerId, at, event as PathwayEvent, { id: `${registerId}-${id}`, person });
    await heard('2026-09-21T10:00', 'ref', { type: 'referral-received', source: 'family' });
    await heard('2026-09-22T10:00', 'rate', { type: 'rating-set', rating: 'red', reason: 'Words that somebody typed' });
    await heard('2026-09-23T10:00', 'dis', { type: 'discharged', on: '2026-09-23' });
    await heard('2026-09-23T12:00', 'cor', {
      type: 'corrected',
      event: `${registerId}-rate`,
      reason: 'A slip',
      with: { type: 'rating-set', rating: 'red', reason: 'Words that somebody typed again' },
    });
    await heard('2026-09-24T10:00', 'end', { type: 'pathway-closed', reason: 'It is over' });
    await heard('2026-09-25T10:00', 'late', { type: 'visit-held', on: '2026-09-25' });
    await commit(this.deps, { kind: 'wake', registerId, clock: parseInstant('2026-10-01T10:00') });
    await resolveRefused(this.deps, {
      id: `${registerId}-dis`,
      outcome: 'dismissed',
      as: null,
      reason: 'Sent twice',
      by: 'test',
      clock: this.clock,
    });
    await answerAsSecond(
      { pool: this.database.pool, seals: this.deps.seals },
      { registerId, event: `${registerId}-cor`, outcome: 'not-right', why: 'It was amber', by: 'staff:second', clock: this.clock },
    );
    await logAccess(
      this.database.pool,
      ...['read', 'timeline', 'history'].map((auditEvent) => ({
        actor: registerId,
        auditEvent,
        registerId,
        shown: [`${registerId}-shown`],
        outcome: 'done',
      })),
    );
    await this.sql(
      `insert into notice (key, register_id, pathway, template, audience, recipient, params, status, sent_at, sent_to, subject, planned_at, not_before)
       values ($1, $2, 1, 'x', 'team', 'team', '{}', 'sent', now(), 'team@example.test', 'Something', now(), now())`,
      `${registerId}/sent`,
      registerId,
    );
    await keepHead(this.keeper());
    return registerId;
  }
}
