import { storedContacts } from '../../../../services/people/contacts';
import { ownDetails } from '../../../../services/notices/letters/naming/own-details';
import { oneLine, tellPlace } from '../../../../services/notices/letters/tell-place';
import { SECRET_NHS_NUMBER } from '../support/world';

const family = (name: string, more: object = {}) => ({ id: 'mum', name, role: 'parent-carer', ...more });
const told = (place: string, name: string | null, contacts: readonly object[] = [], nhsNumber?: string) =>
  tellPlace(place, ownDetails({ name, nhsNumber: nhsNumber ?? null }, storedContacts(contacts)));

type Row = readonly [place: string, name: string | null, contacts?: readonly object[], nhsNumber?: string];
const SHOWN: readonly Row[] = [
  ['St Andrew’s, Cliftonville', 'Tom Example', [{ name: 'St Andrew’s Healthcare, Cliftonville', role: 'provider' }]],
  ['St Andrew’s, Cliftonville', 'Andrew Clifton'],
  ['Room 4, Hill House', 'Rose Hill'],
  ['Rose Ward, Hill House', 'Rose Hill'],
  ['Block R, Hill House', 'Rose Hill'],
  ['Meeting room 2, Example Valley hospital', 'Tom Example', [family('Jo Example')]],
  ['Advocacy Quillfeather, room 3', 'Tom Example', [{ name: 'Ada Quillfeather', role: 'advocate' }]],
  ['Kit’s office at the clinic', 'Tom Example', [{ name: 'Kit Keyworker', role: 'keyworker' }]],
  ['Test Ward', 'Tom Ward'],
  ['Green Room, The Park, Church Street', 'Grace Green', [family('Ann Church-Park')]],
  ['The King’s House, room 1', 'Ann King'],
  ['Elizabeth Wing, Taylor Ward', 'Elizabeth Taylor-Brown'],
  ['Brightham Hall', 'Mei Tham'],
  ['Manchester Road Clinic', 'Tom Chester'],
  ['In May or June at the library', 'May June Quillfeather'],
  ['at home', 'Tom Example'],
  ['Family home, by video', 'Tom Example'],
  ['Room 0116 496 0100', 'Tom Example', [{ name: 'Ward', role: 'provider', phone: '0116 496 0100' }]],
  ['County Hall, 12 High Street, EX1 2AB', 'Tom Example'],
  ['Rose Lodge care home, 3 Mill Lane, EX1 2AB', 'Tom Example'],
  ['Room 12, 2nd floor, 10 to 11', 'Tom Example'],
  ['會議室 2', 'Tom Example'],
];

const HIDDEN: readonly Row[] = [
  ['Xu family home', 'Li Xu'],
  ['xu family home', null, [family('Mrs Xu')]],
  ['徐家', '徐家'],
  ['the Quillfeathers’', 'Zebedee Quillfeather'],
  ['at the home of the Quillfeathers', 'Zebedee Quillfeather'],
  ['QUILLFEATHER HOUSE', 'Zebedee Quillfeather'],
  ['Quill feather flat', 'Zebedee Quillfeather'],
  ['Q u i l l f e a t h e r', 'Zebedee Quillfeather'],
  ['Ｑｕｉｌｌｆｅａｔｈｅｒ, room 2', 'Zebedee Quillfeather'],
  ['Quill\u00adfea\u200bther', 'Zebedee Quillfeather'],
  ['Ze\u0301bedee’s school', 'Zébedee Quillfeather'],
  ['Jose’s flat', 'José Núñez'],
  ['Nunez', 'José Núñez'],
  ['Strasse bei Weiß', 'Anna Weiss'],
  ['O Brien’s', 'Pat O’Brien'],
  ['obrien', 'Pat O’Brien'],
  ['SmithJones', 'Amy Smith-Jones'],
  ['Rose Hill’s', 'Rose Hill'],
  ['Hill, Rose', 'Rose Hill'],
  ['R. Hill, room 2', 'Rose Hill'],
  ['ROSE HILL', 'Rose Hill'],
  ['Rose’s house', 'Rose Hill'],
  ['Tom’s House', 'Tom Example'],
  ['Toms mum’s flat', 'Tom Example'],
  ['Mrs Hill’s', 'Rose Hill'],
  ['Hill family home', 'Rose Hill'],
  ['home of the Hills', 'Rose Hill'],
  ['ask for Rose at reception', 'Rose Hill'],
  ['at Rose’s', 'Rose Hill'],
  ['van der Berg', 'Jan van der Berg'],
  ['943-476-5919', 'Tom Example', [], '9434765919'],
  ['room 999 123 4561', null, [], SECRET_NHS_NUMBER],
  ['9991234561', 'Tom Example', [], SECRET_NHS_NUMBER],
  ['９９９　１２３　４５６１', 'Tom Example', [], SECRET_NHS_NUMBER],
  ['٩٩٩١٢٣٤٥٦١', 'Tom Example', [], SECRET_NHS_NUMBER],
  ['9\u200b99.123\u2011456/1', 'Tom Example', [], SECRET_NHS_NUMBER],
  ['NHS9991234561', 'Tom Example', [], SECRET_NHS_NUMBER],
  ['943 476 5919', 'Tom Example'],
  ['ring 07700 900111 at the door', null, [family('Jo', { phone: '+44 7700 900111' })]],
  ['+44 (0)7700-900-111', null, [family('Jo', { phone: '07700 900111' })]],
  ['14 Acacia Avenue, Exampleton', 'Tom Example'],
  ['14a acacia avenue EX1 2AB', 'Tom Example'],
  ['Flat 3, Hill House', 'Tom Example'],
  ['Home: 2 The Green Lane', 'Tom Example'],
  ['At home, EX1 2AB', 'Tom Example'],
  ['１４ Acacia Ａvenue', 'Tom Example'],
];

describe('a place is told', () => {
  test.each(SHOWN.map((row) => [row[0], row[1], row] as const))('%s, of %s', (place, _name, row) => {
    expect(told(...row)).toEqual({ words: place, withheld: false });
  });
});

describe('a place is kept back', () => {
  test.each(HIDDEN.map((row) => [row[0], row[1], row] as const))('%s, of %s', (_place, _name, row) => {
    expect(told(...row)).toEqual({ words: null, withheld: true });
  });

  test.each(['see https://elsewhere.example/x', 'www.elsewhere.example', 'meet.example.com/abc', 'ask jo@work.example', 'tel:0116'])(
    'with a link in it: %s',
    (place) => expect(told(place, 'Tom Example').withheld).toBe(true),
  );
});

test('a place is one line of at most 200 characters, whatever stands in an old row', () => {
  expect(told('Room 2\n\n## Call now\r\n- then', null).words).toBe('Room 2, ## Call now, - then');
  expect(told('\u202eRoom\u0000 2\u2028\t', null).words).toBe('Room 2');
  expect([...(told('x '.repeat(300), null).words ?? '')].length).toBeLessThanOrEqual(200);
  expect(told('  \n ', null)).toEqual({ words: null, withheld: false });
  expect(oneLine('a\ud800b')).toBe('a\ufffdb');
});
