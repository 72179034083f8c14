import { z } from 'zod';
import { handOver, lookedAtHandOver, readHandedOver } from '../../services/people/hand-over';
import { actorOf, type Viewer } from '../../services/staff/viewers';
import type { Standing } from '../../services/pathway/standing';
import type { WebContext } from '../app/context';
import { type Page, page, type PageAnswer } from '../app/page';
import { type FormError, formPage, type Sheet } from '../parts/form';
import { paths } from '../paths';
import { one, type Typed } from '../record/fields';
import { standingOf } from './standing';

const TITLE = 'Hand over to another area';

/** The areas of this installation to which a record can be handed over; none: their time on the pathway has not ended, or there is no other. */
export const handOverTo = (
  { areas }: Pick<WebContext, 'areas'>,
  { area: home, snapshot }: Standing,
): readonly { id: string; name: string }[] =>
  snapshot.ended === null || snapshot.ended?.type === 'person-died' ? [] : areas().filter(({ id }) => id !== home);

function formOf(context: WebContext, standing: Standing, typed: Typed, errors: readonly FormError[] = []): PageAnswer {
  const { registerId } = standing;
  const sheet: Sheet = {
    heading: TITLE,
    intro: [
      'For somebody who has moved there, and whose time on the pathway has ended here. From then on the team of that area sees the record, and nobody here does.',
      'Their team is asked to look at it. Nothing begins by itself: a pathway begins there with a referral, under the rules of that area.',
    ],
    questions: [
      {
        as: 'select',
        name: 'area',
        label: 'To which area?',
        choices: [{ value: '', text: 'Choose' }, ...handOverTo(context, standing).map(({ id, name }) => ({ value: id, text: name }))],
      },
    ],
    action: paths.handOver({ registerId }),
    button: 'Hand over the record',
    cancel: paths.person({ registerId }),
  };
  const back = { href: paths.person({ registerId }), text: 'Back' };
  return formPage(sheet, typed, { title: TITLE, registerId, section: 'register', back }, { errors });
}

const ofPerson = z.object({ registerId: z.string() });

async function hand(context: WebContext, viewer: Viewer, registerId: string, typed: Typed): Promise<PageAnswer> {
  const standing = await standingOf(context, registerId);
  const to = handOverTo(context, standing).find(({ id }) => id === one(typed, 'area'));
  if (!to) return formOf(context, standing, typed, [{ field: 'area', message: 'Choose the area to which they have moved' }]);
  const answer = await handOver(context, { registerId, area: to.id, source: actorOf(viewer) });
  if (answer.status === 'done' || answer.status === 'same-area') return { redirect: paths.register({ handed: registerId }), registerId };
  const message =
    answer.status === 'pathway-open'
      ? 'Their time on the pathway has begun again here. Record first that they have moved'
      : 'This record cannot be handed over';
  return formOf(context, standing, typed, [{ field: 'area', message }]);
}

async function handedPage(context: WebContext, registerId: string): Promise<PageAnswer> {
  const from = await readHandedOver(context.pool, registerId);
  const names = from.map((id) => context.areas().find((one) => one.id === id)?.name ?? id);
  if (names.length === 0) return { redirect: paths.person({ registerId }), registerId };
  const sheet: Sheet = {
    heading: `${names.join(', ')} handed this record over`,
    intro: [
      'The person lives in your area now. Their record, with everything that was before, is with your team.',
      'Nothing has begun by itself. If they are to be on the register here, record a referral; see also that their contacts are still right.',
    ],
    questions: [],
    action: paths.handedOver({ registerId }),
    button: 'We have looked at it',
    cancel: paths.person({ registerId }),
  };
  const back = { href: paths.today(), text: 'Back to Today' };
  return formPage(sheet, {}, { title: 'Handed over', registerId, section: 'today', back });
}

/** Handing the record of somebody who moved over to another area of this installation, and looking at it there. */
export const handOverPages: readonly Page[] = [
  page({
    method: 'get',
    path: paths.handOver,
    permission: 'people:write',
    audit: 'person-shown',
    params: ofPerson,
    query: z.object({}),
    answer: async ({ params: { registerId } }, context) => formOf(context, await standingOf(context, registerId), {}),
  }),
  page({
    method: 'post',
    path: paths.handOver,
    permission: 'people:write',
    audit: 'person-handed-over',
    params: ofPerson,
    query: z.object({}),
    form: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
    answer: ({ params: { registerId }, form, viewer }, context) => hand(context, viewer, registerId, form),
  }),
  page({
    method: 'get',
    path: paths.handedOver,
    permission: 'people:write',
    audit: 'person-shown',
    params: ofPerson,
    query: z.object({}),
    answer: ({ params: { registerId } }, context) => handedPage(context, registerId),
  }),
  page({
    method: 'post',
    path: paths.handedOver,
    permission: 'people:write',
    audit: 'hand-over-looked-at',
    params: ofPerson,
    query: z.object({}),
    answer: async ({ params: { registerId } }, context) => {
      await lookedAtHandOver(context.pool, registerId, context.clock());
      return { redirect: paths.person({ registerId }), registerId };
    },
  }),
];
