import { partSchema, singleSchema } from '../../../api/schemas/requests';
import { eventTypeOf } from '../../../api/description/schemas';
import { against, description, named } from '../support/description';

type Body = Record<string, unknown>;

const UPPER = '0F8F1B9E-3C54-4A0E-8D2E-6A6A5E7F1A03';

/** Values of every kind, fit for some field and unfit for most. */
const VALUES: readonly unknown[] = [
  ...['https://example.org', 'See WWW.example.org', 'Mailto:x', 'a hotel: room 2', 'x](y', '9434765919', 'm-943-476-5919', 'm-943476591'],
  ...['', ' ', '\u00a0\u2003', '\ufeff', '\u200b', 'x', ' x ', 'two\nlines', 'tab\there', 'x\u0007', 'x\u007f', 'x\u0085', 'x\u2028y'],
  ...[
    'x'.repeat(64),
    'x'.repeat(65),
    'x'.repeat(200),
    'x'.repeat(4_000),
    'x'.repeat(4_001),
    '😀'.repeat(4_000),
    '😀'.repeat(4_001),
    '😀'.repeat(200),
  ],
  ...[
    '2026-10-01',
    '2026-02-29',
    '2024-02-29',
    '1899-12-31',
    '1900-01-01',
    '2199-12-31',
    '2200-01-01',
    '26-10-01',
    '2026-1-1',
    '٢٠٢٦-١٠-٠١',
  ],
  ...[
    '2026-10-01T10:00',
    '2026-10-01T10:00Z',
    '2026-10-01T10:00z',
    '2026-10-01T10:00:00.123456789+01:00',
    '2026-10-01T10:00+0100',
    '2026-10-01T24:00',
  ],
  ...[
    '2026-10-01T23:30:00+00:00[UTC]',
    '2026-10-01T23:30[Europe/London]',
    '2026-10-01T23:30Z[u-ca=hebrew]',
    '2026-10-01T10:00+01:00:30',
    '2026-10-01 10:00',
  ],
  ...[
    '09:00',
    '9:00',
    '24:00',
    '23:59',
    '23:59:59',
    'm-1',
    'M1',
    '-m',
    'a_b',
    'a.b',
    'm/1',
    'e:1',
    'Tom Smith',
    'ſ',
    'oversight-visit',
    'oversight-visit:adm/1',
    'Oversight',
  ],
  ...[
    UPPER,
    UPPER.toLowerCase(),
    `${UPPER}/1`,
    `${UPPER}/1234`,
    '00000000-0000-0000-0000-000000000000',
    '0f8f1b9e-3c54-9a0e-0d2e-6a6a5e7f1a03',
    'urn:uuid:0f8f1b9e-3c54-4a0e-8d2e-6a6a5e7f1a03',
  ],
  ...[
    null,
    true,
    false,
    0,
    1,
    1.5,
    -1,
    1e308,
    [],
    ['x'],
    ['register'],
    ['register', 'use'],
    ['register', 'x'],
    ['x', 1],
    Array.from({ length: 21 }, () => 'x'),
    Array.from({ length: 51 }, () => 'x'),
    {},
    { type: 'x' },
  ],
  ...[
    { type: 'visit-held' },
    { type: 'visit-held', id: UPPER },
    { type: 'rules-adopted', ruleSet: 'x' },
    { type: 'meeting-held', meeting: 'm', kind: 'mam' },
  ],
];

/** All that an enumeration of the description names, wherever it stands. */
function enumerated(value: unknown, found: Set<unknown> = new Set()): Set<unknown> {
  if (typeof value !== 'object' || value === null) return found;
  const schema = value as { enum?: unknown[]; const?: unknown };
  for (const one of schema.enum ?? []) found.add(one);
  for (const inner of Object.values(value)) enumerated(inner, found);
  return found;
}
const POOL = [...VALUES, ...enumerated(description.components.schemas)];

/** The schema of one type of event. */
function optionOf(union: string, type: string): unknown {
  const options = description.components.schemas[union]?.['oneOf'] as { $ref: string }[];
  return options
    .map(({ $ref }) => description.components.schemas[$ref.split('/').at(-1) ?? ''])
    .find((option) => (option?.['properties'] as { type: { const: string } } | undefined)?.type.const === type);
}

/** Says what is wrong with the calendar alone, which no schema can. */
const beyond = (message: string): boolean => /is no day|date and time/.test(message);

/** One that the service takes: the fields that it needs, found among the values. */
function sample(type: string, properties: readonly string[], takes: (body: Body) => readonly string[]): Body {
  const body: Body = { type };
  for (let wrong = takes(body); wrong.length > 0; wrong = takes(body)) {
    const better = properties
      .filter((field) => field !== 'type' && wrong.includes(field))
      .flatMap((field) => POOL.map((value): [string, unknown] => [field, value]))
      .find(([field, value]) => !takes({ ...body, [field]: value }).includes(field));
    if (!better) throw new Error(`no ${type} is taken: ${wrong.join(', ')}`);
    body[better[0]] = better[1];
  }
  return body;
}

describe.each([
  ['Event', singleSchema],
  ['EventPart', partSchema],
] as const)('%s in the description is what the service takes', (name, schema) => {
  const wrongFields = (body: Body): string[] => {
    const read = schema.safeParse(body);
    return read.success ? [] : read.error.issues.map(({ path }) => String(path[0] ?? 'type'));
  };

  test.each(schema.options.map((option) => [eventTypeOf(option) ?? '', option] as const))('%s', (type, option) => {
    const fields = Object.keys(option.shape);
    const body = sample(type, fields, wrongFields);
    expect(against(named(name), body)).toBeNull();
    const few = [...enumerated(optionOf(name, type)), '2026-10-01', 'm-1', '09:00', undefined];
    const bodies: Body[] = [
      { ...body, other: 1 },
      ...fields.map((field) => Object.fromEntries(Object.entries(body).filter(([key]) => key !== field))),
      ...fields.flatMap((field) => POOL.map((value) => ({ ...body, [field]: value }))),
      // Two at a time where fields may be tied to each other.
      ...fields.flatMap((one) =>
        fields.flatMap((other) =>
          few.flatMap((value) =>
            one < other && one !== 'id' && body[one] !== undefined ? [{ ...body, [other]: '2026-10-01', [one]: value }] : [],
          ),
        ),
      ),
    ];
    for (const sent of bodies) {
      const plain = JSON.parse(JSON.stringify(sent)) as Body;
      const read = schema.safeParse(plain);
      const complaint = against(named(name), plain);
      if (read.success === (complaint === null)) continue;
      const messages = read.success ? ['taken'] : read.error.issues.map(({ message }) => message);
      expect([JSON.stringify(plain).slice(0, 300), complaint, messages.filter((message) => !beyond(message))]).toEqual([
        'described',
        null,
        [],
      ]);
    }
  });
});
