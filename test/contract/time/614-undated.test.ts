import { snapshotAt } from '../../../domain/pathway/engine';
import { coreContext } from '../../../services/rules/policies';
import { instant, tellCore } from '../../support/core/core';
import { admitted, consent, died, eligible, held, rated, referred, requested, scheduled, type Said } from '../../support/core/facts';
import { adult } from '../../support/core/story';

const NONE = 'no date';

describe('6.14 Adoption: what has no date, and nobody is told', () => {
  // Taken over on Thursday 1 October 2026.
  const taken = () => adult().hear('2026-10-01T09:00', { type: 'adopted', on: '2026-10-01' });

  it('6.14(3) a deadline without a date that runs from a day before the adoption is opened before, and fires no step', () => {
    const told = taken().hear('2026-10-01T09:01', requested('2026-06-01')).until('2026-12-31');
    expect(told.course('requested-cetr')).toEqual([`2026-10-01 09:01 opened ${NONE} before`]);
    expect(told.steps('requested-cetr')).toEqual([]);
    expect(told.owed('requested-cetr')).toEqual([`requested-cetr ${NONE} open`]);
  });

  it('6.14(3) one that runs from that day is an ordinary one', () => {
    const told = taken().hear('2026-10-01T09:01', requested('2026-10-01')).until('2026-10-05');
    expect(told.course('requested-cetr')).toEqual([`2026-10-01 09:01 opened ${NONE}`]);
    expect(told.steps('requested-cetr')).toEqual(['2026-10-05 08:00 remind owner']);
    const dayBefore = taken().hear('2026-10-01T09:01', requested('2026-09-30')).until('2026-10-05');
    expect(dayBefore.course('requested-cetr')).toEqual([`2026-10-01 09:01 opened ${NONE} before`]);
  });

  it('6.14(3) from the release its ladder counts from the release', () => {
    const told = taken()
      .hear('2026-10-01T09:01', requested('2026-06-01'))
      .hear('2026-10-12', { type: 'steps-released' })
      .until('2026-10-19');
    // Day 5 is a Saturday, and goes to day 7.
    expect(told.steps('requested-cetr')).toEqual([
      '2026-10-14 08:00 remind owner',
      '2026-10-16 08:00 remind owner',
      '2026-10-19 08:00 escalate commissioner',
      '2026-10-19 08:00 escalate manager',
    ]);
  });

  it('6.14(3) a release of another deadline leaves it held', () => {
    const told = taken()
      .hear('2026-10-01T09:01', requested('2026-06-01'))
      .hear('2026-10-12', { type: 'steps-released', deadline: 'mam' })
      .until('2026-10-19');
    expect(told.steps('requested-cetr')).toEqual([]);
  });

  it('6.14(4) a person may begin with adopted: no acknowledgement goes, and nobody is told of what lies before it', () => {
    const notices = (events: Said[]) =>
      events
        .reduce((so, event, index) => so.hear(`2026-10-01T09:1${index}`, event), taken())
        .until('2026-10-02')
        .lines.filter(({ what }) => what === 'notice');
    const old = [
      referred({ on: '2026-03-01' }),
      eligible('autism', '2026-03-02'),
      consent('own', undefined, { on: '2026-03-02' }),
      rated('red', '2026-03-03'),
      held('l', 'laep', '2026-03-04'),
      admitted('2026-03-05'),
    ];
    expect(notices(old)).toEqual([]);
    expect(notices([admitted('2026-10-01')])).not.toEqual([]);
  });
});

