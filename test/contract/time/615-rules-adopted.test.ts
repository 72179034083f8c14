import { admitted, held, rated, type Said } from '../../support/core/facts';
import { adult } from '../../support/core/story';

const rules = (ruleSet: string): Said => ({ type: 'rules-adopted', ruleSet });

describe('6.15 Rules adopted', () => {
  const amber = (ruleSet: string) => adult(ruleSet).onRegister('2026-09-01').hear('2026-10-01', rated('amber'));

  it('6.15(1) what was missed before the adoption was heard keeps its rule and date', () => {
    const told = amber('llr-2023').hear('2026-10-20', rules('england-2023'), 'new').until('2026-10-21');
    expect(told.applied('new')).toBe(true);
    expect(told.course('mam')).toEqual(['2026-10-01 10:00 opened 2026-10-15', '2026-10-16 00:00 missed 2026-10-15']);
    expect(told.owed('mam')).toEqual(['mam 2026-10-15 missed']);
    expect(told.summary.openDeadlines.find(({ kind }) => kind === 'mam')?.rule).toMatch(/llr-2023/);
  });

  it('6.15(1) what was met keeps them too', () => {
    const told = amber('england-2023')
      .hear('2026-10-06', held('m', 'mam', undefined, 'stand-down'))
      .hear('2026-10-20', rules('llr-2023'))
      .until('2026-10-21');
    expect(told.course('mam')).toEqual(['2026-10-01 10:00 opened no date', '2026-10-06 10:00 met no date']);
  });

  it('6.15(1) what was done late after the adoption is still judged by the date that it missed', () => {
    const told = amber('llr-2023')
      .hear('2026-10-20', rules('england-2023'))
      .hear('2026-10-22', held('m', 'mam', undefined, 'stand-down'))
      .until('2026-10-23');
    expect(told.course('mam').at(-1)).toBe('2026-10-22 10:00 late 2026-10-15');
  });

  it('6.15(2) open ones are worked out afresh from the same anchors', () => {
    const dated = amber('england-2023').hear('2026-10-06', rules('llr-2023')).until('2026-10-07');
    expect(dated.course('mam')).toEqual(['2026-10-01 10:00 opened no date', '2026-10-06 10:00 moved 2026-10-15 from no date']);
    expect(dated.summary.openDeadlines.find(({ kind }) => kind === 'mam')?.rule).toMatch(/llr-2023/);
    const undated = amber('llr-2023').hear('2026-10-06', rules('england-2023')).until('2026-10-20');
    expect(undated.course('mam')).toEqual(['2026-10-01 10:00 opened 2026-10-15', '2026-10-06 10:00 moved no date from 2026-10-15']);
  });

  it('6.15(2) one that is overdue by the new rules is moved, and missed', () => {
    const told = amber('england-2023').hear('2026-10-20', rules('llr-2023')).until('2026-10-21');
    expect(told.course('mam')).toEqual([
      '2026-10-01 10:00 opened no date',
      '2026-10-20 10:00 moved 2026-10-15 from no date',
      '2026-10-20 10:00 missed 2026-10-15',
    ]);
  });

  it('6.15(2) one that the new set does not know is superseded', () => {
    const told = adult('mha-2025-draft')
      .onRegister('2026-09-01')
      .hear('2026-10-01', admitted(undefined, 'low', { detained: true }))
      .hear('2026-10-06', rules('england-2023'))
      .until('2026-10-07');
    expect(told.course('mha-first-meeting')).toEqual(['2026-10-01 10:00 opened 2026-10-28', '2026-10-06 10:00 superseded 2026-10-28']);
    expect(told.course('post-admission-cetr')).toEqual(['2026-10-01 10:00 opened 2026-10-29']);
  });
});
