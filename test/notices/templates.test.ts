import { plainDate } from '../../domain/calendar/dates';
import { NOTICES, type NoticeKind, type NoticeName } from '../../domain/notices/catalogue';
import { MEETING_KINDS } from '../../domain/pathway/events';
import type { Audience } from '../../domain/pathway/types';
import { area } from '../../services/areas';
import { storedContacts } from '../../services/contacts';
import { compose, composeDigest, digestLine } from '../../services/notices/letters/compose';
import { templateNames } from '../../services/notices/letters/render';
import { dateWords, deadlineWords, dueWords, meetingWords, timeWords } from '../../services/notices/letters/wording';
import type { QueuedNotice } from '../../services/notices/sending/queue';
import { recipientsOf, type Recipient } from '../../services/notices/recipients';
import type { NoticeState } from '../../services/notices/sending/state';
import { coreContext } from '../../services/policies';
import { admitted, at, CONTACTS, REGISTER_ID, SECRET_NAME, SECRET_NHS_NUMBER } from './support/world';

const now = at('2026-10-02T08:00:00Z');
const { book, staff } = area('example');
const contacts = storedContacts([
  ...CONTACTS,
  { id: 'kw', name: 'Kit Keyworker', role: 'keyworker', email: 'kit@work.example' },
  { id: 'ward', name: 'Ward Office', role: 'provider', email: 'ward@work.example' },
  { id: 'chair', name: 'Chair Example', role: 'panel', email: 'chair@work.example' },
]);
const recipients = { book, staff, contacts };

const state = (over: Partial<NoticeState> = {}): NoticeState => ({
  area: area('example'),
  recipients,
  secrets: [SECRET_NAME, SECRET_NHS_NUMBER],
  pathway: {
    rating: 'red',
    registerConsent: true,
    inpatient: false,
    ended: null,
    owedAtEnd: [{ kind: 'cetr-report', due: plainDate('2026-10-09') }],
  },
  deadline: { kind: 'oversight-visit', anchor: plainDate('2026-08-01'), due: plainDate('2026-10-02'), owed: true, held: false },
  meeting: {
    kind: 'mam',
    status: 'scheduled',
    on: plainDate('2026-10-13'),
    time: '14:00',
    until: '15:30',
    place: 'County Hall, room 2',
    invited: ['team'],
  },
  event: {
    id: 'e1',
    type: 'admitted',
    on: plainDate('2026-09-30'),
    status: 'refused',
    reason: 'already-inpatient',
    position: 1,
    fact: admitted('2026-09-30'),
    resolved: false,
    takenBack: false,
  },
  ratingThen: 'red',
  action: { due: plainDate('2026-10-20') },
  siblings: [],
  ...over,
});

const notice = (template: string, audience: Audience, over: Partial<QueuedNotice> = {}): QueuedNotice => ({
  key: `${template}/${audience}`,
  registerId: REGISTER_ID,
  pathway: 1,
  template,
  channel: 'mail',
  audience,
  recipient: 'x',
  deadline: 'd1',
  eventId: 'e1',
  meeting: null,
  params: {},
  reason: null,
  plannedAt: now,
  attempts: 1,
  lease: 1,
  messageId: 'id@dynamic-support-pathway',
  releasedFrom: null,
  ...over,
});

type Addressed = Recipient & { readonly address: string };
const addressed = (audience: Audience): Addressed[] =>
  recipientsOf(audience, recipients).flatMap((one) => (one.address === null ? [] : [{ ...one, address: one.address }]));

const everyOne = Object.entries<NoticeKind>(NOTICES).flatMap(([name, { audiences }]) =>
  audiences.flatMap((audience) => addressed(audience).map((recipient) => [name, audience, recipient] as const)),
);

