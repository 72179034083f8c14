import { z } from 'zod';
import { mayOpen, permissionsOf, seesEveryone } from '../../domain/access/roles';
import { type Instant, londonDate, type PlainDate } from '../../domain/calendar/dates';
import { DIAGNOSES, RATINGS } from '../../domain/pathway/events';
import { isInService } from '../../domain/notices/staffing';
import { readRegisterPage, REGISTER_ORDERS } from '../../services/today/register/register';
import { readShut } from '../../services/access/restricted';
import { recordOfNhsNumber } from '../../services/record/read';
import { coreContext } from '../../services/rules/policies';
import { type Member, readMembers } from '../../services/staff/members';
import { readWhose } from '../../services/pathway/whose';
import { referenceOfCode } from '../../services/referrals/letterbox/reads';
import { personExists } from '../../services/pathway/pathways';
import { findPeople, type Sought } from '../../services/people/find';
import { parseNhsNumber } from '../../services/people/nhs-number';
import { parseRegisterId } from '../../services/people/register-id';
import type { Viewer } from '../../services/staff/viewers';
import type { WebContext } from '../app/context';
import { type Page, page, type PageAnswer, shows } from '../app/page';
import { view } from '../app/view';
import { dayText } from '../content/dates';
import { paths } from '../paths';
import { readDay } from '../record/fields';
import { registerModel, type RegisterModel } from './model';
import { chosen } from '../parts/chosen';

interface FoundModel {
  readonly sought: string;
  /** What is done with whoever is found: something is recorded of them, or their page is read. */
  readonly then: Then;
  readonly problem: string | null;
  readonly said: string;
  readonly rows: readonly {
    readonly registerId: string;
    readonly href: string;
    readonly name: string;
    readonly bornOn: string;
    readonly nhsNumber: string;
    readonly match: string;
  }[];
}

/** What a search leads to. */
const THEN = z.enum(['read', 'record']).default('read').catch('read');
type Then = z.infer<typeof THEN>;

const registerView = view<RegisterModel & { readonly handed: string | null }>('register/register.njk');
const foundView = view<FoundModel>('register/found.njk');

const MATCHES: Readonly<Record<string, string>> = {
  'nhs-number': 'NHS number',
  'name-and-birth-date': 'Name and date of birth',
  'part-of-name-and-birth-date': 'Part of the name, and date of birth',
  'birth-date': 'Date of birth',
  name: 'Name',
  'part-of-name': 'Part of the name',
};

const WRONG_NUMBER = 'This is not an NHS number: its last digit does not fit the others. Check each digit; nothing was searched.';

/** What somebody typed into the one field of the search, as what it must be; or what is wrong with it. */
function soughtOf(text: string): Sought | { readonly problem: string } {
  const digits = text.replaceAll(/[ -]/g, '');
  if (/^\d{10}$/.test(digits)) {
    const nhsNumber = parseNhsNumber(digits);
    return nhsNumber === null ? { problem: WRONG_NUMBER } : { nhsNumber };
  }
  const [, day, month, year] = /^(\d{1,2})[ ./-](\d{1,2}|[a-z]{3,})[ ./-](\d{4})$/i.exec(text) ?? [];
  if (day !== undefined) {
    const read = readDay({ 'born-day': day, 'born-month': month, 'born-year': year }, 'born');
    if (read && 'date' in read) return { name: null, bornOn: read.date };
    return { problem: read?.message ?? 'Enter a date of birth, like 21 9 2011' };
  }
  return text.length < 2
    ? { problem: 'Enter a register id, at least 2 letters of a name, an NHS number or a date of birth' }
    : { name: text, bornOn: null };
}

