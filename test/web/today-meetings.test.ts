import { paths } from '../../web/paths';
import { type Desk, startDesk } from './support/desk';
import { restrictedRecord, TELLS } from './support/restricted';

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk.close());

const own = (registerId: string, staff: string) =>
  desk.pool.query(
    `insert into ownership (register_id, pathway, number, from_at, staff, at, by, why) values ($1, 1, 1, '2026-10-01', $2, '2026-10-01', 'tests', 'test')`,
    [registerId, staff],
  );

const meeting = (id: string, on: string, time?: string) => ({
  ...{ type: 'meeting-scheduled', meeting: id, kind: 'mam', on, invited: ['team'] },
  ...(time === undefined ? {} : { time }),
});

/** The part of Today that lists meetings; empty: there is none. */
async function meetingsOf(staff: string, query: Parameters<typeof paths.today>[0] = {}): Promise<string> {
  const browser = await desk.signedIn(staff);
  await browser.go(paths.today(query));
  const [, said = ''] =
    /Meetings, today and the next 7 days ?(\d.*?)(?=Next 7 days|Waiting, no date set|Printed by)/.exec(browser.text()) ?? [];
  return said;
}

test('the meetings of today and the next 7 days stand on Today, each with its time, of the reader’s people and nobody’s', async () => {
  const sams = await desk.refer({ name: 'Sam Sown', bornOn: '1990-03-02' });
  const anas = await desk.refer({ name: 'Ana Sown' });
  const nobodys = await desk.refer({ name: 'Nobody Sown' });
  const ended = await desk.refer({ name: 'Ended Example' });
  await own(sams, 'sam-okafor');
  await own(anas, 'ana-example');
  await desk.send(sams, meeting('m-1', '2026-10-02', '10:00'));
  await desk.send(sams, meeting('m-2', '2026-10-09'));
  await desk.send(sams, meeting('m-3', '2026-10-10'));
  await desk.send(anas, meeting('m-4', '2026-10-05'));
  await desk.send(nobodys, meeting('m-6', '2026-10-08'));
  await desk.send(ended, meeting('m-5', '2026-10-05'));
  await desk.send(ended, { type: 'person-died' });
  const said = await meetingsOf('sam-okafor');
  expect(said).toMatch(/^3 Today 10am Multi-agency meeting \(MAM\) .*Sam Sown.*Friday 9 October No time set/);
  expect(said).toContain(nobodys);
  expect(said).not.toContain(anas);
  const all = await meetingsOf('sam-okafor', { whose: 'all' });
  expect(all).toMatch(/^4 /);
  expect(all).toContain(`Monday 5 October No time set Multi-agency meeting (MAM) ${anas}`);
  expect(await meetingsOf('sam-okafor', { whose: 'all', age: 'adult' })).toMatch(/^2 /);
  expect(await meetingsOf('sam-okafor', { whose: 'all', rating: 'red' })).toBe('');
  // A keyworker who owns nobody sees nobody's meetings.
  expect(await meetingsOf('pat-keyworker')).toBe('');
});

test('the meeting of a restricted record stands there by its register id alone', async () => {
  const record = await restrictedRecord();
  record.desk.setClock('2026-10-06T09:00');
  await record.anew();
  const officer = record.at('lda-officer');
  await officer.go(paths.today({ whose: 'all' }));
  expect(officer.text()).toContain(`Monday 12 October 10am Post-admission C(E)TR ${record.registerId}`);
  expect(officer.text()).not.toMatch(TELLS);
  await record.desk.close();
});
