import { parseInstant, type Instant } from '../../../../domain/calendar/dates';
import type { Stand } from '../../../../services/workflow/turn';
import { alarmsOf } from '../../../../services/upkeep/proof/alarm';
import type { WorkflowState } from '../../../../services/upkeep/proof/timers/workflow-state';
import type { Difference } from '../../../../services/upkeep/proof/difference';
import { compareTimers } from '../../../../services/upkeep/proof/timers/timers';

const now = parseInstant('2026-10-01T10:00');
const minutes = (count: number): number => now + count * 60_000;
const wakeUp = (label: string, at: number) => ({ deadline: label, label, at });
const about = { registerId: 'TEST-0001', pathway: 1 };

const look = (course: Partial<WorkflowState>, stand: Partial<Stand>, headKnown = true) =>
  compareTimers(about, {
    now,
    headKnown,
    course: {
      running: true,
      attempt: 0,
      askedAt: null,
      readable: true,
      sequence: 2,
      head: null,
      stranger: null,
      runId: 'a-run',
      timers: [],
      ...course,
    },
    stand: { sequence: 2, wakeUps: [], open: true, ...stand },
  });
const codes = ({ differences }: { differences: readonly Difference[] }) =>
  differences.map(({ code, params }) => `${code} ${params['label'] ?? ''}`.trim());

test('a timer stands for its wake-up by its name and its instant, to the minute', () => {
  const stand = { wakeUps: [wakeUp('mam due 2026-10-08', minutes(60)), wakeUp('mam remind 2026-10-02', minutes(20))] };
  const timers = [
    { label: 'mam remind 2026-10-02', at: minutes(20) + 900 },
    { label: 'mam due 2026-10-08', at: minutes(60) + 45_000 },
  ];
  expect(look({ timers }, stand)).toEqual({ expected: 2, found: 2, differences: [] });
  const moved = timers.map(({ label, at }) => ({ label, at: at + 120_000 }));
  expect(codes(look({ timers: moved }, stand))).toEqual([
    'timer-missing mam due 2026-10-08',
    'timer-missing mam remind 2026-10-02',
    'timer-unwanted mam remind 2026-10-02',
    'timer-unwanted mam due 2026-10-08',
  ]);
});

test('of several deadlines with the same name and instant each has its own timer', () => {
  const twice = wakeUp('action remind 2026-10-02', minutes(20));
  const timer = { label: twice.label, at: twice.at };
  expect(look({ timers: [timer, timer] }, { wakeUps: [twice, twice] }).differences).toEqual([]);
  expect(look({ timers: [timer] }, { wakeUps: [twice, twice] })).toMatchObject({ expected: 2, found: 1 });
  expect(codes(look({ timers: [timer, timer, timer] }, { wakeUps: [twice, twice] }))).toEqual(['timer-unwanted action remind 2026-10-02']);
});

test('a wake-up whose instant has come needs no timer, and is late after two minutes', () => {
  const stand = (passed: number) => ({ wakeUps: [wakeUp('mam due 2026-10-01', minutes(-passed))] });
  expect(look({}, stand(0))).toEqual({ expected: 0, found: 0, differences: [] });
  expect(look({}, stand(2)).differences).toEqual([]);
  expect(look({}, stand(2.1)).differences).toEqual([
    { code: 'wake-up-late', ...about, params: { label: 'mam due 2026-10-01', at: '2026-10-01T09:57:54+01:00' }, mended: false },
  ]);
});

test('a timer that is about to fire is let be; a later one that nobody wants is not', () => {
  expect(look({ timers: [{ label: 'mam due 2026-10-01', at: minutes(0.5) }] }, {}).differences).toEqual([]);
  expect(codes(look({ timers: [{ label: 'mam due 2026-10-01', at: minutes(3) }] }, {}))).toEqual(['timer-unwanted mam due 2026-10-01']);
});

