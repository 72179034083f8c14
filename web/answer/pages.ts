import { MOST_OF_REMARK } from '../../domain/forms/meetings';
import { typedText } from '../../domain/text';
import { isUnavailable } from '../../infra/database/faults';
import { logAccess } from '../../services/access/access-log';
import {
  answerFor,
  type AnswerDeps,
  type BehindLink,
  OWNER_ANSWERS,
  type OwnerAnswer,
  readBehind,
} from '../../services/meetings/actions/answers';
import { noteOpened } from '../../services/meetings/actions/links';
import { area } from '../../services/rules/areas';
import { coreContext } from '../../services/rules/policies';
import { type PublicAnswer, type PublicContext, type PublicInput, type PublicPage, showsAll } from '../app/public/page';
import { view } from '../app/view';
import { dayText } from '../content/dates';
import type { FormError } from '../parts/form';
import { paths } from '../paths';
import { one } from '../record/fields';

interface AnswerModel {
  readonly title: string;
  readonly said: string | null;
  readonly errors: readonly FormError[];
  readonly action: { readonly what: string; readonly by: string; readonly agreed: string | null; readonly registerId: string } | null;
  readonly form: {
    readonly action: string;
    readonly choices: readonly { readonly value: OwnerAnswer; readonly text: string; readonly chosen: boolean }[];
    readonly error: string | null;
    readonly words: string;
    readonly wordsError: string | null;
  } | null;
}
const answerView = view<AnswerModel>('answer/answer.njk');

const CHOICES: Readonly<Record<OwnerAnswer, string>> = {
  done: 'It is done',
  'not-done': 'It is not done yet',
  blocked: 'It cannot be done',
};
const isAnswer = (text: string): text is OwnerAnswer => OWNER_ANSWERS.some((one) => one === text);
const WORDS = typedText(MOST_OF_REMARK);

/** The same to whoever made an address up, and to whoever comes too late. */
const nowhere = (status = 404): PublicAnswer =>
  showsAll(
    answerView,
    {
      title: 'This address leads nowhere',
      said: 'It may have ended, or somebody took it back. If you were asked to do something, call the team that asked you.',
      ...{ errors: [], action: null, form: null },
    },
    'This address leads nowhere',
    { status },
  );

const tooMany = (): PublicAnswer => {
  const title = 'Please wait a minute';
  const said = 'Many addresses were opened from where you are. Wait a minute, and open yours again.';
  return showsAll(answerView, { title, said, errors: [], action: null, form: null }, title, { status: 429 });
};

const depsOf = ({ pool, seals, clock, commit }: PublicContext): AnswerDeps => ({ pool, core: coreContext(), seals, clock, commit });
const secretIn = ({ params }: PublicInput): string => params['link'] ?? '';

const logged = ({ pool }: PublicContext, { link }: BehindLink, auditEvent: string): Promise<void> =>
  logAccess(pool, { actor: `owner:${link.recipient}`, auditEvent, registerId: link.registerId, outcome: 'done' });

const actionOf = ({ action, agreedAt, link }: BehindLink): AnswerModel['action'] => ({
  what: action.what ?? 'What it is was not written down: call the team',
  by: action.due === null ? 'No day was set' : dayText(action.due),
  agreed: agreedAt && dayText(agreedAt),
  registerId: link.registerId,
});

interface Typed {
  readonly answer: string;
  readonly words: string;
  readonly error: string | null;
  readonly wordsError: string | null;
  readonly said: string | null;
}
const NOTHING: Typed = { answer: '', words: '', error: null, wordsError: null, said: null };

