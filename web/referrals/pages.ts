import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { londonDate } from '../../domain/calendar/dates';
import { eventIdSchema, REFERRAL_SOURCES } from '../../domain/pathway/events';
import { digestOf } from '../../infra/canonical';
import { listReferrals } from '../../services/referrals/letterbox/reads';
import { refer } from '../../services/referrals/referral';
import { actorOf, type Viewer } from '../../services/staff/viewers';
import { readWayIn, STAGES } from '../../services/today/way-in';
import type { WebContext } from '../app/context';
import { type Page, page, type PageAnswer, shows } from '../app/page';
import { PageProblem } from '../app/page-problem';
import { areaOf } from '../app/areas';
import { view } from '../app/view';
import { paths } from '../paths';
import { one, type Typed } from '../record/fields';
import { formPage } from '../parts/form';
import { checkModel, type CheckModel, type CheckProblem } from './check';
import { deliver, depsOf } from './deps';
import { letterPages } from './letters';
import { likeThem } from './known';
import { listModel, type ListModel } from './list';
import { restrictedOut } from './ours';
import { datedFrom, readTyping, REFER, type Typing } from './refer';
import { chosen } from '../parts/chosen';

const listView = view<ListModel>('referrals/list.njk');
const checkView = view<CheckModel>('referrals/check.njk');

const nothing = z.object({});
const posted = z.record(z.string(), z.union([z.string(), z.array(z.string())]));
/** So many referrals from outside are listed: more are said. */
const MOST_LETTERS = 20;

const section = 'referrals' as const;
const back = { href: paths.referrals(), text: 'Back to referrals' };

async function check(
  context: WebContext,
  viewer: Viewer,
  given: Typed,
  event: string,
  problem: CheckProblem | null = null,
): Promise<PageAnswer> {
  const today = londonDate(context.clock());
  const typed = datedFrom(given, today);
  const read = readTyping(typed, today);
  const around = { section, back };
  if ('errors' in read) return formPage(REFER, given, { ...around, title: REFER.heading }, { errors: read.errors });
  const known = await likeThem(context, viewer, read.typing.person);
  const title = 'Check before the referral is recorded';
  return shows(
    checkView,
    checkModel(read.typing, typed, known, event, problem),
    { ...around, title: problem ? `Error: ${title}` : title, wide: true },
    { shown: known.map(({ registerId }) => registerId), ...(problem ? { status: 409 } : {}) },
  );
}

async function recorded(context: WebContext, viewer: Viewer, typed: Typed, { person, event }: Typing, id: string): Promise<PageAnswer> {
  const answer = await refer(depsOf(context, areaOf(context, viewer)), {
    ...{ id, who: person, event, source: actorOf(viewer) },
    bodyDigest: digestOf(['referred-on-the-desk', person, event]),
  });
  if (answer.status === 'applied') {
    await deliver(context);
    const { registerId } = answer;
    return { redirect: paths.person({ registerId }, { recorded: id, again: answer.repeated ? 'yes' : undefined }), registerId };
  }
  // A second press after something was changed is another referral, with an id of its own.
  if (answer.status === 'id-reused') return check(context, viewer, typed, randomUUID());
  const known = answer.status === 'nhs-number-known' ? answer.registerId : null;
  if (known === null) throw new PageProblem('moved');
  return check(context, viewer, typed, randomUUID(), {
    said: `Somebody with this NHS number is on file already: ${known}. If it is the same person, record the referral there. If not, check the number.`,
    href: paths.person({ registerId: known }),
  });
}

export const referralsPages: readonly Page[] = [
  page({
    method: 'get',
    path: paths.referrals,
    permission: 'referrals:write',
    audit: 'referrals-shown',
    params: nothing,
    query: z.object({
      stage: chosen(z.enum(STAGES)),
      source: chosen(z.enum(REFERRAL_SOURCES)),
      age: chosen(z.enum(['under-18', 'adult'])),
      page: z.coerce.number().int().min(1).max(10_000).default(1),
    }),
    answer: async ({ query, viewer }, context) => {
      const { pool, clock } = context;
      const now = clock();
      const [wayIn, letters] = await Promise.all([
        readWayIn(pool, viewer, query, now),
        listReferrals(pool, 'received', {
          after: null,
          limit: MOST_LETTERS,
          of: { areas: viewer.areas, none: viewer.areas.includes(context.area().id) },
        }),
      ]);
      const rows = await restrictedOut(context, viewer, letters.rows);
      const shown = [
        ...wayIn.people.map(({ registerId }) => registerId),
        ...rows.flatMap(({ candidates, registerId }) => [...candidates, ...(registerId === null ? [] : [registerId])]),
      ];
      return shows(
        listView,
        listModel(wayIn, query, { rows, more: letters.next !== null, home: context.area().id }, now),
        { title: 'Referrals', section, wide: true, saysItself: 'sure' },
        { shown },
      );
    },
  }),
  page({
    method: 'get',
    path: paths.refer,
    permission: 'referrals:write',
    audit: null,
    params: nothing,
    query: nothing,
    answer: () => Promise.resolve(formPage(REFER, {}, { title: REFER.heading, section, back })),
  }),
  page({
    method: 'post',
    path: paths.refer,
    permission: 'referrals:write',
    search: true,
    audit: 'referral-checked',
    params: nothing,
    query: nothing,
    form: posted,
    later: datedFrom,
    answer: ({ form, viewer }, context) =>
      one(form, 'change') === 'yes'
        ? Promise.resolve(formPage(REFER, form, { title: REFER.heading, section, back }))
        : check(context, viewer, form, randomUUID()),
  }),
  page({
    method: 'post',
    path: paths.referRecord,
    permission: 'referrals:write',
    audit: 'person-referred',
    params: nothing,
    query: nothing,
    form: posted,
    later: datedFrom,
    answer: async ({ form, viewer }, context) => {
      const id = eventIdSchema.safeParse(one(form, 'event'));
      const read = readTyping(form, londonDate(context.clock()));
      if (!id.success || 'errors' in read) return check(context, viewer, form, randomUUID());
      return recorded(context, viewer, form, read.typing, id.data);
    },
  }),
  ...letterPages,
];
