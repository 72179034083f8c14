import type { Ids } from './desk-shown';
import { ask } from './service';

/** A day so many days from today in London, YYYY-MM-DD. */
export const day = (offset: number): string =>
  new Date(Date.now() + offset * 86_400_000).toLocaleDateString('en-CA', { timeZone: 'Europe/London' });

/** The last but one of the range for tests: no made-up person of the practice register has it. */
export const ADAS_NUMBER = '9999999980';

/**
 * Puts on record, over the API at an address, the people whom the states are about.
 * `letters`: a token with which whoever sends a referral is not told who is known.
 */
export async function seeded(url: string, bearer: string, letters: string): Promise<Ids> {
  const refer = async (person: object, events: readonly object[]): Promise<string> => {
    const event = { type: 'referral-received', source: 'family', on: day(-30) };
    const { registerId } = (await ask(url, bearer, '/referrals', { person, event })) as { registerId: string };
    for (const one of events) await ask(url, bearer, `/pathways/${registerId}/events`, one);
    return registerId;
  };
  const joining = [
    { type: 'eligibility-decided', on: day(-30), outcome: 'eligible', diagnosis: 'both' },
    { type: 'consent-given', on: day(-30), basis: 'own', scope: ['register', 'meeting'] },
    { type: 'rating-set', on: day(-30), rating: 'amber', reason: 'x' },
  ];
  const long = `Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch-${'محمد '.repeat(4)}`.slice(0, 80);
  const contacts = [
    { id: 'self', name: long, role: 'person', easyRead: true },
    {
      id: 'dad',
      name: 'Dad Example',
      role: 'parent-carer',
      email: 'dad@example.org',
      phone: '0116 496 0000',
      guarded: true,
      mustNotKnow: true,
    },
    { id: 'jo', name: 'Jo Testley', role: 'panel', email: 'jo.testley@examplevalley.example' },
  ];
  const inHospital = await refer({ name: long, bornOn: '1990-01-05', contacts }, [
    ...joining,
    { type: 'action-agreed', on: day(-9), action: 'a-1', what: 'A crisis plan', due: day(-3) },
    { type: 'admitted', on: day(-2), security: 'low', detained: true, planned: false },
    {
      type: 'meeting-scheduled',
      meeting: 'm-1',
      kind: 'post-admission-cetr',
      on: day(12),
      time: '10:00',
      place: 'Example Unit',
      invited: ['team', 'jo'],
    },
    { type: 'consent-given', on: day(0), basis: 'own', scope: ['disclosure'] },
    { type: 'visit-held', on: day(-1), purpose: 'oversight', onSite: true, seen: true },
  ]);
  const atHome = await refer({ name: 'Lee Imagined', bornOn: '2008-06-01' }, joining);
  const referred = await refer({ name: 'Ada Example', bornOn: '2010-06-01', nhsNumber: ADAS_NUMBER }, []);
  const corrected = await refer({ name: 'Alex Example', bornOn: '1988-06-01' }, [
    ...joining,
    { type: 'admitted', on: day(-9), security: 'low', detained: false, planned: true },
    { type: 'discharged', on: day(-1), destination: 'home' },
  ]);
  const heard = async (type: string): Promise<string[]> => {
    const { events: all } = (await ask(url, bearer, `/pathways/${corrected}/events`)) as { events: { id: string; type: string }[] };
    return all.filter((event) => event.type === type).map(({ id }) => id);
  };
  const slip = { type: 'corrected', reason: 'It was somebody else' };
  await ask(url, bearer, `/pathways/${corrected}/events`, { ...slip, events: await heard('discharged') });
  await ask(url, bearer, `/pathways/${corrected}/events`, { type: 'person-died' });
  await ask(url, bearer, `/pathways/${corrected}/events`, { ...slip, events: await heard('person-died') });
  const right = { type: 'rating-set', on: day(-30), rating: 'red', reason: 'Two nights in the emergency department' };
  await ask(url, bearer, `/pathways/${corrected}/events`, { ...slip, events: await heard('rating-set'), with: right });
  const { events } = (await ask(url, bearer, `/pathways/${inHospital}/events`)) as { events: { id: string; type: string }[] };
  const { deadlines } = (await ask(url, bearer, `/pathways/${inHospital}/deadlines`)) as {
    deadlines: { deadline: string; kind: string }[];
  };
  const { reference } = (await ask(url, letters, '/referrals', {
    person: { name: 'Lee Imagined', bornOn: '2008-06-01', contacts: [{ name: 'Ms Teacher', role: 'professional', referred: true }] },
    event: { type: 'referral-received', source: 'professional', suggestedRating: 'red' },
  })) as { reference: string };
  const restricted = await refer({ name: 'Max Example', bornOn: '1999-02-03' }, joining);
  const away = { type: 'moved-away', on: day(-1) };
  const moved = await refer({ name: 'Una Unreal', bornOn: '1985-02-03' }, [...joining, away]);
  const mum = { id: 'mum', name: 'Mum Imagined', role: 'parent-carer', email: 'mum@example.org' };
  const atMeeting = await refer({ name: 'Billie Pretend', bornOn: '2010-03-01', contacts: [mum] }, [
    ...joining.map((event) => ('basis' in event ? { ...event, basis: 'own' } : event)),
    { type: 'meeting-held', on: day(-20), meeting: 'mam-1', kind: 'mam', outcome: 'continue' },
    { type: 'meeting-held', on: day(-5), meeting: 'ctr-1', kind: 'community-cetr', outcome: 'stay-in-community' },
    { type: 'meeting-scheduled', on: day(0), meeting: 'mam-2', kind: 'mam', time: '14:00', place: 'Room 2', invited: ['team', 'mum'] },
    {
      type: 'action-agreed',
      on: day(-20),
      action: 'bus',
      what: 'Start school transport again',
      due: day(-2),
      owner: 'mum',
      meeting: 'mam-1',
    },
    { type: 'action-agreed', on: day(-20), action: 'room', what: 'Find a quiet room at school', due: day(9), meeting: 'mam-1' },
    { type: 'action-blocked', on: day(-4), action: 'room', planB: 'A corner of the library, with headphones' },
  ]);
  const around = [
    { id: 'mum', name: 'Mum Pretend', role: 'parent-carer', email: 'mum@pretend.example', chosen: true },
    { id: 'school', name: 'Ms Specimen, Example Academy', role: 'professional', email: 'specimen@academy.example' },
    { id: 'unit', name: 'Example Support Provider', role: 'provider', email: 'team@provider.example' },
  ];
  const atRed = await refer({ name: 'Rae Pretend', bornOn: '2011-04-05', contacts: around }, [
    ...joining.map((event) => ('basis' in event ? { ...event, basis: 'gillick' } : event)),
    { type: 'rating-set', on: day(-6), rating: 'red', reason: 'x' },
    { type: 'action-agreed', on: day(-6), action: 'quiet', what: 'Find a quiet room at school', due: day(5), owner: 'school' },
    {
      type: 'meeting-scheduled',
      meeting: 'ctr-2',
      kind: 'community-cetr',
      on: day(8),
      time: '10:00',
      place: 'Example Hub, room 1',
      invited: ['team', 'person', 'provider'],
    },
  ]);
  const handed = await refer({ name: 'Pia Placeholder', bornOn: '1984-02-03' }, [...joining, away]);
  return {
    ...{ moved, handed, atMeeting, atRed, inHospital, atHome, referred, restricted, corrected, letter: reference },
    corrections: await heard('corrected'),
    event: events.find(({ type }) => type === 'admitted')?.id ?? '',
    deadline: deadlines.find(({ kind }) => kind === 'post-admission-cetr')?.deadline ?? '',
  };
}
