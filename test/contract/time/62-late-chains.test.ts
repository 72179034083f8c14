import {
  admitted,
  consent,
  corrected,
  deed,
  discharged,
  excused,
  held,
  rated,
  scheduled,
  transferred,
  visited,
  withdrawn,
  type Said,
} from '../../support/core/facts';
import { tellCore } from '../../support/core/core';
import { adult, story } from '../../support/core/story';

/** Facts that arrive late and change what had followed from others. */
describe('6.2 and 6.3, further', () => {
  const inHospital = () => adult().hear('2026-10-01', admitted(), 'adm');

  it('6.2(1) a visit heard after the discharge of that day opens no clock, one heard before it does', () => {
    const after = inHospital().hear('2026-10-20T10:00', discharged()).hear('2026-10-20T15:00', visited(), 'v').until('2026-10-21');
    expect(after.applied('v')).toBe(true);
    expect(after.course('oversight-visit')).toEqual(['2026-10-01 10:00 opened 2026-11-26', '2026-10-20 10:00 superseded 2026-11-26']);
    const before = inHospital().hear('2026-10-20T10:00', visited()).hear('2026-10-20T15:00', discharged()).until('2026-10-21');
    expect(before.course('oversight-visit')).toEqual([
      '2026-10-01 10:00 opened 2026-11-26',
      '2026-10-20 10:00 met 2026-11-26',
      '2026-10-20 10:00 opened 2026-12-15',
      '2026-10-20 15:00 superseded 2026-12-15',
    ]);
  });

  it('6.2(1) so it is with a withdrawal and a MAM of one day', () => {
    const amber = () => adult('llr-2023').onRegister('2026-09-01').hear('2026-10-01', rated('amber'));
    const told = amber()
      .hear('2026-10-10T10:00', withdrawn())
      .hear('2026-10-10T15:00', held('m', 'mam', undefined, 'continue'))
      .until('2026-10-11');
    expect(told.course('mam')).toEqual(['2026-10-01 10:00 opened 2026-10-15', '2026-10-10 10:00 superseded 2026-10-15']);
  });

  it('6.2(1) two facts of one day heard late keep the order in which they were heard', () => {
    const told = inHospital()
      .hear('2026-10-25T10:00', visited('2026-10-20'))
      .hear('2026-10-25T11:00', discharged('2026-10-20'))
      .until('2026-10-26');
    expect(told.course('oversight-visit').at(-1)).toBe('2026-10-25 11:00 superseded 2026-12-15');
  });

  it('6.2(2) a miss that a visit heard late undoes: the clock of a visit that was not the last never ran so long', () => {
    // Visits of 20 October and 10 December, the second heard first: the first clock is missed on 27 November, and met when the first visit is heard of.
    const told = inHospital().hear('2026-12-10', visited()).hear('2026-12-14', visited('2026-10-20')).until('2026-12-15');
    expect(told.course('oversight-visit').filter((line) => line.endsWith('2026-11-26'))).toEqual([
      '2026-10-01 10:00 opened 2026-11-26',
      '2026-11-27 00:00 missed 2026-11-26',
      '2026-12-10 10:00 late 2026-11-26',
      '2026-12-14 10:00 met 2026-11-26',
    ]);
    // The visit of 20 October has a clock of its own, to 15 December, met on the 10th; what is open runs from the 10th.
    expect(told.owed('oversight-visit')).toEqual(['oversight-visit 2027-02-04 open']);
  });

  it('6.2(2) an admission heard late ends what had run on from before it', () => {
    const told = adult('llr-2023')
      .onRegister('2026-09-01')
      .hear('2026-10-01', rated('amber'))
      .hear('2026-10-20', admitted('2026-10-10'))
      .until('2026-10-21');
    expect(told.course('mam')).toEqual([
      '2026-10-01 10:00 opened 2026-10-15',
      '2026-10-16 00:00 missed 2026-10-15',
      '2026-10-20 10:00 superseded 2026-10-15',
    ]);
    expect(told.owed('mam')).toEqual([]);
  });

  it('6.2(2) a discharge heard late supersedes what was missed after it', () => {
    const told = inHospital().hear('2026-11-10', discharged('2026-10-20')).until('2026-11-11');
    expect(told.course('post-admission-cetr')).toEqual([
      '2026-10-01 10:00 opened 2026-10-29',
      '2026-10-30 00:00 missed 2026-10-29',
      '2026-11-10 10:00 superseded 2026-10-29',
    ]);
  });

  it('6.2(5) a review that turns out to be the second moves what the other had opened', () => {
    const told = inHospital()
      .hear('2026-10-20', held('b', 'inpatient-cetr'))
      .hear('2026-10-25', transferred('2026-10-20', 'low'))
      .until('2026-10-26');
    expect(told.course('inpatient-cetr')).toEqual([
      '2026-10-20 10:00 opened 2027-04-20',
      '2026-10-25 10:00 moved 2027-10-20 from 2027-04-20',
    ]);
    expect(told.ids('inpatient-cetr')).toHaveLength(1);
  });

  it('6.2(5) one that stays missed or met under its new date says so again', () => {
    const missed = inHospital()
      .hear('2026-11-05', corrected('adm', admitted('2026-09-28')))
      .until('2026-11-06');
    expect(missed.course('post-admission-cetr')).toEqual([
      '2026-10-01 10:00 opened 2026-10-29',
      '2026-10-30 00:00 missed 2026-10-29',
      '2026-11-05 10:00 moved 2026-10-26 from 2026-10-29',
      '2026-11-05 10:00 missed 2026-10-26',
    ]);
    const met = inHospital()
      .hear('2026-10-14', held('r', 'post-admission-cetr'))
      .hear('2026-10-20', corrected('adm', admitted('2026-09-28')))
      .until('2026-10-21');
    expect(met.course('post-admission-cetr').slice(2).toSorted()).toEqual([
      '2026-10-20 10:00 met 2026-10-26',
      '2026-10-20 10:00 moved 2026-10-26 from 2026-10-29',
    ]);
  });

  it('6.3(1) an excuse taken back reopens and closes again as the dates say', () => {
    const told = inHospital()
      .hear('2026-10-20', excused('post-admission-cetr'), 'ex')
      .hear('2026-11-10', corrected('ex'))
      .until('2026-11-11');
    expect(told.course('post-admission-cetr').slice(-2)).toEqual([
      '2026-11-10 10:00 opened 2026-10-29',
      '2026-11-10 10:00 missed 2026-10-29',
    ]);
    expect(told.course('inpatient-cetr').at(-1)).toBe('2026-11-10 10:00 superseded 2027-04-29');
  });

  it('6.3(1) a consent taken back: what it had opened is superseded, what its want had opened is open again', () => {
    const told = adult()
      .hear('2026-09-01', { type: 'eligibility-decided', outcome: 'eligible', diagnosis: 'autism' })
      .hear('2026-09-05', consent('own'), 'con')
      .hear('2026-09-10', rated('amber'))
      .hear('2026-09-12', corrected('con'))
      .until('2026-09-13');
    expect(told.owed()).toEqual(['consent-decision no date open']);
    expect(told.course('consent-renewal').at(-1)).toBe('2026-09-12 10:00 superseded 2027-09-05');
    expect(told.course('mam').at(-1)).toBe('2026-09-12 10:00 superseded no date');
    expect(told.summary.rating).toBe('amber');
  });

  it('6.3(1) a meeting taken back: its preparations go with it', () => {
    const told = adult()
      .hear('2026-09-30', rated('green'))
      .hear('2026-10-01', scheduled('m', 'community-cetr', '2026-11-02'), 'sch')
      .hear('2026-10-05', corrected('sch'))
      .until('2026-11-10');
    expect(told.owed()).toEqual(['eligibility-decision no date open']);
    expect(told.course('panel-papers').at(-1)).toBe('2026-10-05 10:00 superseded 2026-11-01');
  });

  it('6.3(2) of several events, with the replacement of one', () => {
    const told = inHospital()
      .hear('2026-10-10', visited(), 'v')
      .hear('2026-10-12', held('r', 'post-admission-cetr'), 'r')
      .hear('2026-10-20', corrected(['v', 'r'], held('r', 'post-admission-cetr', '2026-10-13')), 'cor')
      .until('2026-10-21');
    expect(told.applied('cor')).toBe(true);
    expect(told.owed('inpatient-cetr')).toEqual(['inpatient-cetr 2027-04-13 open']);
    expect(told.owed('oversight-visit')).toEqual(['oversight-visit 2026-11-26 open']);
  });

  it('6.3(2) with a replacement of a type that none of them has, it is refused', () => {
    expect(
      inHospital()
        .hear('2026-10-10', visited(), 'v')
        .hear('2026-10-20', corrected(['v', 'adm'], discharged('2026-10-15')), 'cor')
        .until('2026-10-21')
        .applied('cor'),
    ).toBe(false);
  });

  it('6.3(2) what a correction has made illegal is refused as a whole', () => {
    const told = inHospital()
      .hear('2026-10-10', visited(), 'v')
      .hear('2026-10-20', corrected('adm', admitted('2026-10-15')), 'cor')
      .until('2026-10-21');
    expect(told.applied('cor')).toBe(false);
    expect(told.owed('post-admission-cetr')).toEqual(['post-admission-cetr 2026-10-29 open']);
  });

  it('6.3(3) the answer names the events that would then be illegal', () => {
    const at = (day: string): string => `${day}T10:00:00Z`;
    const one = (id: string, day: string, event: Said) => ({ id, at: at(day), events: [event] });
    const { answers } = tellCore(
      { bornOn: '1990-05-05' },
      [
        one('adm', '2026-10-01', admitted('2026-10-01')),
        one('v', '2026-10-10', visited('2026-10-10')),
        one('c', '2026-10-12', rated('green', '2026-09-01')),
        one('dis', '2026-10-15', discharged('2026-10-15')),
        one('cor', '2026-10-20', corrected('adm')),
      ],
      at('2026-10-21'),
    );
    const last = answers.at(-1);
    if (last?.outcome !== 'refused') throw new Error('the correction was not refused');
    expect(last.refusal.events).toEqual(expect.arrayContaining(['v', 'dis']));
    expect(last.refusal.events).not.toContain('c');
  });

  it('6.3(1) a correction of the birth date works the ages out again', () => {
    const told = story()
      .hear('2026-09-30', { type: 'birth-date-recorded', bornOn: '2009-01-01' }, 'born')
      .hear('2026-10-01', admitted())
      .hear('2026-10-05', corrected('born', { type: 'birth-date-recorded', bornOn: '1999-01-01' }))
      .until('2026-10-06');
    expect(told.course('post-admission-cetr')).toEqual([
      '2026-10-01 10:00 opened 2026-10-15',
      '2026-10-05 10:00 moved 2026-10-29 from 2026-10-15',
    ]);
  });

  it('6.3(1) papers that satisfied are asked for again where their consent is taken back', () => {
    const told = adult()
      .hear('2026-10-01', scheduled('m', 'community-cetr', '2026-11-02'))
      .hear('2026-10-02', consent('own', ['disclosure']), 'con')
      .hear('2026-10-10', deed('papers-sent', 'm'))
      .hear('2026-10-12', corrected('con'))
      .until('2026-10-13');
    expect(told.course('panel-papers')).toEqual([
      '2026-10-01 10:00 opened 2026-11-01',
      '2026-10-10 10:00 met 2026-11-01',
      '2026-10-12 10:00 opened 2026-11-01',
    ]);
  });
});
