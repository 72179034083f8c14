import { Client } from '@temporalio/client';
import { METADATA_ENCODING_KEY, type Payload } from '@temporalio/common';
import { londonDate, type Instant } from '../../../domain/calendar/dates';
import { checkEverything, type Proof } from '../../../services/upkeep/proof/check-everything';
import type { Difference } from '../../../services/upkeep/proof/difference';
import { pathwayWorkflowId } from '../../../workflows/names';
import { newRegisterId, say } from '../database/commit';
import { openService, type Service } from '../service';

export const now = (): Instant => Date.now() as Instant;
export const today = () => londonDate(now());

/** A payload in the clear. */
export const plain = (text: string, encoding = 'json/plain'): Payload => ({
  metadata: { [METADATA_ENCODING_KEY]: Buffer.from(encoding) },
  data: Buffer.from(text),
});

let people = 0;

/** The service at work, and somebody who reaches Temporal's port without its key: the SDK's own client. */
export class Besieged {
  private constructor(
    readonly service: Service,
    readonly stranger: Client,
  ) {}

  static async open(): Promise<Besieged> {
    const service = await openService();
    await service.startWorker();
    service.startRelay();
    return new Besieged(service, new Client({ connection: service.environment.connection, identity: 'a stranger' }));
  }

  /** Not service.close(): what strangers wrote is not for the replay, and tasks that failed leave their place in the code in the histories. */
  async close(): Promise<void> {
    await this.service.stopRelay();
    await this.service.stopWorker();
    await this.service.environment.teardown();
    await this.service.database.drop();
  }

  check(mend = true): Promise<Proof> {
    const { database, client, commit } = this.service;
    return checkEverything({ pool: database.pool, client, seals: commit.seals, now, mend });
  }

  async found(registerId: string, mend = true): Promise<Difference[]> {
    return (await this.check(mend)).differences.filter((one) => one.registerId === registerId);
  }

  async rowsOf<Row extends object>(sql: string, ...values: unknown[]): Promise<Row[]> {
    return (await this.service.database.pool.query<Row>(sql, values)).rows;
  }

  handleOf(registerId: string, client = this.stranger, pathway = 1) {
    return client.workflow.getHandle(pathwayWorkflowId(registerId, pathway));
  }

  /** Somebody in hospital, armed for, under a register id as the service gives them: a workflow under any other is nobody's. */
  async inpatient(): Promise<string> {
    const registerId = newRegisterId().replace('TEST', `T${(people += 1) % 10}ST`);
    await say(this.service.commit, registerId, now(), { type: 'admitted', on: today(), security: 'low', detained: true, planned: false });
    await this.service.armed(registerId, 1, 1);
    return registerId;
  }

  /** That a pathway goes on: an event is decided now, and armed for. */
  async goesOn(registerId: string, sequence = 2): Promise<void> {
    const before = Date.now();
    const answer = await say(this.service.commit, registerId, now(), { type: 'visit-held', on: today() });
    expect(answer).toMatchObject({ status: 'applied', sequence });
    expect('at' in answer ? answer.at : 0).toBeGreaterThanOrEqual(before);
    expect('at' in answer ? answer.at : Infinity).toBeLessThan(Date.now() + 60_000);
    await this.service.armed(registerId, 1, sequence);
  }
}
