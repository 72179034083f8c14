import { z } from 'zod';
import { reachesAll } from '../../../domain/access/roles';
import { isInService } from '../../../domain/notices/staffing';
import { addMember } from '../../../services/staff/change';
import { type Member, readVersions } from '../../../services/staff/members';
import type { Viewer } from '../../../services/staff/viewers';
import type { WebContext } from '../../app/context';
import { type Page, page, type PageAnswer, shows } from '../../app/page';
import { PageProblem } from '../../app/page-problem';
import { view } from '../../app/view';
import { byText, changesText, instantText } from '../../content/staff';
import { paths } from '../../paths';
import { one, type Typed } from '../../record/fields';
import { type FormError, formPage, type Sheet } from '../../parts/form';
import { type Act, ACTS, type Acting } from './acts';
import { memberQuestions, readMemberFields } from './fields';
import { aboutChange, memberFor, memberToChange, namesOf, staffDeps, staffFor } from './known';
import { listModel, type ListModel, memberModel, type MemberModel } from './model';

const listView = view<ListModel>('settings/staff/list.njk');
const memberView = view<MemberModel>('settings/staff/member.njk');

const nothing = z.object({});
const ofMember = z.object({ id: z.string() });
const posted = z.record(z.string(), z.union([z.string(), z.array(z.string())]));

const section = 'settings' as const;
const crumbs = [
  { text: 'Settings', href: paths.settings() },
  { text: 'Staff and roles', href: paths.staffList() },
];

/** What a refusal means for the form that it answers. */
function errorsOf(status: string): readonly FormError[] {
  switch (status) {
    case 'address-taken':
      return [{ field: 'email', message: 'Another member of staff, who may have left, has this address. Each has their own' }];
    case 'cover-unfit':
      return [{ field: 'cover', message: 'Whoever stands in must work in the same area, and not be away themselves when it begins' }];
    case 'not-in-service':
      return [{ field: 'from-day', message: 'They do not work here at present, so that nothing goes to them anyway' }];
    case 'unknown-area':
      return [{ field: 'areas', message: 'There is no such area' }];
    case 'other-areas':
      throw new PageProblem('other-areas');
    default:
      throw new PageProblem('not-found');
  }
}

/** What others changed since a version, a line for each change. */
async function meanwhileOf(context: WebContext, viewer: Viewer, id: string, version: number): Promise<readonly string[]> {
  const [versions, staff] = await Promise.all([readVersions(context.pool, id), staffFor(context, viewer)]);
  const nameOf = namesOf(staff);
  return versions.flatMap(({ version: number, member, by, at }, index) => {
    const before = versions[index - 1]?.member;
    if (number <= version || !before) return [];
    const said = changesText(before, member, nameOf).join('; ');
    return [`${said} (by ${byText(by, nameOf)}, ${instantText(at)})`];
  });
}

/** The message that did not arrive, from which somebody came to put an address right. */
const noticeOf = (typed: Typed): { readonly notice?: string } => {
  const notice = z.uuid().safeParse(one(typed, 'notice'));
  return notice.success ? { notice: notice.data } : {};
};

async function actPage(act: Act, acting: Acting, more: Parameters<typeof formPage>[3] = {}): Promise<PageAnswer> {
  const { member, typed, version } = acting;
  const { id, name } = member;
  const sheet: Sheet = {
    heading: `${act.title}: ${name}`,
    ...(await act.ask(acting)),
    action: act.path({ id }),
    button: act.button,
    cancel: paths.member({ id }),
    hidden: { version: String(version), ...(one(typed, 'number') ? { number: one(typed, 'number') } : {}), ...noticeOf(typed) },
  };
  return formPage(sheet, typed, { title: act.title, section, back: { href: paths.member({ id }), text: 'Back' } }, more);
}

