import type { StaffOnRecord } from '../../domain/notices/recipients';
import { staffingAt } from '../../domain/notices/staffing';
import { recipientsOf } from '../../services/notices/recipients';
import { instant } from '../support/core/core';

const at = (day: number) => instant(`2026-10-${String(day).padStart(2, '0')}T08:00:00Z`);
const member = (id: string, more: Partial<StaffOnRecord> = {}): StaffOnRecord => ({
  ...{ id, name: id, email: `${id}@work.example`, audiences: ['team'], from: null, until: null, away: [] },
  ...more,
});
const away = (from: number, until: number | null, cover: string | null) => ({
  ...{ number: 1, from: at(from), until: until === null ? null : at(until), cover },
});
const BOOK = ['team', 'commissioner'].map((id) => ({ id, name: id, email: `${id}@box.example`, audiences: [id as 'team'] }));

/** Who gets what is for an audience on a day. */
const reached = (
  members: readonly StaffOnRecord[],
  day: number,
  audience: 'team' | 'commissioner' | 'owner',
  owner: string | null = null,
  book = BOOK,
) => recipientsOf(audience, { book, contacts: [], ...staffingAt(members, at(day), owner) }).map(({ reference }) => reference);

describe('who of the staff is written to', () => {
  test('from the first instant on, and until before the last', () => {
    const members = [member('old', { until: at(10) }), member('new', { from: at(10) }), member('always')];
    expect(reached(members, 9, 'team')).toEqual(['staff:old', 'staff:always']);
    expect(reached(members, 10, 'team')).toEqual(['staff:new', 'staff:always']);
    expect(reached([member('old', { until: at(10) })], 10, 'team')).toEqual(['book:team']);
  });

  test('while one is away their cover, for all that is theirs, and else the others', () => {
    const members = [
      member('lee', { audiences: ['commissioner'], away: [away(5, 10, 'sam')] }),
      member('sam'),
      member('ana', { away: [away(5, 10, null)] }),
    ];
    expect(reached(members, 4, 'commissioner')).toEqual(['staff:lee']);
    expect(reached(members, 5, 'commissioner')).toEqual(['staff:sam']);
    expect(reached(members, 5, 'team')).toEqual(['staff:sam']);
    expect(reached(members, 10, 'commissioner')).toEqual(['staff:lee']);
  });

  test('a cover who is away is covered in turn, one who has left stands in for nobody, and two who name each other for neither', () => {
    const lee = member('lee', { audiences: ['commissioner'], away: [away(5, null, 'sam')] });
    expect(reached([lee, member('sam', { away: [away(5, null, 'ana')] }), member('ana')], 5, 'commissioner')).toEqual(['staff:ana']);
    expect(reached([lee, member('sam', { until: at(5) }), member('ana')], 5, 'commissioner')).toEqual(['book:commissioner']);
    expect(reached([lee, member('sam', { away: [away(5, null, 'lee')] }), member('ana')], 5, 'commissioner')).toEqual([
      'book:commissioner',
    ]);
  });

  test('with nobody to stand in and no mailbox it is the team; where nobody was ever recorded, nobody', () => {
    const lee = member('lee', { audiences: ['commissioner'], away: [away(5, null, null)] });
    const team = BOOK.filter(({ id }) => id === 'team');
    expect(reached([lee, member('sam')], 5, 'commissioner', null, team)).toEqual(['staff:sam']);
    expect(reached([lee], 5, 'commissioner', null, team)).toEqual(['book:team']);
    expect(reached([member('sam')], 5, 'commissioner', null, team)).toEqual(['nobody']);
  });

  test('of two times away that overlap the one said last counts', () => {
    const lee = member('lee', { away: [away(5, 10, 'sam'), { ...away(7, 8, 'ana'), number: 2 }] });
    const of = (day: number) => staffingAt([lee, member('sam'), member('ana')], at(day), null).absent[0]?.cover?.id;
    expect([of(6), of(7), of(8)]).toEqual(['sam', 'ana', 'sam']);
  });
});

test('what is for the owner goes to them, while away to their cover, and to the team where nobody owns it or the owner is away or gone', () => {
  const team = [member('sam'), member('ana')];
  const kim = member('kim', { audiences: [] });
  expect(reached([...team, kim], 5, 'owner', 'kim')).toEqual(['staff:kim']);
  expect(reached([...team, kim], 5, 'owner')).toEqual(['staff:sam', 'staff:ana']);
  expect(reached([...team, { ...kim, away: [away(5, null, 'ana')] }], 5, 'owner', 'kim')).toEqual(['staff:ana']);
  expect(reached([...team, { ...kim, away: [away(5, null, null)] }], 5, 'owner', 'kim')).toEqual(['staff:sam', 'staff:ana']);
  expect(reached([...team, { ...kim, until: at(5) }], 5, 'owner', 'kim')).toEqual(['staff:sam', 'staff:ana']);
});
