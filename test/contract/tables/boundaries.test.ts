import {
  admitted,
  agreed,
  cancelled,
  consent,
  deed,
  discharged,
  held,
  movedAway,
  rated,
  scheduled,
  visited,
  withdrawn,
} from '../../support/core/facts';
import { adult, story } from '../../support/core/story';

/** The day itself, and the day beside it. */
describe('on the day itself', () => {
  const amber = () => adult('llr-2023').onRegister('2026-09-01').hear('2026-10-01', rated('amber'));
  const planned = () =>
    adult()
      .hear('2026-10-01T09:00', scheduled('m', 'community-cetr', '2026-11-02'))
      .hear('2026-10-01T09:01', consent('own'));
  const papers = '2026-10-01 09:00 opened 2026-11-01';

  it('6.9(2) an admission on the due date of a MAM supersedes it', () => {
    expect(amber().hear('2026-10-15T20:00', admitted()).until('2026-10-17').course('mam')).toEqual([
      '2026-10-01 10:00 opened 2026-10-15',
      '2026-10-15 20:00 superseded 2026-10-15',
    ]);
  });

  it('6.9(2) one heard of late supersedes it where it was that day, and not where it was the day after', () => {
    const told = (on: string) => amber().hear('2026-10-20', admitted(on)).until('2026-10-21').course('mam');
    expect(told('2026-10-15').at(-1)).toBe('2026-10-20 10:00 superseded 2026-10-15');
    expect(told('2026-10-16').at(-1)).toBe('2026-10-16 00:00 missed 2026-10-15');
  });

  it('6.11(4) so does a withdrawal', () => {
    expect(amber().hear('2026-10-15', withdrawn()).until('2026-10-17').course('mam').at(-1)).toBe('2026-10-15 10:00 superseded 2026-10-15');
    expect(
      amber()
        .hear('2026-10-20', withdrawn(undefined, { on: '2026-10-15' }))
        .until('2026-10-21')
        .course('mam')
        .at(-1),
    ).toBe('2026-10-20 10:00 superseded 2026-10-15');
    expect(
      amber()
        .hear('2026-10-20', withdrawn(undefined, { on: '2026-10-16' }))
        .until('2026-10-21')
        .course('mam')
        .at(-1),
    ).toBe('2026-10-16 00:00 missed 2026-10-15');
  });

  it('6.11(4) papers due on the day of the loss of disclosure are superseded', () => {
    expect(
      planned()
        .hear('2026-11-01', withdrawn(['disclosure']))
        .until('2026-11-03')
        .course('panel-papers'),
    ).toEqual([papers, '2026-11-01 10:00 superseded 2026-11-01']);
  });

  it('6.12(9) papers due on the day of the cancellation are superseded', () => {
    expect(planned().hear('2026-11-01', cancelled('m')).until('2026-11-03').course('panel-papers')).toEqual([
      papers,
      '2026-11-01 10:00 superseded 2026-11-01',
    ]);
  });

  it('6.12(7) papers due on the day on which it was held are superseded', () => {
    expect(planned().hear('2026-11-01', held('m', 'community-cetr')).until('2026-11-03').course('panel-papers')).toEqual([
      papers,
      '2026-11-01 10:00 superseded 2026-11-01',
    ]);
  });

  it('6.9(1) the discharge on the due date of a visit supersedes it, one the day after does not', () => {
    const told = (on: string) =>
      adult().hear('2026-10-01', admitted()).hear('2026-11-30', discharged(on)).until('2026-12-01').course('oversight-visit').at(-1);
    expect(told('2026-11-26')).toBe('2026-11-30 10:00 superseded 2026-11-26');
    expect(told('2026-11-27')).toBe('2026-11-27 00:00 missed 2026-11-26');
  });

  it('6.16(2) so it is with an end', () => {
    const told = (on: string) =>
      adult().hear('2026-10-01', agreed('a', '2026-10-15')).hear('2026-10-20', movedAway(on)).until('2026-10-21').course('action').at(-1);
    expect(told('2026-10-15')).toBe('2026-10-20 10:00 superseded 2026-10-15');
    expect(told('2026-10-16')).toBe('2026-10-16 00:00 missed 2026-10-15');
  });

  it('6.2(3) a discharge on the day of a visit or a review is taken', () => {
    const stay = () =>
      adult().hear('2026-10-01', admitted()).hear('2026-10-10T09:00', visited()).hear('2026-10-10T10:00', held('r', 'inpatient-cetr'));
    expect(stay().hear('2026-10-12', discharged('2026-10-10'), 'd').until('2026-10-13').applied('d')).toBe(true);
    expect(stay().hear('2026-10-12', discharged('2026-10-09'), 'd').until('2026-10-13').applied('d')).toBe(false);
  });

  it('6.2(3) an admission on the day on which the last stay ended is taken, one before is not', () => {
    const past = () => adult().hear('2026-10-01', admitted()).hear('2026-10-10', discharged());
    expect(past().hear('2026-10-12', admitted('2026-10-10'), 'a').until('2026-10-13').applied('a')).toBe(true);
    expect(past().hear('2026-10-12', admitted('2026-10-09'), 'a').until('2026-10-13').applied('a')).toBe(false);
  });

  it('6.13(1) an action due on the day on which it was agreed is open that day', () => {
    expect(adult().hear('2026-10-01', agreed('a', '2026-10-01')).until('2026-10-02').course('action')).toEqual([
      '2026-10-01 10:00 opened 2026-10-01',
      '2026-10-02 00:00 missed 2026-10-01',
    ]);
  });

  it('6.17(5) consent on the 17th birthday opens the transition plan, on the 18th not', () => {
    const given = (bornOn: string) => story({ bornOn }).hear('2026-10-01', consent('own')).until('2026-10-01').course('transition-plan');
    expect(given('2009-10-01')).toEqual(['2026-10-01 10:00 opened no date']);
    expect(given('2008-10-01')).toEqual([]);
    expect(given('2008-10-02')).toEqual(['2026-10-01 10:00 opened no date']);
    expect(given('2009-10-02')).toEqual([]);
  });

  it('6.17(3) an own consent on the 16th birthday meets consent-at-16; a first consent of the parents on that day opens none', () => {
    const parents = (day: string) => story({ bornOn: '2010-12-01' }).hear(day, consent('parental-responsibility'));
    expect(parents('2026-09-01').hear('2026-12-01', consent('own')).until('2026-12-03').course('consent-at-16').at(-1)).toBe(
      '2026-12-01 10:00 met 2026-12-01',
    );
    expect(parents('2026-12-01').until('2026-12-03').course('consent-at-16')).toEqual([]);
    expect(parents('2026-11-30').until('2026-12-03').course('consent-at-16')).toEqual([
      '2026-11-30 10:00 opened 2026-12-01',
      '2026-12-02 00:00 missed 2026-12-01',
    ]);
  });

  it('5.1 the reminder 14 days before needs 28 days, the one 7 days before needs 14', () => {
    const steps = (due: string) =>
      adult()
        .hear('2026-10-05', agreed('a', due))
        .until('2026-11-30')
        .steps('action')
        .filter((step) => step.includes('remind'));
    expect(steps('2026-11-02')).toEqual(['2026-10-19 08:00 remind owner', '2026-10-26 08:00 remind owner']);
    expect(steps('2026-10-30')).toEqual(['2026-10-23 08:00 remind owner']);
    expect(steps('2026-10-19')).toEqual(['2026-10-12 08:00 remind owner']);
    expect(steps('2026-10-16')).toEqual([]);
  });

  it('6.12(4) a report sent on the due date is met, on the next day late', () => {
    const sent = (day: string) =>
      adult()
        .hear('2026-10-01', held('m', 'community-cetr'))
        .hear(day, deed('report-sent', 'm'))
        .until('2026-10-17')
        .course('cetr-report')
        .at(-1);
    expect(sent('2026-10-15')).toBe('2026-10-15 10:00 met 2026-10-15');
    expect(sent('2026-10-16')).toBe('2026-10-16 10:00 late 2026-10-15');
  });
});