/** The one action, with what can be answered of it as it stands. */
function actionPage(behind: BehindLink, secret: string, { answer, words, error, wordsError, said }: Typed, status = 200): PublicAnswer {
  const done = behind.action.status === 'done';
  const left = OWNER_ANSWERS.filter((value) => !behind.answered.includes(value));
  const title = done ? 'Thank you: it is done' : 'How does it stand?';
  const given = behind.answered.includes('not-done')
    ? 'You told us that it is not done yet. Tell us when it is, or if it cannot be.'
    : null;
  const model: AnswerModel = {
    title,
    said: said ?? (done ? 'Nothing more is asked of you.' : given),
    errors: [
      ...(error === null ? [] : [{ field: 'answer', message: error }]),
      ...(wordsError === null ? [] : [{ field: 'words', message: wordsError }]),
    ],
    action: actionOf(behind),
    form: done
      ? null
      : {
          action: paths.answer({ link: secret }),
          choices: left.map((value) => ({ value, text: CHOICES[value], chosen: value === answer })),
          ...{ error, words, wordsError },
        },
  };
  return showsAll(answerView, model, error === null && wordsError === null ? title : `Error: ${title}`, {
    status,
    area: area(behind.area),
    goesBack: true,
  });
}

const SAID: Readonly<Record<OwnerAnswer, string>> = {
  done: 'We have written down that it is done.',
  'not-done': 'We have told the team that it is not done yet. You can answer here again when it is, or if it cannot be.',
  blocked: 'We have told the team that it cannot be done. They agree on another way, and may call you.',
};

async function open(input: PublicInput, context: PublicContext): Promise<PublicAnswer> {
  if (!(await context.asking('link', input.from))) return tooMany();
  const behind = await readBehind(depsOf(context), secretIn(input));
  if (behind === null) return nowhere();
  await logged(context, behind, 'action-link-opened');
  await noteOpened(context.pool, behind.link, context.clock());
  return actionPage(behind, secretIn(input), NOTHING);
}

async function send(input: PublicInput, context: PublicContext): Promise<PublicAnswer> {
  if (!(await context.asking('link', input.from))) return tooMany();
  const deps = depsOf(context);
  const secret = secretIn(input);
  const behind = await readBehind(deps, secret);
  if (behind === null) return nowhere();
  const answer = one(input.form, 'answer');
  const words = one(input.form, 'words').replaceAll('\r\n', '\n').trim();
  if (!isAnswer(answer)) return actionPage(behind, secret, { ...NOTHING, words, error: 'Choose how it stands' }, 400);
  const wordsError =
    answer === 'blocked' && words === ''
      ? 'Say what could be done instead, or who could help'
      : words !== '' && !WORDS.safeParse(words).success
        ? 'Write at most 4,000 characters, without signs that cannot be kept'
        : null;
  if (wordsError !== null) return actionPage(behind, secret, { ...NOTHING, answer, words, wordsError }, 400);
  // Logged before it is done: what cannot be logged is not done.
  await logged(context, behind, 'action-link-answered');
  const kept = await answerFor(deps, secret, { answer, words: words === '' ? null : words });
  const after = await readBehind(deps, secret);
  if (after === null) return nowhere();
  if (kept === 'kept') return actionPage(after, secret, { ...NOTHING, said: SAID[answer] });
  if (kept === 'not-taken')
    return actionPage(after, secret, { ...NOTHING, said: 'We could not take it in. The team is told: please call them as well.' }, 409);
  return actionPage(after, secret, { ...NOTHING, said: 'It was answered before: nothing was changed. This is how it stands.' }, 409);
}

/** With the database away nothing is lost: they are told to try again, or to call. */
const patiently =
  (work: (input: PublicInput, context: PublicContext) => Promise<PublicAnswer>): PublicPage['answer'] =>
  async (input, context) => {
    try {
      return await work(input, context);
    } catch (error) {
      if (!isUnavailable(error)) throw error;
      const title = 'We cannot take it in at this moment';
      const said = 'Nothing is lost: open this address again in a few minutes, or call the team that asked you.';
      return showsAll(answerView, { title, said, errors: [], action: null, form: null }, title, { status: 503 });
    }
  };

/** For the owner of an action who has no account. */
export const answerPages: readonly PublicPage[] = [
  { method: 'get', path: paths.answer, anyArea: true, answer: patiently(open) },
  { method: 'post', path: paths.answer, anyArea: true, answer: patiently(send) },
];
