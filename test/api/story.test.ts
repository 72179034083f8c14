import { aPerson, admission, onRegister, send, startService, type Service } from './support/service';

/** Tom's story (domain policy 7.2) from the referral to the review, on the dates of its test arithmetic: admitted on Thursday 1 October 2026. */
describe("Tom's story over the API", () => {
  let service: Service;
  let tom: string;
  beforeAll(async () => {
    service = await startService();
  });
  afterAll(() => service.close());

  const deadlines = async (): Promise<Record<string, string | null>> => {
    const { body } = await service.get(`/api/v1/pathways/${tom}`).expect(200);
    return Object.fromEntries(body.openDeadlines.map(({ kind, due }: { kind: string; due: string | null }) => [kind, due]));
  };

  test('his mother refers him, and the decision on eligibility is asked for', async () => {
    service.setClock('2026-09-21T10:00');
    const answer = await service.post('/api/v1/referrals', {
      person: aPerson({ contacts: [{ id: 'mum', name: 'Test Mother', role: 'parent-carer', email: 'mum@example.org', chosen: true }] }),
      event: { type: 'referral-received', source: 'family', suggestedRating: 'amber' },
    });
    expect(answer.status).toBe(201);
    tom = answer.body.registerId;
    expect(await deadlines()).toEqual({ 'eligibility-decision': null });
  });

  test('he is eligible, consents, and is amber: on the register, with a MAM asked for', async () => {
    service.setClock('2026-09-22T11:00');
    const answer = await service.post(`/api/v1/pathways/${tom}/events`, onRegister);
    expect(answer.body.events).toHaveLength(3);
    expect(answer.body.changes).toContainEqual({ at: '2026-09-22T11:00:00+01:00', what: 'rating', pathway: 1, rating: 'amber' });
    expect(await deadlines()).toEqual({ mam: null, 'consent-renewal': '2027-09-22' });
    const { body } = await service.get(`/api/v1/pathways/${tom}`);
    expect(body).toMatchObject({
      rating: 'amber',
      setting: 'community',
      onRegister: true,
      status: 'open',
      ruleSet: 'england-2023',
      sequence: 4,
    });
  });

  test('he is red, an LAEP is held in place of the review, and he is admitted that evening', async () => {
    service.setClock('2026-09-30T17:00');
    await send(service, tom, { type: 'rating-set', rating: 'red', reason: 'Serious risk to himself' });
    service.setClock('2026-10-01T18:00');
    await send(service, tom, { type: 'meeting-held', meeting: 'laep-1', kind: 'laep', outcome: 'admit' });
    service.setClock('2026-10-01T20:00');
    await send(service, tom, { ...admission, occurredAt: '2026-10-01T19:30' });
    // 1 October + 14 days; + 6 weeks (contract section 5, under 18).
    expect(await deadlines()).toEqual({
      'post-admission-cetr': '2026-10-15',
      'oversight-visit': '2026-11-12',
      'consent-renewal': '2027-09-22',
    });
    const { body } = await service.get(`/api/v1/pathways/${tom}`);
    expect(body).toMatchObject({ rating: 'blue', setting: 'inpatient', onRegister: true });
  });

  test('his review is held on the 13th: report, feedback and the next review follow', async () => {
    service.setClock('2026-10-13T16:00');
    await send(service, tom, { type: 'meeting-held', meeting: 'cetr-1', kind: 'post-admission-cetr', outcome: 'at-3' });
    expect(await deadlines()).toEqual({
      'cetr-feedback': '2026-10-20',
      'cetr-report': '2026-10-27',
      'oversight-visit': '2026-11-12',
      'inpatient-cetr': '2027-01-13',
      'consent-renewal': '2027-09-22',
    });
  });

  test('each date can be traced to its rule, and the whole story read back', async () => {
    const traced = await service.get(`/api/v1/pathways/${tom}/deadlines`).expect(200);
    for (const { trace } of traced.body.deadlines) expect(trace.length).toBeGreaterThan(0);
    const met = traced.body.deadlines.find(({ kind }: { kind: string }) => kind === 'post-admission-cetr');
    expect(met).toMatchObject({ status: 'met', due: '2026-10-15', settledOn: '2026-10-13', owed: false });
    const events = await service.get(`/api/v1/pathways/${tom}/events`).expect(200);
    expect(events.body.events.map(({ type }: { type: string }) => type)).toEqual([
      'referral-received',
      'eligibility-decided',
      'consent-given',
      'rating-set',
      'rating-set',
      'meeting-held',
      'admitted',
      'meeting-held',
    ]);
    expect(events.body.events[4].event).toEqual({ type: 'rating-set', rating: 'red', reason: 'Serious risk to himself' });
    expect(events.body.events[6]).toMatchObject({ on: '2026-10-01', at: '2026-10-01T20:00:00+01:00', status: 'applied' });
    const timeline = await service.get(`/api/v1/pathways/${tom}/timeline`).expect(200);
    const instants = timeline.body.timeline.map(({ at }: { at: string }) => Date.parse(at));
    expect(instants).toEqual([...instants].sort((a, b) => a - b));
    expect(
      timeline.body.timeline.filter(({ what }: { what: string }) => what === 'rating').map(({ rating }: { rating: string }) => rating),
    ).toEqual(['amber', 'red', 'blue']);
    const meetings = await service.get(`/api/v1/pathways/${tom}/meetings`).expect(200);
    expect(meetings.body.meetings.map(({ meeting, status }: { meeting: string; status: string }) => [meeting, status])).toEqual([
      ['laep-1', 'held'],
      ['cetr-1', 'held'],
    ]);
  });
});
