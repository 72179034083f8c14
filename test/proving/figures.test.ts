import { type PlainDate, plainDate } from '../../domain/calendar/dates';
import { type Request, sumOf } from '../../proving/year/figures';
import type { Found } from '../../proving/year/ways';

const TODAY = plainDate('2026-06-30');
const request = (id: string, by: string, status: Request['status'], settledOn: string | null): Request => ({
  ...{ registerId: 'A', id, kind: 'mam', status, openedOn: plainDate('2026-05-20') },
  ...{ due: plainDate(by), by: plainDate(by), settledOn: settledOn === null ? null : plainDate(settledOn) },
});
const found = (deadline: string, on: string | null): Found => ({
  ...{ registerId: 'A', deadline, kind: 'mam', on: on === null ? null : plainDate(on) },
});

test('each request is met, late, overtaken or ahead; days are counted of those that were held', () => {
  const requests = [
    request('first', '2026-06-10', 'met', '2026-06-03'),
    request('second', '2026-06-10', 'met', '2026-06-09'),
    request('late', '2026-06-10', 'late', '2026-06-12'),
    request('never', '2026-06-20', 'missed', null),
    request('gone', '2026-06-20', 'superseded', '2026-06-01'),
    request('excused', '2026-06-20', 'excused', '2026-06-01'),
    request('ahead', '2026-07-15', 'open', null),
    // Its last day is today.
    request('today', '2026-06-30', 'open', null),
  ];
  const offers = [
    found('first', '2026-06-03'),
    found('second', '2026-06-02'),
    found('second', '2026-06-09'),
    found('late', null),
    found('late', '2026-06-12'),
    found('never', '2026-06-25'),
    found('ahead', '2026-07-15'),
  ];
  expect(sumOf(requests, offers, TODAY)).toEqual({
    ...{ requests: 8, metByFirst: 1, met: 2, late: 2, overtaken: 2, ahead: 2, withoutPlace: 2 },
    // 14, 20 and 23 days after 20 May; 7 days and 1 before 10 June, and 2 after it.
    ...{ wait: { median: 20, ninetieth: 23 }, inHand: { median: 1, ninetieth: 7 } },
  });
});

test('one without a date that was held too late counts as late, though its deadline is met', () => {
  expect(sumOf([{ ...request('x', '2026-06-10', 'met', '2026-06-11'), due: null }], [], TODAY)).toMatchObject({ met: 0, late: 1 });
});

test('a request that shares the meeting of another one of its person is met by the first offer that was made for that', () => {
  const shared: Request = { ...request('asked', '2026-06-10', 'met', '2026-06-03'), kind: 'requested-cetr' };
  const offer = (registerId: string, on: PlainDate): Found => ({ registerId, deadline: 'red', kind: 'community-cetr', on });
  const by = (one: Found): number => sumOf([shared], [one], TODAY).metByFirst;
  expect(by(offer('A', plainDate('2026-06-03')))).toBe(1);
  expect(by(offer('A', plainDate('2026-06-02')))).toBe(0);
  expect(by(offer('B', plainDate('2026-06-03')))).toBe(0);
  // A multi-agency meeting on that day is no review.
  expect(by({ ...offer('A', plainDate('2026-06-03')), kind: 'mam' })).toBe(0);
});

test('of nothing there is no median', () => {
  expect(sumOf([], [], TODAY)).toMatchObject({ requests: 0, wait: { median: null, ninetieth: null } });
});
