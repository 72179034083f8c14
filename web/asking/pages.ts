import { createHash } from 'node:crypto';
import { z } from 'zod';
import { ageGroupOn } from '../../domain/calendar/ages';
import { addDays, type Instant, londonDate } from '../../domain/calendar/dates';
import { workingDayOnOrAfter } from '../../domain/calendar/working-days';
import { isUnavailable } from '../../infra/database/faults';
import { mailboxOf } from '../../infra/mail/address';
import { askForHelp } from '../../services/referrals/asking/ask';
import { diagnosisSaid, teamsFor } from '../../services/rules/area-teams';
import { coreContext } from '../../services/rules/policies';
import { type PublicAnswer, type PublicContext, type PublicInput, type PublicPage, showsAll } from '../app/public/page';
import { view } from '../app/view';
import { clockText, dayText, shortDayText } from '../content/dates';
import { localOfferShown, type OfferShown } from '../content/local-offer';
import { one, type Typed } from '../record/fields';
import { checkModel, type CheckModel, questionModel, type QuestionModel } from './model';
import { isQuestion, QUESTIONS, type Question, readAnswers, wrongAt } from './questions';
import { type Wording, WORDINGS } from './wordings';
import type { FormWords } from './words/shape';

interface StartModel {
  readonly words: FormWords['start'];
  readonly action: string;
  readonly other: string;
  /** Where the area’s Local Offer tells of it; null: nobody has noted it. */
  readonly offer: OfferShown | null;
}
interface SentModel {
  readonly words: Omit<FormWords['sent'], 'next' | 'goesTo' | 'changeHow' | 'mailed' | 'texted'>;
  /** Null: it was sent from another browser, or more than a day ago. */
  readonly sent: {
    readonly code: string;
    readonly at: string;
    /** By which way it is acknowledged besides; empty: by none. */
    readonly besides: string;
    readonly next: readonly string[];
    readonly change: string;
  } | null;
}
const startView = view<StartModel>('asking/start.njk');
const questionView = view<QuestionModel>('asking/question.njk');
const checkView = view<CheckModel>('asking/check.njk');
const sentView = view<SentModel>('asking/sent.njk');

/** What the browser keeps of what was sent: the reference, when, by which way it is acknowledged besides, and the teams that it goes to. */
const keptSchema = z.tuple([z.string(), z.number(), z.enum(['', 'email', 'text'])], z.string());

const atQuestion = (
  wording: Wording,
  question: Question,
  typed: Typed,
  then: string,
  wrong: ReturnType<typeof wrongAt> = [],
): PublicAnswer => {
  const model = questionModel(wording, question, typed, wrong, then);
  const title = wrong.length > 0 ? `Error: ${model.title}` : model.title;
  return showsAll(questionView, model, title, { goesBack: true, easyRead: wording.easyRead, ...(wrong.length > 0 ? { status: 400 } : {}) });
};

function atCheck(
  wording: Wording,
  typed: Typed,
  context: PublicContext,
  failed: { readonly said: string; readonly status: number } | null,
): PublicAnswer {
  const read = readAnswers(wording, typed, londonDate(context.clock()));
  if ('question' in read) return atQuestion(wording, read.question, typed, 'check', read.wrong);
  const model = checkModel(wording, typed, read.answers, failed?.said ?? null);
  const title = failed ? `Error: ${model.title}` : model.title;
  return showsAll(checkView, model, title, { goesBack: true, easyRead: wording.easyRead, ...(failed ? { status: failed.status } : {}) });
}

/** From a question to the next, to the one before, to one that is to be changed, or to the same one in other words. */
function step(wording: Wording, { form }: PublicInput, context: PublicContext): PublicAnswer {
  const at = one(form, 'at-question');
  const go = one(form, 'go');
  const then = one(form, 'then') === 'check' ? 'check' : '';
  if (isQuestion(go)) return atQuestion(wording, go, form, 'check');
  if (!isQuestion(at)) return go === 'back' ? atQuestion(wording, 'helper', form, '') : atQuestion(wording, QUESTIONS[0], form, '');
  if (go === 'same') return atQuestion(wording, at, form, then);
  const place = QUESTIONS.indexOf(at);
  if (go === 'back') {
    const before = QUESTIONS[place - 1];
    if (then === 'check') return atCheck(wording, form, context, null);
    return before === undefined ? { redirect: wording.paths.start } : atQuestion(wording, before, form, '');
  }
  const wrong = wrongAt(wording.kind, at, form, londonDate(context.clock()));
  if (wrong.length > 0) return atQuestion(wording, at, form, then, wrong);
  const next = QUESTIONS[place + 1];
  return then === 'check' || next === undefined ? atCheck(wording, form, context, null) : atQuestion(wording, next, form, '');
}

