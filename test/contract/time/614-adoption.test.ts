import { admitted, consent, discharged, eligible, held, visited } from '../../support/core/facts';
import { adult } from '../../support/core/story';

describe('6.14 Adoption', () => {
  // Taken over on Thursday 1 October 2026; in a non-secure ward since 1 June.
  const adopted = () => adult().hear('2026-10-01T09:00', { type: 'adopted', on: '2026-10-01' }, 'adopted');
  const inHospital = () => adopted().hear('2026-10-01T09:05', admitted('2026-06-01'), 'adm');

  it('6.14(1) facts from the old register are ordinary events with their own day', () => {
    const told = adopted()
      .hear('2026-10-01T09:01', eligible('autism', '2026-03-02'))
      .hear('2026-10-01T09:02', consent('own', undefined, { on: '2026-03-02' }))
      .hear('2026-10-01T09:05', admitted('2026-06-01'), 'adm')
      .hear('2026-10-01T09:06', held('r1', 'post-admission-cetr', '2026-06-20'), 'r1')
      .hear('2026-10-01T09:07', visited('2026-09-14'), 'v')
      .until('2026-10-02');
    expect(['adm', 'r1', 'v'].map((id) => told.applied(id))).toEqual([true, true, true]);
    expect(told.summary.rating).toBe('blue');
    // The feedback was owed until the 28th day after the review, 18 July.
    expect(told.owed()).toEqual([
      'cetr-report 2026-07-04 missed',
      'consent-renewal 2027-03-02 open',
      'inpatient-cetr 2026-12-20 open',
      'oversight-visit 2026-11-09 open',
    ]);
  });

  it('6.14(2) a deadline due before that day and satisfied by a known fact is met before, never late', () => {
    // Due 29 June, done on 10 July.
    const course = inHospital()
      .hear('2026-10-01T09:10', held('r1', 'post-admission-cetr', '2026-07-10'))
      .until('2026-10-03')
      .course('post-admission-cetr');
    expect(course.at(-1)).toBe('2026-10-01 09:10 met 2026-06-29 before');
    expect(course.filter((line) => line.includes('late'))).toEqual([]);
    expect(course.filter((line) => line.includes('missed') && !line.endsWith('before'))).toEqual([]);
  });

  it('6.14(2) one still undone is missed before, and owed', () => {
    const told = inHospital().until('2026-10-05');
    expect(told.course('post-admission-cetr')[0]).toBe('2026-10-01 09:05 opened 2026-06-29');
    expect(told.course('post-admission-cetr').at(-1)).toMatch(/missed 2026-06-29 before$/);
    expect(told.owed('post-admission-cetr')).toEqual(['post-admission-cetr 2026-06-29 missed']);
  });

  it('6.14(2) it fires no step until released', () => {
    const told = inHospital().until('2026-12-31');
    expect(told.steps('post-admission-cetr')).toEqual([]);
    expect(told.steps('oversight-visit')).toEqual([]);
  });

  it('6.14(2) what is missed before fires its steps after steps-released', () => {
    // oversight-visit was due on 27 July: the escalations to the manager fall on 10 August and every 28 days, so on Monday 2 November.
    const told = inHospital().hear('2026-10-06', { type: 'steps-released' }).until('2026-11-03');
    const steps = told.steps('oversight-visit');
    expect(steps.filter((step) => step < '2026-10-06 10:00')).toEqual([]);
    expect(steps.at(-1)).toBe('2026-11-02 08:00 escalate manager');
  });

  it('6.14(2) steps-released may name one deadline', () => {
    const id = inHospital().until('2026-10-02').ids('oversight-visit')[0];
    if (id === undefined) throw new Error('no oversight visit was opened');
    const told = inHospital().hear('2026-10-06', { type: 'steps-released', deadline: id }).until('2026-11-03');
    expect(told.steps('oversight-visit').at(-1)).toBe('2026-11-02 08:00 escalate manager');
    expect(told.steps('post-admission-cetr')).toEqual([]);
  });

  it('6.14(2) known is what was heard within 24 hours after the adoption', () => {
    const heard = (at: string) =>
      inHospital()
        .hear(at, held('r1', 'post-admission-cetr', '2026-07-10'))
        .until('2026-10-12')
        .course('post-admission-cetr')
        .at(-1);
    expect(heard('2026-10-02T08:59')).toBe('2026-10-02 08:59 met 2026-06-29 before');
    expect(heard('2026-10-02T09:01')).toMatch(/^2026-10-02 09:01 late 2026-06-29/);
  });

  it('6.14(2) what is due on that day or later is an ordinary deadline', () => {
    const told = adopted().hear('2026-10-01T09:05', admitted('2026-09-03')).until('2026-10-10');
    expect(told.course('post-admission-cetr')).toEqual(['2026-10-01 09:05 opened 2026-10-01', '2026-10-02 00:00 missed 2026-10-01']);
    expect(told.steps('post-admission-cetr')).not.toEqual([]);
  });

  it('6.14(2) what a past stay left behind is superseded by its discharge as ever', () => {
    const told = adopted()
      .hear('2026-10-01T09:05', admitted('2026-09-20'))
      .hear('2026-10-01T09:06', discharged('2026-09-28'))
      .until('2026-10-02');
    expect(told.owed('post-admission-cetr')).toEqual([]);
    expect(told.summary.rating).toBe('amber');
  });
});
