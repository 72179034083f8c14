import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { actionPlan1 } from '../../../domain/forms/meetings';
import { eventSchema, isUuid } from '../../../domain/pathway/events';
import { type ActionInWords, readActionsInWords, readPlan, savePlan } from '../../../services/meetings/actions/in-words';
import { readEvent } from '../../../services/pathway/events';
import { refusalWords } from '../../../services/notices/letters/words/refusals';
import type { Standing } from '../../../services/pathway/standing';
import { actorOf } from '../../../services/staff/viewers';
import type { WebContext } from '../../app/context';
import { type Page, page, type PageAnswer } from '../../app/page';
import { PageProblem } from '../../app/page-problem';
import { type FormError, formPage } from '../../parts/form';
import { paths } from '../../paths';
import { standingOf } from '../../person/standing';
import { one, type Typed } from '../../record/fields';
import { requestOf } from '../../record/request';
import { othersOf } from '../around';
import { DUE, ownerQuestion, readAgreed, WHAT } from './fields';

const ofAction = z.object({ registerId: z.string(), action: z.string() });
const posted = z.record(z.string(), z.union([z.string(), z.array(z.string())]));

interface AtAction {
  readonly standing: Standing;
  readonly action: ActionInWords;
  readonly others: ReadonlyMap<string, string>;
}

/** An action that is not done, and cannot be. Throws the problem of an address that leads nowhere, where there is none. */
async function blockedAt(context: WebContext, { registerId, action: id }: z.output<typeof ofAction>): Promise<AtAction> {
  const standing = await standingOf(context, registerId);
  const action = (await readActionsInWords(context.pool, standing)).find((found) => found.id === id);
  if (action?.status !== 'blocked') throw new PageProblem('not-found');
  return { standing, action, others: await othersOf(context, standing) };
}

interface Typing {
  readonly id: string;
  readonly typed: Typed;
  readonly errors?: readonly FormError[];
}

function insteadPage({ standing, action, others }: AtAction, { id, typed, errors = [] }: Typing): PageAnswer {
  const { registerId } = standing;
  const back = { href: `${paths.actions({ registerId })}#action-${action.id}`, text: 'Actions' };
  const title = 'What is done instead';
  const shown = formPage(
    {
      heading: title,
      intro: [
        `“${action.what ?? 'What it is was not written down'}” cannot be done. What is agreed here stands in its place: it has a day and an owner of its own, and the first one is not chased any more.`,
      ],
      questions: [WHAT, ownerQuestion(standing, others), DUE],
      action: paths.actionInstead({ registerId, action: action.id }),
      button: 'Agree it instead',
      cancel: back.href,
      hidden: { instead: id },
    },
    typed,
    { title, registerId, section: 'register', back },
    { errors },
  );
  return { ...shown, wordsOf: [registerId] };
}

/** Agreeing what is done in the place of an action that cannot be (Plan B: 004 L1111). */
export const insteadPages: readonly Page[] = [
  page({
    method: 'get',
    path: paths.actionInstead,
    permission: 'events:write',
    audit: 'actions-shown',
    params: ofAction,
    query: z.object({}),
    answer: async ({ params }, context) => {
      const at = await blockedAt(context, params);
      const { otherwise, owner } = at.action;
      return insteadPage(at, { id: randomUUID(), typed: { what: otherwise ?? '', owner: owner ?? '' } });
    },
  }),
  page({
    method: 'post',
    path: paths.actionInstead,
    permission: 'events:write',
    audit: 'event-recorded',
    params: ofAction,
    query: z.object({}),
    form: posted,
    answer: async ({ params, form, viewer }, context) => {
      const { registerId } = params;
      const sent = one(form, 'instead').toLowerCase();
      const id = isUuid(sent) ? sent : randomUUID();
      const done = { redirect: `${paths.actions({ registerId })}#action-${id}` };
      // Pressed twice: it is agreed, and nothing is blocked any more.
      if ((await readEvent(context.pool, registerId, id))?.event.status === 'applied') return done;
      const at = await blockedAt(context, params);
      const { standing, action, others } = at;
      const errors: FormError[] = [];
      const agreed = readAgreed(form, standing, others, errors);
      if (agreed.due === undefined && !errors.some(({ field }) => field.startsWith('due-')))
        errors.push({ field: 'due-day', message: 'Say by when: it is chased by that day' });
      if (errors.length > 0) return insteadPage(at, { id, typed: form, errors });
      const meeting = action.meeting === null ? {} : { meeting: action.meeting };
      const event = eventSchema.safeParse({ type: 'action-agreed', action: id, insteadOf: action.id, ...agreed, ...meeting });
      if (!event.success)
        return insteadPage(at, {
          ...{ id, typed: form },
          errors: [{ field: 'what', message: 'There is a character in it that cannot be kept: type it once more' }],
        });
      const { pool, seals, clock } = context;
      // It stays a recommendation of the same body, from the same part of the meeting.
      const before = await readPlan(pool, standing, action.id);
      if (before !== null) {
        const { section, category, body } = before.plan;
        const plan = actionPlan1.parse({ action: id, meeting: before.plan.meeting, section, category, body });
        if (!(await savePlan({ pool, seals, clock }, standing, plan, actorOf(viewer)))) throw new PageProblem('moved');
      }
      const answer = await context.commit(requestOf(registerId, event.data, id, viewer, clock()));
      if (answer.status === 'refused')
        return insteadPage(at, {
          ...{ id: randomUUID(), typed: form },
          errors: [{ field: 'what', message: `It cannot be recorded. ${refusalWords(answer.reason.code)}` }],
        });
      if (answer.status !== 'applied') throw new PageProblem('moved');
      return done;
    },
  }),
];
