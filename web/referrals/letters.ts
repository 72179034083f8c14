import { z } from 'zod';
import { refusalWords } from '../../services/notices/letters/words/refusals';
import { londonDate, type PlainDate } from '../../domain/calendar/dates';
import { CHANGE_URGENCIES } from '../../domain/pathway/events';
import { isOneOf, typedText } from '../../domain/text';
import { hasOpenPathway } from '../../services/referrals/asking/take';
import { decideReferral, type DecisionAnswer } from '../../services/referrals/letterbox/decide';
import { readReferral } from '../../services/referrals/letterbox/reads';
import { namesOfActors } from '../../services/staff/actors';
import { actorOf, type Viewer } from '../../services/staff/viewers';
import type { WebContext } from '../app/context';
import { type Page, page, type PageAnswer, shows } from '../app/page';
import { PageProblem } from '../app/page-problem';
import { view } from '../app/view';
import { paths } from '../paths';
import { readDay } from '../record/fields';
import { deliver, depsOf } from './deps';
import { readKnown } from './known';
import { type Answers, oneModel, type OneModel } from './one';
import { isOurs, restrictedOut } from './ours';

const oneView = view<OneModel>('referrals/one.njk');
const ofReferral = z.object({ reference: z.uuid() });
const nothing = z.object({});
const reason = typedText(4_000);

async function letterPage(context: WebContext, viewer: Viewer, reference: string, answers: Answers | null = null): Promise<PageAnswer> {
  const found = await readReferral(context.pool, reference);
  if (!found || !isOurs(context, viewer, found)) throw new PageProblem('not-found');
  const [referral = found] = await restrictedOut(context, viewer, [found]);
  const ids = [...new Set([...referral.candidates, ...(referral.registerId === null ? [] : [referral.registerId])])];
  const known = await readKnown(context, viewer, ids);
  const actors = referral.decidedBy === null ? [] : [referral.decidedBy];
  const staff = await namesOfActors(context.pool, actors);
  const names = new Map([...staff].map(([actor, name]) => [actor.replace(/^staff:/, ''), name]));
  const open = await Promise.all(referral.asked === null ? [] : ids.map((id) => hasOpenPathway(context.pool, id)));
  const may = { mayDecide: viewer.permissions.has('referrals:write'), anyOpen: open.includes(true) };
  const model = oneModel(referral, known, names, may, answers, context.clock());
  const { title } = model;
  return shows(
    oneView,
    model,
    { title: answers ? `Error: ${title}` : title, section: 'referrals', back: { href: paths.referrals(), text: 'Back to referrals' } },
    { shown: ids, ...(answers ? { status: 400 } : {}) },
  );
}

/** Why a referral could not be decided so. */
function problemOf(answer: Exclude<DecisionAnswer, { status: 'decided' | 'unknown-referral' | 'needed' }>): string {
  if (answer.status === 'already-decided') return 'Somebody has decided it meanwhile. See above how';
  const { answer: said } = answer;
  if (said.status === 'nhs-number-known')
    return `Somebody else on file has this NHS number: ${said.registerId}. Choose them, or ask its sender`;
  if (said.status === 'refused') return `It cannot be recorded there. ${refusalWords(JSON.stringify(said.reason))}`;
  return 'It cannot be recorded there. Choose somebody else, or ask its sender';
}

interface Said {
  readonly is: string;
  readonly reason: string;
  readonly tell: boolean;
  readonly urgency: string;
  /** Day, month and year, as they were typed. */
  readonly born: readonly string[];
}

const isUrgency = isOneOf(CHANGE_URGENCIES);
const NEEDED = {
  urgency: { problem: 'They are on the pathway already: choose how soon somebody must look', field: 'urgency' },
  bornOn: { problem: 'They left out when they were born: enter it, or ask them first', field: 'born-day' },
} as const;

