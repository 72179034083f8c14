import {
  admitted,
  cancelled,
  changed,
  eligible,
  held,
  lookAgain,
  rated,
  requested,
  scheduled,
  transferred,
} from '../../support/core/facts';
import { adult } from '../../support/core/story';

describe('5.1 A deadline rests while a meeting that would satisfy it stands planned', () => {
  // Amber on Thursday 1 October: reminders on the 8th, 22nd, 29th …, the commissioner on the 15th.
  const amber = () => adult().onRegister('2026-09-01').hear('2026-10-01', rated('amber'));
  const usual = ['2026-10-08 08:00 remind owner', '2026-10-15 08:00 escalate commissioner', '2026-10-22 08:00 remind owner'];

  it('no remind and, without a date, no escalate step, from the hearing to the end of the meeting’s day, nor afterwards for those days', () => {
    expect(amber().until('2026-10-22').steps('mam')).toEqual(usual);
    const planned = (day: string) =>
      amber()
        .hear('2026-10-07', scheduled('m', 'mam', day))
        .until('2026-10-22')
        .steps('mam');
    expect(planned('2026-10-14')).toEqual(usual.slice(1));
    expect(planned('2026-10-15')).toEqual(usual.slice(2));
    expect(planned('2026-10-22')).toEqual([]);
  });

  it('until its cancellation', () => {
    const told = amber()
      .hear('2026-10-07', scheduled('m', 'mam', '2026-10-22'))
      .hear('2026-10-14', cancelled('m'))
      .until('2026-10-22');
    expect(told.steps('mam')).toEqual(usual.slice(1));
  });

  it('at most 28 days from the first scheduling, however often it is moved', () => {
    const told = amber()
      .hear('2026-10-07', scheduled('m', 'mam', '2026-10-30'))
      .hear('2026-10-28', scheduled('m', 'mam', '2026-12-04'))
      .until('2026-11-19');
    // The 28th day after 7 October is 4 November: the reminder of the 5th fires.
    expect(told.steps('mam')).toEqual([
      '2026-11-05 08:00 remind owner',
      '2026-11-12 08:00 escalate manager',
      '2026-11-19 08:00 remind owner',
    ]);
  });

  it('not for a meeting that would not satisfy it', () => {
    const told = amber()
      .hear('2026-10-07', scheduled('m', 'mdt', '2026-10-22'))
      .until('2026-10-22');
    expect(told.steps('mam')).toEqual(usual);
  });

  it('a dated one only where the meeting is on or before its due date; then it has no reminder, and keeps due, overdue and escalate', () => {
    const stay = (day: string) =>
      adult()
        .hear('2026-10-01', admitted())
        .hear('2026-10-05', scheduled('m', 'post-admission-cetr', day))
        .until('2026-11-02')
        .steps('post-admission-cetr');
    const after = ['2026-10-29 08:00 due owner', '2026-10-30 08:00 overdue owner', '2026-11-02 08:00 escalate commissioner'];
    expect(stay('2026-10-29')).toEqual(after);
    expect(stay('2026-10-30')).toEqual(['2026-10-15 08:00 remind owner', '2026-10-22 08:00 remind owner', ...after]);
    expect(stay('2026-10-20')).toEqual(['2026-10-22 08:00 remind owner', ...after]);
  });

  it('a request for a C(E)TR and a transfer rest for any C(E)TR planned', () => {
    const told = adult()
      .hear('2026-10-01T09:00', admitted())
      .hear('2026-10-01T10:00', transferred('2026-10-01', 'low', { newHospital: true }))
      .hear('2026-10-01T11:00', requested())
      .hear('2026-10-01T12:00', scheduled('m', 'inpatient-cetr', '2026-10-16'))
      .until('2026-10-19');
    expect([...told.steps('transfer-cetr'), ...told.steps('requested-cetr')].filter((step) => step < '2026-10-17')).toEqual([]);
    expect(told.steps('transfer-cetr')).not.toEqual([]);
  });

  it('a change-review with a date never rests; without one it does, and a next step with a date as well', () => {
    const report = (urgency: 'this-week' | 'can-wait') =>
      adult()
        .hear('2026-10-01', changed(urgency))
        .hear('2026-10-02', scheduled('m', 'mdt', '2026-10-08'))
        .until('2026-10-12')
        .steps('change-review');
    expect(report('this-week')).toEqual([
      '2026-10-08 08:00 due owner',
      '2026-10-09 08:00 escalate commissioner',
      '2026-10-12 08:00 escalate manager',
    ]);
    expect(report('can-wait')).toEqual([]);
    const look = adult()
      .hear('2026-10-01', eligible())
      .hear('2026-10-02', lookAgain('2026-10-30'))
      .hear('2026-10-05', scheduled('m', 'mdt', '2026-10-26'))
      .until('2026-10-30');
    expect(look.steps('next-step')).toEqual(['2026-10-30 08:00 due owner']);
  });
});

describe('5.1 The offer of feedback', () => {
  const review = () => adult().hear('2026-10-01', held('m', 'community-cetr'));

  it('remind 2 days before, due, overdue, the commissioner on day 7 after; nothing after', () => {
    expect(review().until('2027-03-01').steps('cetr-feedback')).toEqual([
      '2026-10-06 08:00 remind owner',
      '2026-10-08 08:00 due owner',
      '2026-10-09 08:00 overdue owner',
      '2026-10-15 08:00 escalate commissioner',
    ]);
  });

  it('owed no longer from the 29th day after the meeting', () => {
    expect(review().until('2026-10-29').owed('cetr-feedback')).toEqual(['cetr-feedback 2026-10-08 missed']);
    expect(review().until('2026-10-30').owed('cetr-feedback')).toEqual([]);
  });

  it('declined, it is done', () => {
    const told = review().hear('2026-10-05', { type: 'feedback-taken', meeting: 'm', declined: true }).until('2026-10-06');
    expect(told.course('cetr-feedback').at(-1)).toBe('2026-10-05 10:00 met 2026-10-08');
  });
});
