import { addDays, londonDate, plainDate, type Instant } from '../../../../domain/calendar/dates';
import { AUDIENCES, isAudience, noticeKind } from '../../../../domain/notices/catalogue';
import { setSending } from '../../../../services/notices/settings';
import { askCore, type CoreAnswers } from '../../../../services/notices/sending/check/core-answers';
import { area } from '../../../../services/rules/areas';
import { storedContacts } from '../../../../services/people/contacts';
import { recipientsOf } from '../../../../services/notices/recipients';
import type { StaffMember } from '../../../../domain/notices/recipients';
import { reading } from '../../../../infra/database/reading';
import type { Snapshot } from '../../../../domain/pathway/types';
import type { Said } from '../../../support/core/facts';
import { spoken, type Spoken } from '../support/spoken';
import { addStaff } from '../support/staff';
import { CONTACTS } from '../support/world';

/**
 * Random histories, with corrections and replacements of every type that sending asks for, through the one commit, and sending at random
 * moments in between: whatever was sent agrees with the record as it stood at that moment, and nobody is left with what is not so.
 */

const BORN_ON = '2008-10-05';
const PEOPLE = [
  ...CONTACTS,
  { id: 'ward', name: 'Test Ward', role: 'provider', email: 'ward@hospital.example' },
  // The same mailbox once more.
  { id: 'nurse', name: 'Test Nurse', role: 'professional', email: 'Ward@Hospital.example' },
];
const BOTH: StaffMember = {
  id: 'both',
  name: 'Both Example',
  email: 'both@examplevalley.example',
  audiences: ['team', 'commissioner', 'manager'],
};
const HISTORIES = 12;
const STEPS = 34;