test('a workflow must run where the pathway is open, or waits for something', () => {
  const wakeUps = [wakeUp('mam due 2026-10-08', minutes(60))];
  expect(codes(look({ running: false }, {}))).toEqual(['workflow-not-running']);
  expect(look({ running: false }, { open: false, wakeUps })).toMatchObject({ expected: 1, found: 0 });
  expect(codes(look({ running: false }, { open: false, wakeUps }))).toEqual(['workflow-not-running']);
  expect(look({ running: false }, { open: false }).differences).toEqual([]);
});

test('stuck is one whose task was tried three times, or that nobody can decrypt: that says all about its timers', () => {
  const wakeUps = [wakeUp('mam due 2026-10-08', minutes(60)), wakeUp('mam remind 2026-10-01', minutes(-10))];
  expect(codes(look({ attempt: 2 }, { wakeUps: [] }))).toEqual([]);
  const stuck = look({ attempt: 3 }, { wakeUps });
  expect(codes(stuck)).toEqual(['workflow-stuck', 'wake-up-late mam remind 2026-10-01']);
  expect(stuck.differences[0]?.params).toEqual({ attempt: 3, readable: 'yes', missing: 1 });
  expect(look({ readable: false }, {}).differences[0]).toMatchObject({ code: 'workflow-stuck', params: { readable: 'no' } });
});

test('a workflow that knows more than the log is named, whether it runs or not', () => {
  expect(codes(look({ sequence: 3 }, {}))).toEqual(['log-behind-workflow']);
  expect(codes(look({ sequence: 1 }, {}))).toEqual([]);
});

describe('what is shouted', () => {
  const found = (registerId: string, code: Difference['code'], mended: boolean): Difference => ({
    code,
    registerId,
    pathway: 1,
    params: {},
    mended,
  });

  test('nothing where all was well', () => expect(alarmsOf([])).toEqual([]));

  test('one line for all that stays, and one for each kind that was mended', () => {
    const alarms = alarmsOf([
      found('TEST-0001', 'timer-missing', true),
      found('TEST-0002', 'timer-missing', true),
      found('TEST-0002', 'timer-missing', true),
      found('TEST-0003', 'workflow-not-running', true),
      found('TEST-0004', 'workflow-stuck', false),
      found('TEST-0005', 'chain-broken', false),
    ]);
    expect(alarms).toEqual([
      { alarm: 'timer-check', mended: false, counts: { 'workflow-stuck': 1, 'chain-broken': 1 }, people: ['TEST-0004', 'TEST-0005'] },
      { alarm: 'timer-check', mended: true, counts: { 'timer-missing': 3 }, people: ['TEST-0001', 'TEST-0002'] },
      { alarm: 'timer-check', mended: true, counts: { 'workflow-not-running': 1 }, people: ['TEST-0003'] },
    ]);
  });

  test('not everybody by name where it is everybody', () => {
    const all = Array.from({ length: 2_000 }, (_, index) => found(`TEST-${index}`, 'workflow-not-running', true));
    const [alarm] = alarmsOf(all);
    expect(alarm?.counts).toEqual({ 'workflow-not-running': 2_000 });
    expect(alarm?.people).toHaveLength(50);
  });
});

test('instants in what is named are London time', () => {
  const at = parseInstant('2026-12-01T08:00') as Instant;
  const { differences } = look({}, { wakeUps: [wakeUp('mam due 2026-12-01', at)] });
  expect(differences[0]?.params['at']).toBe('2026-12-01T08:00:00+00:00');
});

test('a workflow that was told of an event which the log does not have shows that the log went back, whatever the numbers', () => {
  expect(codes(look({ sequence: 2, head: 'a'.repeat(64) }, { sequence: 2 }, false))).toEqual(['log-behind-workflow']);
  expect(codes(look({ sequence: 2, head: 'a'.repeat(64) }, { sequence: 5 }, false))).toEqual(['log-behind-workflow']);
});