async function found(context: WebContext, viewer: Viewer, text: string, then: Then): Promise<PageAnswer> {
  const leadsTo = then === 'record' && viewer.permissions.has('events:write') ? paths.record : paths.person;
  const around = { title: 'Search', section: 'register' as const, wide: true as const };
  const registerId = parseRegisterId(text);
  if (registerId !== null) {
    // Whoever asked for help on the public form says the code that they were told; it is the register id once they are taken on.
    const reference =
      viewer.permissions.has('referrals:write') && !(await personExists(context.pool, registerId))
        ? await referenceOfCode(context.pool, registerId)
        : null;
    return { redirect: reference === null ? leadsTo({ registerId }) : paths.referral({ reference }) };
  }
  const sought = soughtOf(text);
  if ('problem' in sought) {
    const model = { sought: text, then, problem: sought.problem, said: '', rows: [] };
    return shows(foundView, model, { ...around, title: 'Error: Search' }, { status: 400 });
  }
  const now = context.clock();
  const shut = new Set(await readShut(context.pool, viewer, now));
  if ('nhsNumber' in sought) {
    // Who has the very number is led to the question for a reason.
    const one = await recordOfNhsNumber(context.pool, sought.nhsNumber);
    if (one !== null && shut.has(one)) return { redirect: paths.person({ registerId: one }) };
  }
  const { people, count } = await findPeople(context.pool, sought, shut);
  const theirs = await Promise.all(people.map(async (one) => ({ one, whose: await readWhose(context.pool, one.registerId, now) })));
  const rows = theirs
    .filter(({ whose }) => whose !== null && mayOpen(viewer, whose))
    .map(({ one }) => ({
      registerId: one.registerId,
      href: leadsTo({ registerId: one.registerId }),
      name: one.name ?? 'Name not known',
      bornOn: one.bornOn === null ? 'not known' : dayText(one.bornOn as PlainDate),
      nhsNumber: one.nhsNumber?.replace(/^(\d{3})(\d{3})(\d{4})$/, '$1 $2 $3') ?? 'not known',
      match: MATCHES[one.match] ?? '',
    }));
  const said =
    count > people.length
      ? `${rows.length} shown. There may be more: say more to find fewer.`
      : rows.length === 1
        ? '1 person.'
        : `${rows.length} people.`;
  return shows(foundView, { sought: text, then, problem: null, said, rows }, around, { shown: rows.map((row) => row.registerId) });
}

/** Those of the reader's areas who may own somebody's pathway now, by name. */
const ownersAmong = (staff: readonly Member[], { areas }: Viewer, now: Instant): readonly Member[] =>
  staff
    .filter(
      (one) => isInService(one, now) && permissionsOf(one.roles).has('pathways:read') && one.areas.some((area) => areas.includes(area)),
    )
    .toSorted((a, b) => a.name.localeCompare(b.name));

export const registerPages: readonly Page[] = [
  page({
    method: 'get',
    path: paths.register,
    permission: 'pathways:read',
    audit: 'register-listed',
    params: z.object({}),
    query: z.object({
      status: z.enum(['on-register', 'open', 'ended']).default('on-register'),
      rating: chosen(z.enum(RATINGS)),
      age: chosen(z.enum(['under-18', 'adult'])),
      only: chosen(z.enum(['overdue', 'no-date', 'no-owner', 'consent-lapsed'])),
      diagnosis: chosen(z.enum([...DIAGNOSES, 'not-said'])),
      site: chosen(z.string().regex(/^(?:[A-Z0-9_.-]{1,64}|not-known)$/)),
      owner: chosen(z.string().max(64)),
      order: z.enum(REGISTER_ORDERS).default('next'),
      page: z.coerce.number().int().min(1).max(10_000).default(1),
      handed: z.string().transform(parseRegisterId).optional(),
    }),
    answer: async ({ query: asked, viewer }, { pool, clock }) => {
      const now = clock();
      const mayReadHistory = viewer.permissions.has('history:read');
      const everyone = seesEveryone(viewer.roles);
      // Of diagnosis, consent and hospital nobody is told, or may ask, who is not told them on the page of the person.
      const query = mayReadHistory && everyone ? asked : { ...asked, diagnosis: undefined, site: undefined, owner: undefined };
      const [read, staff] = await Promise.all([
        readRegisterPage(pool, coreContext(), viewer, query, now),
        everyone ? readMembers(pool, null) : [],
      ]);
      const shown = read.people.map(({ registerId }) => registerId);
      return shows(
        registerView,
        {
          ...registerModel(read, query, { mayReadHistory, owners: ownersAmong(staff, viewer, now) }, londonDate(now)),
          handed: asked.handed ?? null,
        },
        { title: 'Register', section: 'register', wide: true, saysItself: 'sure' },
        { shown },
      );
    },
  }),
  page({
    method: 'post',
    path: paths.find,
    permission: 'people:find',
    search: true,
    audit: 'people-found',
    params: z.object({}),
    query: z.object({}),
    form: z.object({ find: z.string().max(200).default(''), then: THEN }),
    answer: ({ form, viewer }, context) => found(context, viewer, form.find.trim(), form.then),
  }),
];
