import { LAEP_1 } from '../../../domain/forms/sheets/meetings/laep';
import { type Desk, startDesk } from '../../web/support/desk';
import { notes } from '../../web/support/meetings';

let desk: Desk;
beforeEach(async () => {
  desk = await startDesk();
  desk.setClock('2026-10-02T08:30');
});
afterEach(() => desk.close());

const admitted = (on: string) => ({ type: 'admitted', on, security: 'low', detained: false, planned: false });
const tasks = async () =>
  (
    await desk.pool.query<{ kind: string; status: string }>(
      `select kind, status from task where kind in ('look-back', 'laep-to-complete') order by key`,
    )
  ).rows.map(({ kind, status }) => `${kind} ${status}`);
const eventOf = async (registerId: string, type: string): Promise<string> => {
  const { body } = await desk.call('GET', `/pathways/${registerId}/events`);
  return (body['events'] as { id: string; type: string }[]).find((event) => event.type === type)?.id ?? '';
};

test('after an admission without a review somebody is asked to look back at it, until that was held', async () => {
  const registerId = await desk.refer();
  await desk.send(registerId, admitted('2026-10-01'));
  expect(await tasks()).toEqual(['look-back open']);
  await desk.send(registerId, { type: 'meeting-held', meeting: 'r-1', kind: 'rca', on: '2026-10-02' });
  expect(await tasks()).toEqual(['look-back done']);
});

test('a review that was held before it and heard of later, or an admission of somebody else that is taken back, asks nobody any more', async () => {
  const late = await desk.refer();
  await desk.send(late, admitted('2026-10-01'));
  await desk.send(late, { type: 'meeting-held', meeting: 'c-1', kind: 'community-cetr', on: '2026-09-20', outcome: 'admission-supported' });
  const wrong = await desk.refer();
  await desk.send(wrong, admitted('2026-10-01'));
  await desk.send(wrong, { type: 'corrected', event: await eventOf(wrong, 'admitted'), reason: 'Another person' });
  expect(await tasks()).toEqual(['look-back done', 'look-back done']);
});

test('with a review before it nobody is asked; a second admission is looked back at by itself', async () => {
  const registerId = await desk.refer();
  await desk.send(registerId, {
    type: 'meeting-held',
    meeting: 'c-1',
    kind: 'community-cetr',
    on: '2026-09-28',
    outcome: 'admission-supported',
  });
  await desk.send(registerId, admitted('2026-09-29'));
  expect(await tasks()).toEqual([]);
  await desk.send(registerId, { type: 'discharged', on: '2026-09-30', destination: 'home' });
  desk.setClock('2026-12-01T09:00');
  await desk.send(registerId, admitted('2026-12-01'));
  expect(await tasks()).toEqual(['look-back open']);
});

test('a review that was recorded by mistake, and taken back: somebody is asked once more', async () => {
  const registerId = await desk.refer();
  await desk.send(registerId, admitted('2026-10-01'));
  await desk.send(registerId, {
    type: 'meeting-held',
    meeting: 'c-1',
    kind: 'community-cetr',
    on: '2026-09-20',
    outcome: 'admission-supported',
  });
  expect(await tasks()).toEqual(['look-back done']);
  await desk.send(registerId, { type: 'corrected', event: await eventOf(registerId, 'meeting-held'), reason: 'Of another person' });
  expect(await tasks()).toEqual(['look-back open']);
});

test('what lies before a take-over asks nobody', async () => {
  const { body } = await desk.call('POST', '/referrals', {
    person: { name: 'Test Person', bornOn: '2011-03-02' },
    event: { type: 'adopted', on: '2026-10-02' },
  });
  await desk.send(String(body['registerId']), admitted('2026-08-01'));
  expect(await tasks()).toEqual([]);
});

test('an urgent meeting at night leaves what was not known for the morning, until every part of it is written', async () => {
  const registerId = await desk.refer();
  await desk.send(registerId, { type: 'meeting-held', meeting: 'l-1', kind: 'laep', on: '2026-10-01', outcome: 'no-admission' });
  expect(await tasks()).toEqual(['laep-to-complete open']);
  const sam = await desk.signedIn('sam-okafor');
  for (const { code, fields } of LAEP_1.sections) {
    expect(await tasks()).toEqual(['laep-to-complete open']);
    await sam.go(notes(registerId, code, 'l-1'));
    const words = fields.find(({ as }) => as === 'words' || as === 'line')?.name ?? '';
    await sam.press('Save and go back', { [words]: 'Found out in the morning' });
  }
  expect(await tasks()).toEqual(['laep-to-complete done']);
});
