import type { PlainDate } from '../../../domain/calendar/dates';
import type { WhoComes } from '../../../domain/meetings/who-comes';
import { MEETING_KINDS } from '../../../domain/pathway/events';
import { readForms } from '../../../services/forms/written-forms';
import { whoMightCome } from '../../../services/meetings/who-comes';
import type { Standing } from '../../../services/pathway/standing';
import type { WebContext } from '../../app/context';
import { MISSING_WORDS, WHY_INVITED_WORDS } from '../../content/who-comes';
import { paths } from '../../paths';
import { one, several, type Typed } from '../fields';
import type { Asked } from '../form-model';

/** Who might come to the meeting that a form is about, of the kind that is chosen in it. Throws where the database is away. */
export async function readWhoComes(
  { pool }: Pick<WebContext, 'pool'>,
  standing: Standing,
  typed: Typed,
  today: PlainDate,
): Promise<WhoComes> {
  const kind = MEETING_KINDS.find((code) => code === one(typed, 'kind')) ?? null;
  return whoMightCome(standing, await readForms(pool, standing.registerId), kind, today);
}

/** A new booking with those ticked who belong to it, beside those whom the area invites. */
export function withThoseWhoBelong(typed: Typed, { people }: WhoComes): Typed {
  const belong = people.filter(({ belongs }) => belongs).map(({ id }) => id);
  return belong.length === 0 ? typed : { ...typed, invited: [...new Set([...several(typed, 'invited'), ...belong])] };
}

/** The question who is invited, with those who are ticked and then those who might come first, each with why; and who is not on record yet. */
function withReasons(asked: Asked, { people, missing }: WhoComes, registerId: string): Asked {
  const place = (value: string): number => people.findIndex(({ id }) => id === value);
  const isNamed = (value: string): boolean => place(value) >= 0;
  const choices = asked.choices.map((choice) => {
    const why = people.find(({ id }) => id === choice.value)?.why ?? [];
    return why.length === 0 ? choice : { ...choice, hint: why.map((code) => WHY_INVITED_WORDS[code]).join(' ') };
  });
  const might = choices.filter(({ value, checked }) => !checked && isNamed(value)).toSorted((a, b) => place(a.value) - place(b.value));
  return {
    ...asked,
    choices: [
      ...choices.filter(({ checked }) => checked),
      ...might,
      ...choices.filter(({ value, checked }) => !checked && !isNamed(value)),
    ],
    beside:
      missing.length === 0
        ? null
        : {
            title: 'Not on record yet',
            lines: missing.map((code) => MISSING_WORDS[code]),
            link: { href: paths.contactAdd({ registerId }), text: 'Add a contact' },
          },
  };
}

/** A question of a booking; who is invited with who might come. */
export const withWhoComes = (question: Asked, who: WhoComes, registerId: string): Asked =>
  question.name === 'invited' ? withReasons(question, who, registerId) : question;
