import { contactSchema } from '../people/contacts';
import type { Contact } from '../../domain/notices/recipients';
import type { Dice } from './dice';

const FIRST = [
  'Alex',
  'Billie',
  'Charlie',
  'Dana',
  'Ellis',
  'Frankie',
  'Gale',
  'Harper',
  'Indie',
  'Jamie',
  'Kit',
  'Lou',
  'Morgan',
  'Noor',
  'Ollie',
  'Perry',
] as const;
const MORE = [
  'Quinn',
  'Rowan',
  'Sasha',
  'Taylor',
  'Val',
  'Wren',
  'Yaz',
  'Zoë',
  'Rhŷs',
  'Siân',
  'Aisling',
  'Bilal',
  'Chidi',
  'Devi',
  'Ewa',
  'Farah',
] as const;
/** By which everybody sees that nobody is meant. */
const LAST = ['Example', 'Sample', 'Testley', 'Madeup', 'Specimen', 'Placeholder', 'Fictional', 'Pretend', 'Invented'] as const;

/** So many names, no two alike, each of nobody. */
export function namesOf(dice: Dice, count: number): string[] {
  const all = [...FIRST, ...MORE].flatMap((first) => LAST.map((last) => `${first} ${last}`));
  return dice.shuffled(all).slice(0, count);
}

/** Who is recorded with a made-up person; their addresses exist nowhere. */
export function contactsOf(dice: Dice, number: number, name: string): Contact[] {
  const [first = '', last = ''] = name.split(' ');
  const contact = (id: string, role: Contact['role'], who: string, more: Partial<Contact> = {}): Contact => ({
    ...contactSchema.parse({ role, name: who, email: `${id}.${number}@example.org`, ...more }),
    id,
  });
  const relative = dice.pick([...FIRST, ...MORE].filter((one) => one !== first));
  const phone = `07700 900${String(dice.between(100, 999))}`;
  return [
    contact('self', 'person', name, { easyRead: dice.percent(35), calendar: dice.percent(20) }),
    contact('relative', 'parent-carer', `${relative} ${last}`, {
      chosen: true,
      calendar: dice.percent(50),
      referred: dice.percent(40),
      phone,
    }),
    ...(dice.percent(30) ? [contact('advocate', 'advocate', `${dice.pick(MORE)} Advocate-Example`, { chosen: true })] : []),
    contact('referrer', 'referrer', `${dice.pick(FIRST)} Referrer-Example`, { referred: true }),
  ];
}