const actPages = ACTS.flatMap((act): Page[] => [
  page({
    method: 'get',
    path: act.path,
    permission: 'staff:write',
    audit: 'staff-read',
    params: ofMember,
    query: z.object({ number: z.string().optional(), notice: z.uuid().optional() }),
    answer: async ({ params: { id }, query, viewer }, context) => {
      const member = await memberToChange(context, viewer, id);
      const typed = { ...act.first(member, query), ...(query.notice ? { notice: query.notice } : {}) };
      return actPage(act, { context, viewer, member, typed, version: member.version });
    },
  }),
  page({
    method: 'post',
    path: act.path,
    permission: 'staff:write',
    audit: act.audit,
    params: ofMember,
    query: nothing,
    form: posted,
    answer: async ({ params: { id }, form: typed, viewer }, context) => {
      const member = await memberToChange(context, viewer, id);
      const version = Number(one(typed, 'version'));
      if (!Number.isInteger(version)) throw new PageProblem('bad-address');
      const acting = { context, viewer, member, typed, version };
      const answer = await act.act(acting);
      if ('errors' in answer) return actPage(act, acting, { errors: answer.errors });
      const { notice } = noticeOf(typed);
      if (answer.status === 'done')
        return { redirect: notice ? paths.notice({ notice }, { done: 'address' }) : paths.member({ id }, { done: act.done }) };
      if (answer.status !== 'staff-changed') return actPage(act, acting, { errors: errorsOf(answer.status) });
      const present = await memberToChange(context, viewer, id);
      const meanwhile = await meanwhileOf(context, viewer, id, version);
      return actPage(act, { ...acting, member: present, version: present.version }, { meanwhile });
    },
  }),
]);

const addPage = (viewer: Viewer, typed: Typed, errors: readonly FormError[] = []): PageAnswer =>
  formPage(
    {
      heading: 'Add a member of staff',
      intro: ['They can sign in at once with their work email address, and get the notices that you tick.'],
      questions: memberQuestions(viewer),
      action: paths.staffAdd(),
      button: 'Add to the staff',
      cancel: paths.staffList(),
    },
    typed,
    { title: 'Add a member of staff', section, crumbs },
    { errors },
  );

/** Who works here and what they may do. */
export const staffPages: readonly Page[] = [
  page({
    method: 'get',
    path: paths.staffList,
    permission: 'staff:write',
    audit: 'staff-listed',
    params: nothing,
    query: nothing,
    answer: async ({ viewer }, context) => {
      const model = listModel(await staffFor(context, viewer), context.clock());
      return shows(listView, model, { title: 'Staff and roles', section, crumbs: crumbs.slice(0, 1), wide: true });
    },
  }),
  page({
    method: 'get',
    path: paths.staffAdd,
    permission: 'staff:write',
    audit: null,
    params: nothing,
    query: nothing,
    answer: ({ viewer }) => Promise.resolve(addPage(viewer, {})),
  }),
  page({
    method: 'post',
    path: paths.staffAdd,
    permission: 'staff:write',
    audit: 'staff-added',
    params: nothing,
    query: nothing,
    form: posted,
    answer: async ({ form: typed, viewer }, context) => {
      const { fields, why, errors } = readMemberFields(typed, viewer, null);
      if (errors.length > 0) return addPage(viewer, typed, errors);
      const answer = await addMember(staffDeps(context, viewer), undefined, fields, aboutChange(viewer, why, context));
      if (answer.status !== 'done') return addPage(viewer, typed, errorsOf(answer.status));
      return { redirect: paths.member({ id: answer.member.id }, { done: 'added' }) };
    },
  }),
  page({
    method: 'get',
    path: paths.member,
    permission: 'staff:write',
    audit: 'staff-read',
    params: ofMember,
    query: z.object({ done: z.string().max(20).optional() }),
    answer: async ({ params: { id }, query: { done }, viewer }, context) => {
      const member: Member = await memberFor(context, viewer, id);
      const [versions, staff] = await Promise.all([readVersions(context.pool, id), staffFor(context, viewer)]);
      const now = context.clock();
      const model = memberModel(
        member,
        versions,
        namesOf(staff),
        { done: done ?? null, isHere: isInService(member, now), isTheirs: reachesAll(viewer, member.areas) },
        now,
      );
      return shows(memberView, model, { title: 'A member of staff', section, crumbs, wide: true });
    },
  }),
  ...actPages,
];
