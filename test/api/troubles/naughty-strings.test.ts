import { randomUUID } from 'node:crypto';
import strings from 'big-list-of-naughty-strings';
import { aPerson, aReferral, onRegister, send, startService, type Service } from '../support/service';

let service: Service;
let tom: string;
beforeAll(async () => {
  service = await startService();
  service.setClock('2026-10-01T10:00');
  tom = await aReferral(service);
  await send(service, tom, onRegister);
});
afterAll(() => service.close());

const well = ({ status }: { status: number }): void => expect(status).toBeLessThan(500);
const json = (value: unknown): string => JSON.stringify(value);

/** Events of every type that has typed words, with one text in all of them but the place. */
const wordy = (text: string, id: string) => [
  { type: 'action-agreed', action: 'a-1', what: text },
  { type: 'action-blocked', action: 'a-1', planB: text },
  { type: 'action-done', action: 'a-1', evidence: text },
  { type: 'change-reported', source: 'keyworker', urgency: 'this-week', what: text },
  { type: 'change-reviewed', outcome: 'other', reason: text },
  { type: 'rating-set', rating: 'amber', reason: text },
  { type: 'next-step-set', lookAgainOn: '2026-10-20', reason: text },
  { type: 'review-requested', by: 'family', reason: text },
  { type: 'review-refused', by: 'icb', reason: text },
  { type: 'corrected', event: `${id}/6`, reason: text, with: { type: 'rating-set', rating: 'red', reason: text } },
];

test(`${strings.length} naughty strings as words are refused or read back as they were sent`, async () => {
  let kept = 0;
  for (const text of strings) {
    const person = aPerson({ name: text, contacts: [{ name: text, role: 'parent-carer' }] });
    const referral = await service
      .post('/api/v1/referrals', json({ person, event: { type: 'referral-received', source: 'self' } }))
      .type('json');
    well(referral);
    const registerId = referral.status === 201 ? String(referral.body.registerId) : await aReferral(service);
    const url = `/api/v1/pathways/${registerId}`;

    const id = randomUUID();
    const events = wordy(text, id);
    const batch = await service.post(`${url}/events`, json({ id, events })).type('json');
    expect([text, batch.status, batch.status === 200 ? '' : batch.body.code]).toEqual([
      text,
      expect.any(Number),
      batch.status === 200 ? '' : 'invalid-request',
    ]);
    const place = await service
      .post(`${url}/events`, json({ type: 'meeting-scheduled', meeting: 'm-1', kind: 'mam', on: '2026-10-05', place: text }))
      .type('json');
    well(place);

    const read = await service.get(`${url}/events`).expect(200);
    const found = new Map((read.body.events as { id: string; event: object }[]).map((event) => [event.id, event.event]));
    if (batch.status === 200) {
      kept += 1;
      for (const [index, event] of events.entries()) expect(found.get(`${id}/${index + 1}`)).toEqual(event);
    }
    const meetings = await service.get(`${url}/meetings`).expect(200);
    if (place.status === 200) expect(meetings.body.meetings).toMatchObject([{ place: text }]);
    else expect(meetings.body.meetings).toEqual([]);
  }
  // What is refused are the blank ones, and those with control characters: a handful.
  expect(kept).toBeGreaterThan(strings.length * 0.95);
});

test('as ids, codes and dates they are refused by name or taken, never a fault of ours', async () => {
  for (const text of strings) {
    const ids = [
      { type: 'report-sent', meeting: text },
      { type: 'action-done', action: text },
      { type: 'deadline-excused', deadline: text, reason: 'other' },
      { type: 'corrected', event: text, reason: 'x' },
      { type: 'moved-away', acceptedBy: text },
      { type: 'pathway-closed', reason: 'x', duplicateOf: text },
      { type: 'meeting-scheduled', meeting: 'm-2', kind: 'mam', on: '2026-10-05', invited: [text] },
      { type: 'visit-held', on: text },
      { type: 'visit-held', occurredAt: text },
      { type: text },
    ];
    const batch = await service.post(`/api/v1/pathways/${tom}/events?dryRun=true`, json({ events: ids })).type('json');
    expect([text, batch.status]).toEqual([text, 400]);
    for (const event of ids) {
      // Those that are ids in shape go on to the core, one by one.
      if (!/^[\w.:/-]+$/.test(text)) break;
      well(await service.post(`/api/v1/pathways/${tom}/events?dryRun=true`, json(event)).type('json'));
    }
    const person = aPerson({ nhsNumber: text, contacts: [{ id: text, name: 'Test Contact', role: 'provider', email: text, phone: text }] });
    well(await service.post('/api/v1/referrals', json({ id: text, registerId: text, person })).type('json'));
    well(await service.post('/api/v1/referrals', json({ person, event: { type: 'referral-received', source: 'self' } })).type('json'));
  }
});

test('in addresses and queries they are refused or not found, never a fault of ours', async () => {
  for (const text of strings) {
    const safe = encodeURIComponent(text.toWellFormed()) || 'x';
    for (const path of [
      `/pathways/${safe}`,
      `/pathways/${tom}/events/${safe}`,
      `/pathways?rating=${safe}&dueBefore=${safe}`,
      `/pathways?cursor=${safe}`,
      `/deadlines?kind=${safe}&cursor=${safe}`,
      `/${safe}`,
    ])
      well(await service.get(`/api/v1${path}`));
    well(await service.post(`/api/v1/events/${safe}/resolve`, json({ outcome: 'sent-again', as: text, reason: text })).type('json'));
  }
  expect(service.logged.filter((line) => line.includes('request failed'))).toEqual([]);
});
