import fc from 'fast-check';
import { conforms } from '../support/conforms';
import { admission, aReferral, onRegister, startService, type Service } from '../support/service';

/** Whatever is sent, the answer is a 2xx or a 4xx that the route declares, and a refusal changes nothing. */
describe('anything at all, sent to the API', () => {
  let service: Service;
  let tom: string;
  beforeAll(async () => {
    service = await startService();
    service.setClock('2026-10-01T20:00');
    tom = await aReferral(service);
  });
  afterAll(() => service.close());

  const anyText = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.constantFrom('__proto__', 'constructor', '2026-10-01', '9999-99-99', 'amber', '\u0000', '\ud800'),
  );
  const anyJson = fc.jsonValue({ maxDepth: 6, noUnicodeString: false });
  const aField = fc.constantFrom(
    'id',
    'type',
    'on',
    'occurredAt',
    'security',
    'detained',
    'planned',
    'events',
    'event',
    'person',
    'registerId',
    'reason',
    'meeting',
    'kind',
    'with',
    'scope',
    'name',
    'bornOn',
    'nhsNumber',
    'role',
    'email',
    '__proto__',
    'toString',
  );
  /** A good body of which one thing is spoilt. */
  const spoilt = (good: object) =>
    fc.tuple(aField, fc.oneof(anyJson, anyText)).map(([field, value]): object => {
      const copy = structuredClone(good);
      Object.defineProperty(copy, field, { value, enumerable: true, configurable: true, writable: true });
      return copy;
    });
  const answered = ({ status }: { status: number }): void =>
    expect(status === 200 || status === 201 || (status >= 400 && status < 500)).toBe(true);

  test('bodies', async () => {
    const referral = { person: { name: 'Test Person', bornOn: '2011-03-02' }, event: { type: 'referral-received', source: 'family' } };
    const bodies = fc.oneof(
      fc.tuple(
        fc.constant('/referrals'),
        fc.oneof(
          anyJson,
          spoilt(referral),
          spoilt(referral.person).map((person) => ({ ...referral, person })),
        ),
      ),
      fc.tuple(
        fc.constantFrom('/pathways/TOM/events', '/pathways/TOM/events?dryRun=true'),
        fc.oneof(
          anyJson,
          spoilt(admission),
          spoilt(onRegister),
          spoilt(onRegister.events[0] ?? {}).map((event) => ({ events: [event] })),
        ),
      ),
      fc.tuple(
        fc.constantFrom('/people/find', '/people/TOM/contacts'),
        fc.oneof(anyJson, spoilt({ name: 'Test Person', role: 'advocate' })),
      ),
      fc.tuple(fc.constant('/people/find'), spoilt({ bornOn: '2011-03-02' })),
    );
    await fc.assert(
      fc.asyncProperty(bodies, async ([path, body]) => {
        const url = `/api/v1${path.replace('TOM', tom)}`;
        answered(await service.post(url, JSON.stringify(body)).set('Content-Type', 'application/json'));
      }),
      { numRuns: 300 },
    );
  });

  test('addresses, queries and headers', async () => {
    const paths = fc.tuple(
      fc.constantFrom(
        '/pathways/ID',
        '/pathways/ID/events',
        '/pathways/ID/events/ID',
        '/pathways/ID/timeline',
        '/people/ID',
        '/people/ID/contacts',
        '/people/ID/contacts/ID/history',
        '/pathways',
        '/deadlines',
        '/docs/ID',
      ),
      anyText,
      fc.constantFrom('cursor', 'limit', 'pathway', 'rating', 'status', 'from', 'to', 'kind', 'dueBefore', '__proto__'),
      anyText,
    );
    await fc.assert(
      fc.asyncProperty(paths, async ([path, id, name, value]) => {
        const safe = (text: string): string => encodeURIComponent(text.toWellFormed());
        const url = `/api/v1${path.replaceAll('ID', safe(id) || tom)}?${name}=${safe(value)}`;
        answered(await service.get(url));
      }),
      { numRuns: 200 },
    );
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme-ascii', maxLength: 20 }), async (value) => {
        const url = `/api/v1/pathways/${tom}/events?dryRun=true`;
        const answer = await service.post(url, admission).set('If-Match', value.trim() || 'x');
        conforms('post', url, answer);
        answered(answer);
      }),
      { numRuns: 50 },
    );
  });

  test('the record has come to no harm', async () => {
    const { body } = await service.get(`/api/v1/pathways/${tom}`).expect(200);
    const { rows } = await service.pool.query(
      "select count(*)::int as n from event where register_id = $1 and status = 'applied' and type <> 'batch'",
      [tom],
    );
    expect(body.sequence).toBe(rows[0].n);
    expect(service.logged.filter((line) => line.includes('request failed'))).toEqual([]);
  });
});