describe('6.15 Rules adopted: the kinds that they bring', () => {
  const version1 = () => adult('england-2023@1');
  const adopt: Said = { type: 'rules-adopted', ruleSet: 'england-2023@2' };

  it('6.15(3) next-step opens on the day of the adoption where 6.18(1) says so then', () => {
    const told = version1()
      .hear('2026-09-01', eligible())
      .hear('2026-09-02', { type: 'consent-refused' })
      .hear('2026-10-01', adopt, 'new')
      .until('2026-10-09');
    expect(told.course('next-step')).toEqual([`2026-10-01 10:00 opened ${NONE}`]);
    expect(told.steps('next-step')).toEqual(['2026-10-08 08:00 remind owner']);
    expect(told.summary.openDeadlines.map(({ rule }) => rule)).toEqual(['next-step@england-2023/2']);
  });

  it('6.15(3) not where something says what comes next, or for somebody green; then on the day on which that ends', () => {
    const amber = () => version1().onRegister('2026-09-01').hear('2026-09-02', rated('amber')).hear('2026-10-01', adopt);
    expect(amber().until('2026-10-09').course('next-step')).toEqual([]);
    const ended = amber()
      .hear('2026-10-05', rated('green'))
      .hear('2026-10-05T11:00', held('m', 'mam', undefined, 'stand-down'));
    expect(ended.until('2026-10-09').course('next-step')).toEqual([]);
    expect(version1().hear('2026-09-01', rated('green')).hear('2026-10-01', adopt).until('2026-10-09').course('next-step')).toEqual([]);
  });

  it('6.15(3) the others open only from what happens after it', () => {
    const told = version1()
      .onRegister('2026-09-01')
      .hear('2026-09-03', scheduled('m', 'community-cetr', '2026-11-02'))
      .hear('2026-09-04', { type: 'consent-withdrawn', scope: ['meeting'] })
      .hear('2026-09-05', { type: 'change-reported', source: 'self', urgency: 'this-week' })
      .hear('2026-10-01', adopt)
      .until('2026-10-02');
    expect(told.course('rating-decision')).toEqual([]);
    expect(told.course('meeting-consent')).toEqual([]);
    expect(told.course('change-review')).toEqual([]);
    const after = version1()
      .hear('2026-09-01', eligible())
      .hear('2026-10-01', adopt)
      .hear('2026-10-02', consent('own', ['register']))
      .hear('2026-10-03', { type: 'change-reported', source: 'self', urgency: 'this-week' })
      .hear('2026-10-04', scheduled('m', 'community-cetr', '2026-11-02'))
      .until('2026-10-05');
    expect(after.course('rating-decision')).toEqual([`2026-10-02 10:00 opened ${NONE}`]);
    expect(after.course('change-review')).toEqual(['2026-10-03 10:00 opened 2026-10-10']);
    expect(after.course('meeting-consent')).toEqual(['2026-10-04 10:00 opened 2026-11-01']);
  });

  it('6.15(3) consent renewed after it asks for no rating that stood from before', () => {
    const told = version1().onRegister('2026-09-01').hear('2026-10-01', adopt).hear('2026-10-05', consent('own')).until('2026-10-06');
    expect(told.course('rating-decision')).toEqual([]);
    expect(told.owed()).toEqual(['consent-renewal 2027-10-05 open', `next-step ${NONE} open`]);
  });
});

describe('6.16 Endings: what waits for a person', () => {
  it('6.16(5) the cancellations that wait after a death stand from the first moment', () => {
    const scheduledFor = scheduled('m', 'community-cetr', '2026-11-02', { invited: ['panel', 'person'] });
    const told = adult().onRegister('2026-09-01').hear('2026-10-01', scheduledFor).hear('2026-10-05', died(), 'died').until('2026-10-06');
    const notices = told.lines.filter((line) => line.what === 'notice' && line.pathway === 1 && line.notice === 'meeting-cancelled');
    expect(notices).toEqual([expect.objectContaining({ audience: 'panel', meeting: 'm', event: 'died' })]);
    expect(notices.map(({ at }) => new Date(at).toISOString())).toEqual(['2026-10-05T09:00:00.000Z']);
    const { record } = tellCore(
      { bornOn: '1990-05-05' },
      [
        { id: 's', at: '2026-10-01T09:00:00Z', events: [scheduledFor] },
        { id: 'd', at: '2026-10-05T09:00:00Z', events: [died()] },
      ],
      '2026-10-06T09:00:00Z',
    );
    expect(snapshotAt(coreContext(), record, instant('2026-10-06T09:00:00Z')).ended?.type).toBe('person-died');
  });
});
