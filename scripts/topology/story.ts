import type { Answer, Caller } from './callers';

const DAY_MS = 86_400_000;
const day = (days: number): string => new Date(Date.now() + days * DAY_MS).toLocaleDateString('en-CA', { timeZone: 'Europe/London' });

/** Somebody about whom the story is told. */
export interface Told {
  readonly registerId: string;
  /** How many events were sent, and accepted. */
  readonly events: number;
}

function accepted({ status, body }: Answer): Answer['body'] {
  if (status !== 200 && status !== 201) throw new Error(`it was not accepted: ${status} ${JSON.stringify(body)}`);
  return body;
}

/** Tom's story, as the README tells it, on the API. `meanwhile` is done after the admission. Throws where anything is answered otherwise. */
export async function tellTom(caller: Caller, meanwhile: () => Promise<void>): Promise<Told> {
  const contacts = [
    { id: 'mum', name: 'Jo Example', role: 'parent-carer', email: 'jo@example.org', referred: true, chosen: true, calendar: true },
    { id: 'ward', name: 'Test Ward', role: 'provider', email: 'ward@example.org' },
  ];
  const referred = await caller.post('/referrals', {
    person: { name: 'Tom Example', bornOn: '2011-03-02', contacts },
    event: { type: 'referral-received', on: day(-21), source: 'family', suggestedRating: 'amber' },
  });
  const registerId = String(accepted(referred)['registerId']);
  const tell = async (body: object): Promise<Answer['body']> => accepted(await caller.post(`/pathways/${registerId}/events`, body));
  await tell({
    events: [
      { type: 'eligibility-decided', on: day(-20), outcome: 'eligible', diagnosis: 'autism' },
      { type: 'consent-given', on: day(-20), basis: 'gillick', scope: ['register', 'meeting', 'disclosure'] },
      { type: 'rating-set', on: day(-20), rating: 'amber', reason: 'A made-up reason' },
    ],
  });
  await tell({ type: 'rating-set', on: day(-2), rating: 'red', reason: 'Another made-up reason' });
  await tell({ type: 'meeting-held', on: day(-1), meeting: 'laep-1', kind: 'laep', outcome: 'admit' });
  await tell({ type: 'admitted', on: day(-1), security: 'non-secure', detained: false, planned: false });
  await meanwhile();
  await tell({
    type: 'meeting-scheduled',
    meeting: 'cetr-1',
    kind: 'post-admission-cetr',
    on: day(10),
    time: '10:00',
    until: '13:00',
    place: 'Meeting room 2',
    invited: ['provider', 'mum'],
  });
  const refused = await caller.post(`/pathways/${registerId}/events`, { type: 'rating-set', rating: 'green', reason: 'Feels better' });
  if (refused.status !== 409 || refused.body['code'] !== 'inpatient-is-blue')
    throw new Error(`an inpatient was rated green: ${refused.status} ${JSON.stringify(refused.body)}`);
  await expectDeadlines(caller, registerId, { 'post-admission-cetr': day(13), 'oversight-visit': day(41) });
  return { registerId, events: 8 };
}

/** The review is due 14 days after the admission, because he is under 18; the first visit 6 weeks after it. */
async function expectDeadlines(caller: Caller, registerId: string, expected: Readonly<Record<string, string>>): Promise<void> {
  const { deadlines } = accepted(await caller.get(`/pathways/${registerId}/deadlines`)) as {
    deadlines: readonly { kind: string; due: string | null; status: string }[];
  };
  for (const [kind, due] of Object.entries(expected)) {
    const found = deadlines.find((one) => one.kind === kind && one.status === 'open')?.due;
    if (found !== due) throw new Error(`${kind} should be due on ${due}, and is on ${found ?? 'no day'}`);
  }
}

/** So many others, told by so many callers at once: admitted, visited and discharged, each in order. */
export async function tellOthers(caller: Caller, people: number, atOnce: number): Promise<Told[]> {
  const told: Told[] = [];
  const waiting = Array.from({ length: people }, (_, index) => index + 1).values();
  const lane = async (): Promise<void> => {
    for (const number of waiting) told.push(await tellOther(caller, number));
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return told;
}

async function tellOther(caller: Caller, number: number): Promise<Told> {
  const referred = await caller.post('/referrals', {
    person: { name: `Test Person ${number}`, bornOn: '1987-05-17', contacts: [] },
    event: { type: 'referral-received', on: day(-40), source: 'professional' },
  });
  const registerId = String(accepted(referred)['registerId']);
  const events = [
    { type: 'admitted', on: day(-30), security: 'low', detained: true, planned: false },
    { type: 'visit-held', on: day(-3) },
    { type: 'discharged', on: day(-1), destination: 'home' },
  ];
  for (const event of events) accepted(await caller.post(`/pathways/${registerId}/events`, event));
  return { registerId, events: 1 + events.length };
}