/** The day of birth that was typed; null: none was. */
function bornIn(
  { born: [day = '', month = '', year = ''] }: Said,
  today: PlainDate,
): { readonly date: PlainDate | null } | { readonly problem: string } {
  const read = readDay({ 'born-day': day, 'born-month': month, 'born-year': year }, 'born');
  if (read === null) return { date: null };
  if ('message' in read) return { problem: read.message };
  return read.date > today ? { problem: 'The date of birth must be today or in the past' } : { date: read.date };
}

async function decide(context: WebContext, viewer: Viewer, reference: string, said: Said): Promise<PageAnswer> {
  const again = (problem: string, field: Answers['field']): Promise<PageAnswer> =>
    letterPage(context, viewer, reference, { ...said, problem, field });
  const found = await readReferral(context.pool, reference);
  if (!found || !isOurs(context, viewer, found)) throw new PageProblem('not-found');
  const [seen] = await restrictedOut(context, viewer, [found]);
  // Who was named is not told to this reader: they decide when they have opened the record.
  if ((found.referred ?? found.asked) !== null && (seen?.referred ?? seen?.asked ?? null) === null)
    return letterPage(context, viewer, reference);
  const { is } = said;
  const ids = [...found.candidates, ...(found.registerId === null ? [] : [found.registerId])];
  if (is !== 'new' && is !== 'not-taken' && !ids.includes(is)) return again('Choose who it is about', 'is');
  const typed = said.reason.trim();
  if (is === 'not-taken' && typed === '') return again('Say why it is not taken', 'reason');
  if (typed !== '' && !reason.safeParse(typed).success) return again('Say it in at most 4,000 characters', 'reason');
  const isTaken = is !== 'not-taken';
  const born = bornIn(said, londonDate(context.clock()));
  if ('problem' in born) return again(born.problem, 'born-day');
  const answer = await decideReferral(depsOf(context, context.area()), {
    ...{ reference, outcome: is === 'new' || is === 'not-taken' ? is : 'matched', registerId: ids.includes(is) ? is : null },
    ...{ reason: typed === '' ? null : typed, tell: isTaken && said.tell, by: actorOf(viewer) },
    ...{ bornOn: born.date, urgency: isUrgency(said.urgency) ? said.urgency : null },
  });
  if (answer.status === 'unknown-referral') throw new PageProblem('not-found');
  if (answer.status === 'needed') return again(NEEDED[answer.what].problem, NEEDED[answer.what].field);
  if (answer.status !== 'decided') return again(problemOf(answer), 'is');
  if (!isTaken) return { redirect: paths.referral({ reference }) };
  await deliver(context);
  const { registerId } = answer;
  return registerId === null ? { redirect: paths.referral({ reference }) } : { redirect: paths.person({ registerId }), registerId };
}

/** Referrals from those who may not know who is here: who each is about is said by a person. */
export const letterPages: readonly Page[] = [
  page({
    method: 'get',
    path: paths.referral,
    permission: 'people:find',
    audit: 'referral-shown',
    params: ofReferral,
    query: nothing,
    answer: ({ params: { reference }, viewer }, context) => letterPage(context, viewer, reference),
  }),
  page({
    method: 'post',
    path: paths.referralDecide,
    permission: 'referrals:write',
    audit: 'referral-decided',
    params: ofReferral,
    query: nothing,
    form: z.object({
      ...{ is: z.string().max(64).default(''), reason: z.string().default(''), tell: z.literal('yes').optional() },
      ...{ urgency: z.string().default(''), 'born-day': z.string().default(''), 'born-month': z.string().default('') },
      'born-year': z.string().default(''),
    }),
    answer: ({ params: { reference }, form, viewer }, context) =>
      decide(context, viewer, reference, {
        ...{ is: form.is, reason: form.reason, tell: form.tell === 'yes', urgency: form.urgency },
        born: [form['born-day'], form['born-month'], form['born-year']],
      }),
  }),
];
