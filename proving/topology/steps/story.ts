import { addMonths, plainDate } from '../../../domain/calendar/dates';
import { PlainError } from '../../../infra/plain-error';
import { setSending } from '../../../services/notices/settings';
import { withId, type Caller, type Person } from '../callers';
import { openDeadlines, settled, withEach } from '../look';
import { day, type Scene, type Step } from '../scene';

/** Tom's story from the README, and everybody else's at the same time; a worker and an API are killed in the middle. */
export const story: Step = {
  title: 'Tom’s story from the README, and those of the others; a worker and an API killed in the middle',
  run: async (scene) => {
    const { topology, caller } = scene;
    const [worker, api] = [topology.workers[0], topology.apis[0]];
    const killTwo = async (): Promise<void> => {
      await worker?.kill();
      await api?.kill();
    };
    const numbers = Array.from({ length: scene.others }, (_, index) => index + 1);
    const [tom, others] = await Promise.all([tellTom(caller, killTwo), withEach(numbers, (number) => tellOther(caller, number))]);
    scene.people.push(tom, ...others);
    await settled(scene);
    const held = mailsOutside(scene);
    if (held > 0) throw new PlainError(`${held} mails left the team though nobody had switched that on`);
    for (const audience of OUTSIDE) await setSending(scene.pool, topology.area, { audience, on: true });
    const timers = await settled(scene);
    const open = await openDeadlines(scene, tom);
    if (open.join() !== TOMS_DEADLINES.toSorted().join()) throw new PlainError(`Tom’s open deadlines: ${open.join(', ')}`);
    // As whoever runs containers starts again what has died.
    await worker?.start();
    await api?.start();
    return [
      `${worker?.name} and ${api?.name} killed with SIGKILL; the others went on`,
      `${scene.people.length} people, ${caller.sent.length} requests answered, ${timers.found} timers armed`,
      `nobody outside the team was written to until that was switched on; then ${mailsOutside(scene)} mails went`,
      `Tom’s open deadlines: ${open.join(', ')}`,
    ];
  },
};

const CONTACTS = [
  { id: 'mum', name: 'Jo Example', role: 'parent-carer', email: 'jo@example.org', referred: true, chosen: true, calendar: true },
  { id: 'ward', name: 'Test Ward', role: 'provider', email: 'ward@example.org' },
];
const OUTSIDE = ['referrer', 'provider', 'chosen-contacts'] as const;

const mailsOutside = ({ topology }: Scene): number =>
  topology.mails().filter(({ envelope }) => CONTACTS.some(({ email }) => envelope.to.includes(email))).length;

const ADMITTED = -1;
const REVIEW = 10;
const CONSENT = -20;
/** By the rules of england-2023, worked out by hand. */
const TOMS_DEADLINES = [
  // Within 14 days, because he is under 18 and no community review was held before.
  `post-admission-cetr ${day(ADMITTED + 14)}`,
  `oversight-visit ${day(ADMITTED + 6 * 7)}`,
  `consent-renewal ${addMonths(plainDate(day(CONSENT)), 12)}`,
  `panel-papers ${day(REVIEW - 1)}`,
  `meeting-outcome ${day(REVIEW + 2)}`,
  // Two weeks before the review, which is past: today.
  `cetr-arrangements ${day(0)}`,
  `family-contact ${day(0)}`,
];

/** `meanwhile` is done after the admission. Throws where anything is answered otherwise than in the README. */
async function tellTom(caller: Caller, meanwhile: () => Promise<void>): Promise<Person> {
  const tom = await caller.refer(
    { name: 'Tom Example', bornOn: '2011-03-02', contacts: CONTACTS },
    { type: 'referral-received', on: day(-21), source: 'family', suggestedRating: 'amber' },
  );
  const tell = (event: Readonly<Record<string, unknown>>): Promise<unknown> => caller.tell(tom, withId(event));
  await tell({
    events: [
      { type: 'eligibility-decided', on: day(CONSENT), outcome: 'eligible', diagnosis: 'autism' },
      { type: 'consent-given', on: day(CONSENT), basis: 'gillick', scope: ['register', 'meeting', 'disclosure'] },
      { type: 'rating-set', on: day(CONSENT), rating: 'amber', reason: 'A made-up reason' },
    ],
  });
  await tell({ type: 'rating-set', on: day(-2), rating: 'red', reason: 'Another made-up reason' });
  await tell({ type: 'meeting-held', on: day(-1), meeting: 'laep-1', kind: 'laep', outcome: 'admit' });
  await tell({ type: 'admitted', on: day(ADMITTED), security: 'non-secure', detained: false, planned: false });
  await meanwhile();
  await tell({
    ...{ type: 'meeting-scheduled', meeting: 'cetr-1', kind: 'post-admission-cetr', on: day(REVIEW), time: '10:00', until: '13:00' },
    ...{ place: 'Meeting room 2', invited: ['provider', 'mum'] },
  });
  const refused = await caller.tell(tom, withId({ type: 'rating-set', rating: 'green', reason: 'Feels better' }), 'refused');
  if (refused.status !== 409 || refused.body['code'] !== 'inpatient-is-blue')
    throw new PlainError(`an inpatient was rated green: ${refused.status} ${refused.text}`);
  return tom;
}

/** Admitted, visited and discharged, each in order. */
async function tellOther(caller: Caller, number: number): Promise<Person> {
  const person = await caller.refer(
    { name: `Test Person ${number}`, bornOn: '1987-05-17', contacts: [] },
    { type: 'referral-received', on: day(-40), source: 'professional' },
  );
  for (const event of [
    { type: 'admitted', on: day(-30), security: 'low', detained: true, planned: false },
    { type: 'visit-held', on: day(-3) },
    { type: 'discharged', on: day(-1), destination: 'home' },
  ])
    await caller.tell(person, withId(event));
  return person;
}