describe('every notice to every audience it goes to', () => {
  test.each(everyOne)('%s to %s is written, without a hole, a name or a number', (name, audience, recipient) => {
    const meeting = name.startsWith('meeting-') || name === 'report-sent' ? 'm1' : null;
    const params = name === 'correction' ? { of: audience === 'person' ? 'not-eligible' : 'admitted' } : {};
    const { subject, text, html, calendar } = compose(notice(name, audience, { meeting, params }), state(), recipient, now);
    for (const part of [subject, text, html, calendar?.content ?? '']) {
      expect(part).not.toMatch(/undefined|null|\[object|\{\{|\}\}|\{%|NaN/);
      for (const secret of [...SECRET_NAME.split(' '), SECRET_NHS_NUMBER, 'Marigold'])
        expect(part.toLowerCase()).not.toContain(secret.toLowerCase());
    }
    expect(text).toContain(REGISTER_ID);
    expect(text.length).toBeGreaterThan(80);
    expect(html).toContain('<p>');
    if (recipient.family) {
      expect(subject).not.toContain(REGISTER_ID);
      expect(text).toContain('Call 999');
      expect(text).toContain('0116 496 0100');
      expect(text).not.toMatch(/C\(E\)TR|MAM|rating|eligib/i);
    } else {
      expect(subject).toContain(REGISTER_ID);
      expect(subject).not.toMatch(/green|amber|red\b|blue|autis|disab/i);
    }
  });

  test('no template is left over', () => {
    const used = new Set(everyOne.map(([name, , { family }]) => `${name}/${family ? 'family' : 'professionals'}`));
    expect(templateNames().filter((name) => !used.has(name))).toEqual(['digest/professionals']);
  });

  test('the acknowledgement to who referred themself has the emergency contacts first', () => {
    const [person] = addressed('person');
    if (!person) throw new Error('the person has an address');
    const { text, html } = compose(notice('referral-acknowledged', 'person'), state(), person, now);
    expect(text.indexOf('Call 999')).toBeLessThan(text.indexOf('What happens next'));
    expect(html).toContain('<li>Someone is in danger now, or badly hurt: Call 999</li>');
  });
});

describe('what a notice says of a meeting', () => {
  const family = addressed('chosen-contacts')[0];
  const colleague = addressed('team')[0];
  const invitation = (over: Partial<NoticeState>, to = colleague, template: NoticeName = 'meeting-invitation') => {
    if (!to) throw new Error('somebody must be written to');
    return compose(
      notice(template, 'team', { meeting: 'm1', params: { kind: 'mam', on: '2026-10-13', revision: 0 } }),
      state(over),
      to,
      now,
    );
  };
  const meeting = {
    kind: 'mam',
    status: 'scheduled',
    on: plainDate('2026-10-13'),
    time: '14:00',
    until: '15:30',
    place: 'County Hall, room 2',
    invited: [],
  };

  test('day, times and place', () => {
    expect(invitation({}).text).toContain(
      `multi-agency meeting about ${REGISTER_ID} on Tuesday 13 October 2026, 2pm to 3.30pm, at County Hall, room 2.`,
    );
    expect(invitation({ meeting: { ...meeting, until: null, place: null } }).text).toContain('on Tuesday 13 October 2026, at 2pm.');
    expect(invitation({ meeting: { ...meeting, time: null, place: null } }).text).toContain('on Tuesday 13 October 2026.');
  });

  test.each(['at the home of the Quillfeathers', 'Zebedee’s school', `ward 9, ask for ${SECRET_NHS_NUMBER}`, 'room 999 123 4561'])(
    'a place that names somebody stays in the service: %s',
    (place) => {
      const { text, calendar } = invitation({ meeting: { ...meeting, place }, secrets: [SECRET_NAME, 'Quillfeathers', SECRET_NHS_NUMBER] });
      expect(text).not.toContain(place);
      expect(calendar?.content).not.toContain('LOCATION');
    },
  );

  test('a family gets a calendar file only where they chose it, and it does not name them', () => {
    if (!family) throw new Error('the family has an address');
    expect(invitation({}, family).calendar?.content).not.toContain('Marigold');
    expect(invitation({}, { ...family, calendar: false }).calendar).toBeUndefined();
  });

  test('one who is no longer asked to come to a meeting that stands is told just that', () => {
    expect(invitation({}, colleague, 'meeting-cancelled').text).toContain('goes on, and you are no longer asked to come');
    expect(invitation({ meeting: { ...meeting, status: 'cancelled' } }, colleague, 'meeting-cancelled').text).toContain('is cancelled');
  });

  test('one that was taken back is told of by what its notice kept', () => {
    const { text, calendar } = invitation({ meeting: null }, colleague, 'meeting-cancelled');
    expect(text).toContain('on Tuesday 13 October 2026 is cancelled');
    expect(calendar?.method).toBe('CANCEL');
  });

  test('SEQUENCE grows with each change that was told, whatever the meeting went back to', () => {
    const sibling = (position: number) => ({
      key: `n${position}`,
      template: 'meeting-changed',
      recipient: 'staff:x',
      status: 'sent',
      position,
    });
    const to = colleague;
    if (!to) throw new Error('somebody must be written to');
    const { calendar } = compose(
      notice('meeting-changed', 'team', { key: 'n9', meeting: 'm1' }),
      state({ siblings: [sibling(3), { ...sibling(3), key: 'other' }, sibling(5), sibling(9)] }),
      to,
      now,
    );
    expect(calendar?.content).toContain('SEQUENCE:2');
  });
});

describe('words', () => {
  test('there are some for every kind of deadline of every rule set, and every kind of meeting', () => {
    for (const name of ['england-2023', 'llr-2023', 'mha-2025-draft'])
      for (const kind of coreContext().ruleSet(name).rules.keys()) expect(deadlineWords(kind)).toMatch(/^[a-z]/);
    for (const kind of MEETING_KINDS) expect(meetingWords(kind)).toMatch(/^[a-z]/);
    expect(() => deadlineWords('toString')).toThrow('no words for a deadline of the kind toString');
  });

  test('dates, times and due dates', () => {
    expect(dateWords(plainDate('2028-02-29'))).toBe('Tuesday 29 February 2028');
    expect(['00:00', '09:05', '12:00', '12:30', '23:59'].map(timeWords)).toEqual(['midnight', '9.05am', 'midday', '12.30pm', '11.59pm']);
    const anchor = plainDate('2026-10-01');
    const due = plainDate('2026-10-15');
    expect(dueWords(due, anchor, plainDate('2026-10-14'))).toBe('due in 1 day, on Thursday 15 October 2026');
    expect(dueWords(due, anchor, due)).toBe('due today, Thursday 15 October 2026');
    expect(dueWords(due, anchor, plainDate('2026-10-21'))).toBe('6 days overdue, was due on Thursday 15 October 2026');
    expect(dueWords(null, anchor, plainDate('2026-10-12'))).toBe('no date set, waiting for 11 days');
  });

  test('a digest counts its things and says each in a line', () => {
    const [sam] = addressed('team');
    if (!sam) throw new Error('the team has an address');
    const line = digestLine(notice('step-due', 'team'), state(), now);
    expect(line).toBe(`${REGISTER_ID}: make the oversight visit, due today, Friday 2 October 2026`);
    expect(digestLine(notice('action-agreed', 'team', { deadline: null }), state({ deadline: null }), now)).toBe(
      `${REGISTER_ID}: an action was agreed, to be done by Tuesday 20 October 2026`,
    );
    expect(composeDigest(notice('digest', 'team'), area('example'), [line], sam).subject).toBe('1 thing to do');
    expect(composeDigest(notice('digest', 'team'), area('example'), [line, line], sam).subject).toBe('2 things to do');
  });
});
