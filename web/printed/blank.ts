import { type AskedKind, WHOM } from '../../domain/forms/asked';
import type { PrintedForm, PrintedPart, PrintedSection } from '../../domain/forms/printed/printed';
import { REACHED_BY, SAID_OF_DIAGNOSIS } from '../../domain/forms/self-referral';
import { type Question, QUESTIONS } from '../asking/questions';
import { WORDS } from '../asking/wordings';
import type { FormWords } from '../asking/words/shape';

/** The words for whoever asks for another: on paper the same sheet serves both, and theirs fit both only where there is nobody to ask for but another. */
const aboutWhom = (kind: AskedKind) => (WHOM[kind].some((whom) => whom === 'me') ? 'me' : 'another');

const write = (label: string, rows: number, hint: readonly string[] = []): PrintedPart => ({
  as: 'write',
  label,
  rows,
  ...(hint.length > 0 ? { hint: hint.join(' ') } : {}),
});
const tick = (label: string, choices: readonly string[], hint: readonly string[] = []): PrintedPart => ({
  as: 'tick',
  label,
  choices,
  ...(hint.length > 0 ? { hint: hint.join(' ') } : {}),
});

/** What stands on paper for each question: the title is its section's. */
const ON_PAPER: Readonly<Record<Question, (words: FormWords, kind: AskedKind) => readonly PrintedPart[]>> = {
  who: (words, kind) => [
    tick(
      '',
      WHOM[kind].map((whom) => words.forWhom[whom]),
    ),
  ],
  name: ({ names }, kind) =>
    aboutWhom(kind) === 'me' ? [write('', 1), write(names.yours, 1, [names.ifAnother])] : [write(names.theirs, 1), write(names.yours, 1)],
  born: ({ born }) => [write([born.day, born.month, born.year].join(', '), 1)],
  reach: (words) => [
    tick(
      '',
      REACHED_BY.map((by) => words.reachedBy[by]),
    ),
    write(words.at, 2),
    write(words.when, 1),
  ],
  happening: (words) => [write('', 7), tick('', [words.tells])],
  helps: () => [write('', 4)],
  services: () => [write('', 2)],
  diagnosis: (words, kind) => [
    tick(
      '',
      SAID_OF_DIAGNOSIS.map((said) => words.diagnosis[aboutWhom(kind)][said]),
    ),
  ],
  helper: () => [write('', 2)],
};

/** The same form as is asked on the pages, to be filled in by hand: its words are those of the pages. */
export function blankForm(kind: AskedKind, easyRead: boolean): PrintedForm {
  const words = WORDS[kind][easyRead ? 'easy' : 'plain'];
  const sections = QUESTIONS.map((question): PrintedSection => {
    const { title, hint } = words.questions[question][aboutWhom(kind)];
    const parts: readonly PrintedPart[] = [
      ...(hint.length > 0 ? [{ as: 'words' as const, lines: hint }] : []),
      ...ON_PAPER[question](words, kind),
    ];
    return { title, parts, ...(easyRead ? { drawing: question } : {}) };
  });
  return {
    kind: easyRead ? `${kind}-easy-read` : kind,
    edition: 1,
    easyRead,
    title: words.start.title,
    about: words.paper.about,
    sections: [
      ...sections,
      {
        title: words.check.what,
        parts: [
          { as: 'words', lines: words.check.how },
          { as: 'words', lines: [words.paper.send] },
        ],
      },
    ],
  };
}
