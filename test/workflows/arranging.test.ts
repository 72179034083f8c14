import type { Instant } from '../../domain/calendar/dates';
import { changeArea } from '../../services/areas/versions';
import { areaOfFile } from '../../services/rules/areas';
import { fact } from '../support/core/core';
import type { Said } from '../support/core/facts';
import { newRegisterId, say } from '../support/database/commit';
import { openService, type Service, until } from '../support/service';
import { about } from '../services/notices/support/staff';

let service: Service;
const now = () => Date.now() as Instant;
beforeAll(async () => {
  service = await openService({ arranges: () => ({ areas: ['example'], book: ['example'] }) });
  const places = (['monday', 'tuesday', 'wednesday', 'thursday', 'friday'] as const).map((weekday) => ({
    ...{ id: weekday, kinds: ['mam' as const], weekday, time: '10:00', until: '11:00', where: 'Team base', seats: 1 },
  }));
  const profile = { ...areaOfFile('example'), places, arranging: 'book' as const, noticeDays: {}, invites: { mam: ['team'] } };
  await changeArea(service.database.pool, { profile, ...about(now()) });
  await service.startWorker();
  service.startRelay();
});
afterAll(async () => {
  await changeArea(service.database.pool, { profile: areaOfFile('example'), ...about(now()) });
  await service?.close();
});

const booked = async (registerId: string): Promise<string[]> =>
  (
    await service.database.pool.query<{ on: string }>(
      `select "on"::text || ' ' || time as "on" from meeting where register_id = $1 and status = 'scheduled' order by "on"`,
      [registerId],
    )
  ).rows.map(({ on }) => on);

/** Somebody on the register, rated amber: a multi-agency meeting is asked for. */
async function amber(): Promise<string> {
  const registerId = newRegisterId();
  const events: Said[] = [
    { type: 'eligibility-decided', outcome: 'eligible', diagnosis: 'autism' },
    { type: 'consent-given', basis: 'own', scope: ['register', 'meeting'] },
    { type: 'rating-set', rating: 'amber', reason: 'x' },
  ];
  for (const event of events) expect((await say(service.commit, registerId, now(), fact(event))).status).toBe('applied');
  return registerId;
}

test('a meeting that a rating asks for is given a place by the person’s workflow, and booked there; each person has one of their own', async () => {
  const ids = [await amber(), await amber(), await amber()];
  const found: string[] = [];
  for (const registerId of ids) {
    await until(`a meeting is booked for ${registerId}`, async () => (await booked(registerId)).length === 1);
    found.push(...(await booked(registerId)));
  }
  expect(new Set(found).size).toBe(3);
  // What it books is heard by the workflow like any other event, and asks for nothing more.
  for (const registerId of ids) await service.armed(registerId, 1, 4);
  for (const registerId of ids) expect(await booked(registerId)).toHaveLength(1);
});