/** Of a mailbox that is counted, a digest: whose it is stands in no table of counts. */
const digestOf = (address: string): string => createHash('sha256').update(mailboxOf(address)).digest('base64url');

async function send(wording: Wording, { form, from }: PublicInput, context: PublicContext): Promise<PublicAnswer> {
  const read = readAnswers(wording, form, londonDate(context.clock()));
  if ('question' in read) return atQuestion(wording, read.question, form, 'check', read.wrong);
  const { name, phone } = context.area().team;
  const { answers } = read;
  try {
    if (!(await context.asking('sent', from)))
      return atCheck(wording, form, context, {
        said: `It was not sent yet. Many forms came from where you are in the last minute. Nothing that you wrote is lost: wait a minute and send it again, or call ${name} on ${phone}.`,
        status: 429,
      });
    const { by, at } = answers.reach;
    const way = by === 'email' || (by === 'text' && context.texts) ? by : '';
    const mails = way !== '' && (await context.asking('mailbox', digestOf(way === 'text' ? at.replace(/\D/g, '') : at)));
    const { id } = context.area();
    const { bornOn = null, diagnosis } = answers;
    const teams = teamsFor(context.area(), {
      ages: ageGroupOn(bornOn, londonDate(context.clock())),
      diagnosis: diagnosisSaid(diagnosis),
    });
    const asked = await askForHelp({ ...context, area: { id } }, { kind: wording.kind, edition: 1, answers }, mails);
    const text = JSON.stringify([
      asked.code,
      asked.at,
      asked.mailed ? way : '',
      ...teams.map(({ name, contact }) => `${name}, ${contact}`),
    ]);
    return { redirect: wording.paths.sent, keep: { text, within: wording.paths.start } };
  } catch (error) {
    if (!isUnavailable(error)) throw error;
    context.logger.warn({ err: error }, 'a request for help could not be taken in; its sender was told to send it again or to phone');
    return atCheck(wording, form, context, {
      said: `It was not sent yet: we cannot take it in at this moment. Nothing that you wrote is lost: wait a few minutes and send it again, or call ${name} on ${phone}.`,
      status: 503,
    });
  }
}

function sentPage({ words, easyRead }: Wording, { kept }: PublicInput, context: PublicContext): PublicAnswer {
  const { next, goesTo, changeHow, mailed, texted, ...said } = words.sent;
  const read = kept === null ? null : keptSchema.safeParse(JSON.parse(kept)).data;
  const [code, at, way, ...teams] = read ?? [null, 0, ''];
  const day = londonDate(at as Instant);
  const reads = workingDayOnOrAfter(coreContext().holidays, addDays(day, 1));
  const sent =
    code === null
      ? null
      : {
          code,
          besides: { '': '', email: mailed, text: texted }[way],
          at: `${easyRead ? shortDayText(day) : dayText(day)}, ${clockText(at as Instant)}`,
          next: [...(teams.length === 0 ? [] : [goesTo(teams.join(', or to '))]), ...next(easyRead ? shortDayText(reads) : dayText(reads))],
          change: changeHow(context.area().team.phone),
        };
  return showsAll(sentView, { words: said, sent }, words.sent.title, { easyRead, ...(sent === null ? { status: 404 } : {}) });
}

const pagesIn = (wording: Wording): PublicPage[] => {
  const { kind, words, easyRead, paths: to, patterns: at } = wording;
  const start = { words: words.start, action: to.questions, other: to.otherStart };
  return [
    {
      method: 'get',
      path: at.start,
      answer: (_input, { area }) => {
        const [offer = null] = localOfferShown(area().localOffer, [kind === 'review-request' ? 'reviews' : 'register']);
        return Promise.resolve(showsAll(startView, { ...start, offer }, words.start.title, { easyRead }));
      },
    },
    // What is typed goes from page to page and stands in no address: whoever opens this one begins at the beginning.
    { method: 'get', path: at.questions, answer: () => Promise.resolve({ redirect: to.start }) },
    { method: 'post', path: at.questions, answer: (input, context) => Promise.resolve(step(wording, input, context)) },
    { method: 'get', path: at.send, answer: () => Promise.resolve({ redirect: to.start }) },
    { method: 'post', path: at.send, answer: (input, context) => send(wording, input, context) },
    { method: 'get', path: at.sent, answer: (input, context) => Promise.resolve(sentPage(wording, input, context)) },
  ];
};

/** Asking for help, for a look at somebody else, or for a review, without an account: in plain words, and in easy ones. */
export const askingPages: readonly PublicPage[] = WORDINGS.flatMap(pagesIn);
