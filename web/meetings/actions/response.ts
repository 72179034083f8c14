import { z } from 'zod';
import { MOST_OF_REMARK } from '../../../domain/forms/meetings';
import { typedText } from '../../../domain/text';
import { readActionsInWords, readPlan, saveResponse } from '../../../services/meetings/actions/in-words';
import { actorOf } from '../../../services/staff/viewers';
import type { WebContext } from '../../app/context';
import { type Page, page, type PageAnswer } from '../../app/page';
import { PageProblem } from '../../app/page-problem';
import { type FormError, formPage } from '../../parts/form';
import { paths } from '../../paths';
import { standingOf } from '../../person/standing';
import { one, type Typed } from '../../record/fields';

const ofAction = z.object({ registerId: z.string(), action: z.string() });
const posted = z.record(z.string(), z.union([z.string(), z.array(z.string())]));

const ANSWER = typedText(MOST_OF_REMARK);

/** A recommendation of a review. Throws the problem of an address that leads nowhere, where the action is none. */
async function recommendedAt(context: WebContext, registerId: string, id: string) {
  const standing = await standingOf(context, registerId);
  const { pathway } = standing;
  const found = await readPlan(context.pool, { registerId, pathway }, id);
  const action = (await readActionsInWords(context.pool, standing)).find((one) => one.id === id);
  if (!found || !action?.recommendation) throw new PageProblem('not-found');
  return { ...found, pathway, what: action.what ?? '' };
}

interface Answering {
  readonly registerId: string;
  readonly action: string;
  /** The recommendation, in words. */
  readonly what: string;
  /** The version that it is worked from. */
  readonly since: number;
}

function responsePage(
  { registerId, action, what, since }: Answering,
  typed: Typed,
  errors: readonly FormError[] = [],
  meanwhile: readonly string[] = [],
): PageAnswer {
  const back = { href: paths.actions({ registerId }), text: 'Actions' };
  return formPage(
    {
      heading: 'What the body answered',
      intro: [`To the recommendation “${what}”.`],
      questions: [{ as: 'words', name: 'response', label: 'Their answer' }],
      action: paths.actionResponse({ registerId, action }),
      button: 'Save the answer',
      cancel: back.href,
      hidden: { since: String(since) },
    },
    typed,
    { title: 'What the body answered', registerId, section: 'register', back },
    { errors, meanwhile },
  );
}

/** What a body answered to a recommendation of a review. */
export const responsePages: readonly Page[] = [
  page({
    method: 'get',
    path: paths.actionResponse,
    permission: 'events:write',
    audit: 'actions-shown',
    params: ofAction,
    query: z.object({}),
    answer: async ({ params: { registerId, action } }, context) => {
      const { plan, version, what } = await recommendedAt(context, registerId, action);
      return { ...responsePage({ registerId, action, what, since: version }, { response: plan.response ?? '' }), wordsOf: [registerId] };
    },
  }),
  page({
    method: 'post',
    path: paths.actionResponse,
    permission: 'events:write',
    audit: 'recommendation-answered',
    params: ofAction,
    query: z.object({}),
    form: posted,
    answer: async ({ params: { registerId, action }, form, viewer }, context) => {
      const { plan, version, what, pathway } = await recommendedAt(context, registerId, action);
      const since = Number(/^\d{1,7}$/.exec(one(form, 'since'))?.[0] ?? 0);
      const of = { registerId, action, what, since };
      const response = one(form, 'response').replaceAll('\r\n', '\n');
      if (!ANSWER.safeParse(response).success)
        return responsePage(of, form, [
          { field: 'response', message: response === '' ? 'Write what they answered' : 'Write at most 4,000 characters' },
        ]);
      const { pool, seals, clock } = context;
      const saved = await saveResponse({ pool, seals, clock }, { registerId, pathway }, { action, response, since }, actorOf(viewer));
      if (saved === false) throw new PageProblem('moved');
      if (saved === 'changed')
        return {
          ...responsePage({ ...of, since: version }, form, [], [`Their answer: ${plan.response ?? 'none'}`]),
          wordsOf: [registerId],
        };
      return { redirect: `${paths.actions({ registerId })}#action-${action}` };
    },
  }),
];
