import type { NoticeName } from '../../../domain/notices/catalogue';
import type { Meeting } from '../../../domain/pathway/types';
import { CONTACTS, at, day, expand, noticeLine, REGISTER_ID } from './support/world';
import { storedContacts } from '../../../services/people/contacts';
import { area } from '../../../services/rules/areas';

const meeting = (over: Partial<Meeting> = {}): Meeting => ({
  id: 'm1',
  kind: 'mam',
  status: 'scheduled',
  on: day('2026-10-13'),
  time: '14:00',
  until: null,
  invited: ['panel', 'mum'],
  revision: 0,
  ...over,
});
const step = (name: 'remind' | 'due' | 'overdue' | 'escalate', audience: 'team' | 'commissioner', when: string) => ({
  at: at(when),
  pathway: 1,
  what: 'step' as const,
  deadline: 'd1',
  kind: 'oversight-visit' as const,
  step: name,
  audience,
  due: day('2026-10-01'),
});
const short = (rows: ReturnType<typeof expand>) =>
  rows.map(({ template, recipient, channel, status, reason }) => [template, recipient, channel, reason ?? status].join(' '));

describe('one row for each recipient', () => {
  test('staff steps go to each member of the team, in the daily digest; an escalation goes at once', () => {
    expect(short(expand([step('due', 'team', '2026-10-01T07:00:00Z'), step('escalate', 'commissioner', '2026-10-05T07:00:00Z')]))).toEqual([
      'step-due staff:sam-okafor digest queued',
      'step-due staff:ana-example digest queued',
      'step-escalate staff:lee-commissioner mail queued',
    ]);
  });

  test('keys are the same each time, and differ by day, audience and recipient', () => {
    const lines = [
      step('escalate', 'commissioner', '2026-10-05T07:00:00Z'),
      step('escalate', 'commissioner', '2026-11-02T08:00:00Z'),
      step('overdue', 'team', '2026-10-02T07:00:00Z'),
    ];
    const keys = expand(lines).map(({ key }) => key);
    expect(keys).toEqual(expand(lines).map(({ key }) => key));
    expect(new Set(keys).size).toBe(4);
    expect(keys[0]).toBe(`${REGISTER_ID}/1/d1/step-escalate/2026-10-01@2026-10-05/commissioner/staff:lee-commissioner`);
    expect(expand([...lines, ...lines])).toHaveLength(4);
  });

  test('one event that calls two meetings off tells of each, and a deadline missed again is told again', () => {
    const off = (id: string) => noticeLine({ notice: 'meeting-cancelled', audience: 'panel', event: 'gone', meeting: id });
    const meetings = [meeting({ id: 'm1', status: 'cancelled' }), meeting({ id: 'm2', status: 'cancelled' })];
    expect(expand([off('m1'), off('m2')], { meetings, meetingsBefore: meetings }).map((row) => row.meeting)).toEqual(['m1', 'm2']);
    const missed = (when: string) => ({
      ...noticeLine({ notice: 'deadline-missed', audience: 'commissioner', deadline: 'd1' }),
      at: at(when),
    });
    expect(expand([missed('2026-10-02T00:00:00Z'), missed('2026-11-05T00:00:00Z')])).toHaveLength(2);
  });

  test('no key, parameter or recipient holds an address or a name', () => {
    const rows = expand([
      noticeLine({ notice: 'referral-acknowledged', audience: 'person', event: 'ref' }),
      step('due', 'team', '2026-10-01T07:00:00Z'),
    ]);
    for (const { recipientName, ...row } of rows) {
      expect(recipientName).not.toBeNull();
      expect(JSON.stringify(row)).not.toMatch(/@[a-z]|Quillfeather/i);
    }
  });

  test('where the team has no staff its mailbox is written to; where nobody has an address it is held, and seen', () => {
    const recipients = { book: area('example').book, staff: [], contacts: storedContacts([{ id: 'self', name: 'A', role: 'person' }]) };
    const lines = (['team', 'person', 'referrer'] as const).map((audience) =>
      noticeLine({ notice: 'referral-acknowledged', audience, event: 'ref' }),
    );
    expect(short(expand(lines, { recipients }))).toEqual([
      'referral-acknowledged book:lda-team mail queued',
      'referral-acknowledged contact:self mail no-address',
      'referral-acknowledged nobody mail no-address',
    ]);
  });

  test('for audiences that not everyone has, nobody is no fault', () => {
    const recipients = { book: [], staff: [], contacts: [] };
    expect(expand([noticeLine({ notice: 'rating-changed', audience: 'keyworker', event: 'e' })], { recipients })).toEqual([]);
    expect(short(expand([noticeLine({ notice: 'rating-changed', audience: 'team', event: 'e' })], { recipients }))).toEqual([
      'rating-changed nobody mail no-address',
    ]);
  });

  test('family gets what is for chosen contacts only where the person chose it', () => {
    const contacts = storedContacts(CONTACTS.map((contact) => ({ ...contact, chosen: contact.id !== 'mum' })));
    const lines = [noticeLine({ notice: 'not-eligible', audience: 'chosen-contacts', event: 'e' })];
    expect(short(expand(lines))).toEqual(['not-eligible contact:mum mail queued']);
    expect(expand(lines, { recipients: { book: [], staff: [], contacts } })).toEqual([]);
  });

  test('who made the referral hears of it, whatever else they are', () => {
    const contacts = storedContacts([{ id: 'mum', name: 'M', role: 'parent-carer', email: 'm@family.example', referred: true }]);
    expect(
      short(
        expand([noticeLine({ notice: 'referral-acknowledged', audience: 'referrer', event: 'e' })], {
          recipients: { book: [], staff: [], contacts },
        }),
      ),
    ).toEqual(['referral-acknowledged contact:mum mail queued']);
  });
});