/** Draws that belong to a seed: the same at every run. */
function dice(seed: number): (below: number) => number {
  let state = (seed * 2_654_435_761) >>> 0;
  return (below) => {
    state = (state + 0x6d_2b_79_f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

type Roll = ReturnType<typeof dice>;
const oneOf = <T>(roll: Roll, choices: readonly T[]): T => choices[roll(choices.length)] as T;
const INVITED = [
  ['panel', 'mum'],
  ['provider', 'ward'],
  ['nurse', 'person'],
  ['team', 'panel'],
  ['mum'],
  ['commissioner', 'chosen-contacts', 'ward'],
];
const SCOPES = [['register', 'meeting'], ['meeting'], ['use'], ['register'], ['register', 'meeting', 'disclosure', 'use']] as const;
const meetings = ['m-1', 'm-2', 'm-3'];

const MAKERS: readonly ((roll: Roll, today: string) => object)[] = [
  () => ({ type: 'referral-received', source: 'professional' }),
  (roll) => ({ type: 'eligibility-decided', outcome: oneOf(roll, ['eligible', 'eligible', 'not-eligible']), diagnosis: 'autism' }),
  (roll, today) => ({
    type: 'consent-given',
    ...oneOf(roll, [{ basis: 'own' }, { basis: 'parental-responsibility', assessedOn: today }]),
    scope: [...oneOf(roll, SCOPES)],
  }),
  (roll) => ({ type: oneOf(roll, ['consent-withdrawn', 'consent-refused']), scope: [...oneOf(roll, SCOPES)] }),
  (roll) => ({ type: 'contact-wish-recorded', family: oneOf(roll, ['yes', 'no']) }),
  (roll) => ({ type: 'rating-set', rating: oneOf(roll, ['green', 'amber', 'red']), reason: 'x' }),
  (roll, today) => ({
    type: 'meeting-scheduled',
    meeting: oneOf(roll, meetings),
    kind: oneOf(roll, ['mam', 'community-cetr', 'community-cetr']),
    on: addDays(plainDate(today), 3 + roll(20)),
    time: oneOf(roll, ['10:00', '14:00']),
    invited: [...oneOf(roll, INVITED)],
  }),
  (roll, today) => ({
    type: 'meeting-scheduled',
    meeting: oneOf(roll, meetings),
    kind: 'community-cetr',
    on: addDays(plainDate(today), 10),
    invited: [...oneOf(roll, INVITED)],
  }),
  (roll) => ({ type: 'meeting-cancelled', meeting: oneOf(roll, meetings) }),
  (roll, today) => ({ type: 'admitted', on: addDays(plainDate(today), -roll(3)), security: 'non-secure', detained: false, planned: false }),
  () => ({ type: 'discharged' }),
  (roll, today) => ({ type: 'action-agreed', action: `a-${roll(4)}`, due: addDays(plainDate(today), roll(6)) }),
  (roll) => ({ type: 'action-done', action: `a-${roll(4)}` }),
  (roll) => ({ type: 'change-reported', source: 'family', urgency: oneOf(roll, ['today', 'this-week']), what: 'x' }),
];

let on: Spoken;
afterEach(() => on.strike());

interface SentRow {
  readonly key: string;
  readonly template: string;
  readonly audience: string;
  readonly recipient: string;
  readonly deadline: string | null;
  readonly eventId: string | null;
  readonly meeting: string | null;
  readonly due: string | null;
  readonly givenTo: string;
  readonly told: string | null;
  readonly plannedAt: Date;
}

const SENT = `select key, template, audience, recipient, deadline, event_id as "eventId", meeting, params ->> 'due' as due, given_to as "givenTo",
  told, planned_at as "plannedAt" from notice where status = 'sent' and channel = 'mail' and template <> 'digest' order by sent_at, key`;

const standingNow = (): Promise<CoreAnswers | null> =>
  reading(on.database.pool, (client) => askCore(client, { core: on.commit.core, registerId: on.registerId, pathway: 1, now: on.now }));

/** The mailboxes that a meeting invites, and whether each hears of it without consent. */
function mailboxes({ invited }: Snapshot['meetings'][number]): Map<string, boolean> {
  const { book, staff } = area('example');
  const everyone = { book, staff: [...staff, BOTH], contacts: storedContacts(PEOPLE) };
  const found = new Map<string, boolean>();
  for (const name of invited) {
    const audience = isAudience(name) ? name : 'chosen-contacts';
    for (const { address } of recipientsOf(audience, everyone, isAudience(name) ? invited : [name])) {
      const mailbox = address?.toLowerCase();
      if (mailbox) found.set(mailbox, (found.get(mailbox) ?? false) || name === 'team' || name === 'commissioner');
    }
  }
  return found;
}

/** Why a notice should not have gone, as the record stood; undefined where it agrees. */
function wrongly(row: SentRow, { now, factOf }: CoreAnswers): string | undefined {
  const kind = noticeKind(row.template);
  if (!now || !kind) return 'of nothing';
  const family = row.recipient === 'contact:mum';
  if (family && now.familyContact === 'no') return 'against the wish';
  if (kind.restsOnRegister && !now.registerConsent) return 'without consent to the register';
  const owed = row.deadline === null ? undefined : now.deadlines.get(row.deadline);
  if (kind.restsOnDeadline && !owed?.owed) return 'of a deadline that is settled';
  if (kind.restsOnDeadline && row.due !== null && row.due !== owed?.due) return 'of another date';
  if (row.meeting === null || !row.template.startsWith('meeting-')) {
    return row.eventId !== null &&
      !['correction', 'event-refused'].includes(row.template) &&
      !factOf(row.eventId) &&
      !row.template.startsWith('rating')
      ? 'of an event that was taken back'
      : undefined;
  }
  const meeting = now.meetings.find(({ id }) => id === row.meeting);
  const asked = meeting?.status === 'scheduled' && !now.ended ? mailboxes(meeting) : new Map<string, boolean>();
  const mailbox = row.givenTo.toLowerCase();
  if (row.template === 'meeting-cancelled') return asked.has(mailbox) ? 'off for one who is invited' : undefined;
  if (!meeting || !asked.has(mailbox)) return 'for one who is not invited';
  if (meeting.on < londonDate(on.now)) return 'of a day that has passed';
  return meeting.invitations !== 'free' && !asked.get(mailbox) ? 'without consent to it' : undefined;
}

/** Stopped for a reason of the reader's or the person's own: they hear nothing of the meeting any more. */
const UNWISHED = `select meeting || ' ' || recipient as about from notice
  where meeting is not null and template like 'meeting-%' and reason in ('no-contact-wished', 'consent-withdrawn', 'no-consent-to-meeting', 'meeting-refused')`;

/** Who was left with what is not so: of each meeting and mailbox, the last that they were told. */
function leftWrong(rows: readonly SentRow[], { now }: CoreAnswers, unwished: ReadonlySet<string>): string[] {
  const ofMeetings = rows.filter(({ meeting, template }) => meeting !== null && template.startsWith('meeting-'));
  const last = new Map(ofMeetings.map((row) => [`${row.meeting} ${row.givenTo.toLowerCase()}`, row]));
  return [...last].flatMap(([about, row]) => {
    const meeting = now?.meetings.find(({ id }) => id === row.meeting);
    const [, mailbox = ''] = about.split(' ');
    const planned = meeting?.status === 'scheduled' && !now?.ended && mailboxes(meeting).has(mailbox);
    if (meeting?.status === 'held' || (meeting && meeting.on < londonDate(on.now)) || unwished.has(`${row.meeting} ${row.recipient}`))
      return [];
    return planned === (row.template !== 'meeting-cancelled') ? [] : [`${about}: told ${row.template}`];
  });
}

test.each(Array.from({ length: HISTORIES }, (_, seed) => seed + 1))('history %d: what was sent agrees with the record', async (seed) => {
  on = await spoken({ contacts: PEOPLE, bornOn: BORN_ON });
  for (const audience of AUDIENCES) await setSending(on.database.pool, 'example', { audience, on: true });
  await addStaff(on.database.pool, BOTH, on.now);
  const roll = dice(seed);
  const heard: { id: string; maker: (typeof MAKERS)[number] }[] = [];
  const judged = new Set<string>();
  const wrong: string[] = [];
  const look = async (): Promise<void> => {
    await on.go();
    const standing = await standingNow();
    if (!standing) throw new Error('the person is on file');
    const { rows } = await on.database.pool.query<SentRow>(SENT);
    for (const row of rows.filter(({ key }) => !judged.has(key))) {
      judged.add(row.key);
      const why = wrongly(row, standing);
      if (why !== undefined) wrong.push(`${row.key}: ${why}`);
    }
    // A death holds the cancellations until a person releases them.
    const unwished = await on.database.pool.query<{ about: string }>(UNWISHED);
    if (standing.now?.ended?.type !== 'person-died')
      wrong.push(...leftWrong(rows, standing, new Set(unwished.rows.map(({ about }) => about))));
  };
  for (let step = 1; step <= STEPS; step += 1) {
    on.now = (on.now + roll(36) * 3_600_000) as Instant;
    const today = londonDate(on.now);
    const id = `e-${step}`;
    const target = heard.length > 2 && roll(3) === 0 ? oneOf(roll, heard) : undefined;
    const maker = target?.maker ?? (step === 1 ? MAKERS[0] : step === 2 ? MAKERS[1] : oneOf(roll, MAKERS));
    if (!maker) throw new Error('there is a maker');
    const event = maker(roll, today);
    const said = target ? { type: 'corrected', event: target.id, reason: 'x', ...(roll(4) === 0 ? {} : { with: event }) } : event;
    // What is illegal is refused, and nothing is told of it.
    const applied = await on.hear(said as Said, id).then(
      () => true,
      () => false,
    );
    if (applied && !target) heard.push({ id, maker });
    if (roll(3) === 0) await look();
  }
  await look();
  await look();
  expect(wrong).toEqual([]);
  const { rows } = await on.database.pool.query<SentRow>(SENT);
  // One message a mailbox and cause, and no meeting told twice in the same words in a row.
  const causes = rows.map((row) =>
    [row.template, row.eventId, row.deadline, row.meeting, row.plannedAt.getTime(), row.givenTo.toLowerCase()].join('|'),
  );
  expect(causes.filter((cause, index) => causes.indexOf(cause) !== index)).toEqual([]);
  const last = new Map<string, string | null>();
  for (const row of rows.filter(({ meeting, template }) => meeting !== null && template.startsWith('meeting-'))) {
    const about = `${row.meeting} ${row.givenTo.toLowerCase()}`;
    expect([about, row.told]).not.toEqual([about, last.get(about)]);
    last.set(about, row.told);
  }
  expect(rows.length).toBeGreaterThan(5);
});