describe('the notices of a meeting', () => {
  const lines = (notice: NoticeName) =>
    (['panel', 'chosen-contacts'] as const).map((audience) => noticeLine({ notice, audience, event: 'e1', meeting: 'm1' }));

  test('an invitation goes to those invited, by audience or by name; an id that nobody has is seen', () => {
    const rows = expand(lines('meeting-invitation'), { meetings: [meeting({ invited: ['panel', 'mum', 'keyworkers', 'who-is-that'] })] });
    expect(short(rows)).toEqual([
      'meeting-invitation book:panel-office mail queued',
      'meeting-invitation contact:mum mail queued',
      'meeting-invitation book:keyworkers mail queued',
      'meeting-invitation unknown:who-is-that mail no-address',
    ]);
    expect(rows[0]?.params).toEqual({ kind: 'mam', on: '2026-10-13', revision: 0 });
    expect(rows[0]?.key).toBe(`${REGISTER_ID}/1/e1+m1/meeting-invitation/r0/panel/book:panel-office`);
  });

  test('another day: who stays hears of the change, who is new is invited, who is gone hears that it is off for them', () => {
    const over = { meetings: [meeting({ invited: ['panel', 'gp'], revision: 1 })], meetingsBefore: [meeting()] };
    const contacts = (notice: NoticeName) =>
      short(expand([noticeLine({ notice, audience: 'chosen-contacts', event: 'e2', meeting: 'm1' })], over));
    expect(contacts('meeting-invitation')).toEqual(['meeting-invitation contact:gp mail queued']);
    expect(contacts('meeting-changed')).toEqual([]);
    expect(contacts('meeting-cancelled')).toEqual(['meeting-cancelled contact:mum mail queued']);
  });

  test('one that was taken back is told of by what it was', () => {
    const rows = expand(lines('meeting-cancelled'), { meetings: [], meetingsBefore: [meeting()] });
    expect(short(rows)).toEqual(['meeting-cancelled book:panel-office mail queued', 'meeting-cancelled contact:mum mail queued']);
    expect(rows[0]?.params).toEqual({ kind: 'mam', on: '2026-10-13', revision: 1 });
  });

  test('after a death professionals alone, each held until a person releases it', () => {
    const rows = expand(lines('meeting-cancelled'), { meetings: [meeting()], meetingsBefore: [meeting()], ended: true, died: true });
    expect(short(rows)).toEqual(['meeting-cancelled book:panel-office mail released-by-a-person']);
  });
});
