import type { PlainDate } from '../../../domain/calendar/dates';
import type { PathwayEvent } from '../../../domain/pathway/events';
import { uuidOf } from '../../../infra/canonical';
import type { WrittenForm } from '../../../services/forms/written-forms';
import type { Standing } from '../../../services/pathway/standing';
import { dayText } from '../../content/dates';
import { type Field, one, optionsOf, several, type Typed } from '../fields';
import type { Form } from '../forms/form';
import { FORMS } from '../forms/forms';
import { asEvent, type FormError, readAnswers, unanswered } from '../read';
import type { Answered, Journey, Part, Way } from './journey';

/** A journey as it was posted, and what it is read with. */
export interface Posted {
  readonly journey: Journey;
  /** Every answer of every part, each named `<part>-<question>`. */
  readonly typed: Typed;
  readonly standing: Standing;
  readonly today: PlainDate;
  /** What was filled in about the person. */
  readonly forms: readonly WrittenForm[];
  /** The id of the whole, a UUID. */
  readonly id: string;
}

/** A part that was answered rightly. */
export interface Step {
  readonly part: Part;
  /** Null: nothing is recorded of it. */
  readonly event: PathwayEvent | null;
  /** Its way, null where its answer leads to none; and its answers alone, named as its questions are. */
  readonly way: Way | null;
  readonly local: Typed;
}

/** How far the answers lead: to the part that is asked next, or to the end. */
interface Walk {
  /** The parts before it, in order. */
  readonly steps: readonly Step[];
  /** What is to be asked, with what is wrong there; null: all is answered. */
  readonly next: { readonly part: Part; readonly errors: readonly FormError[] } | null;
}

const nameOf = (part: Part, question: string): string => `${part.id}-${question}`;

/** The answers of one part, named as its questions are. */
export const localOf = (part: Part, typed: Typed): Typed =>
  Object.fromEntries(
    Object.entries(typed).flatMap(([name, value]) => (name.startsWith(`${part.id}-`) ? [[name.slice(part.id.length + 1), value]] : [])),
  );

const isAnswered = (field: Field, local: Typed): boolean =>
  field.as === 'day'
    ? ['day', 'month', 'year'].some((each) => one(local, `${field.name}-${each}`) !== '')
    : several(local, field.name).some((value) => value.trim() !== '');

/** The day of a part that is not the first: left empty it is that of the first, unless the part has a day of its own. */
export const dayField = ({ day }: Part, first: PlainDate): Field => ({
  as: 'day',
  name: 'on',
  label: day.label,
  ...(day.ahead ? {} : { optional: true, hint: `Leave it empty if it was ${dayText(first)} too` }),
});

/** The way that an answer of the fork leads to; null: to none. A part without a fork has one. */
const wayOf = ({ fork, ways }: Part, local: Typed): Way | null =>
  (fork ? ways.find(({ of }) => of?.includes(one(local, fork.field.name))) : ways[0]) ?? null;

/** A form for what `readAnswers` is to read: the first part asks for its day, the others have it among their questions. */
const formFor = (part: Part, { type, fields }: Way, first: PlainDate | null): Form => ({
  title: part.title,
  button: '',
  ...(first === null ? { day: part.day } : {}),
  fields: first === null ? fields : [dayField(part, first), ...fields],
  ...(FORMS[type]?.wants ? { wants: FORMS[type].wants } : {}),
});

function readFork({ fork }: Part, local: Typed, standing: Standing, today: PlainDate): { text: string } | FormError | null {
  if (!fork) return null;
  const chosen = optionsOf(fork.field, standing, today).find(({ value }) => value === one(local, fork.field.name));
  return chosen ? { text: chosen.text } : { field: fork.field.name, message: unanswered(fork.field.label) };
}

/** What was answered of another way than the one that was chosen: it is not passed over in silence. */
function strays(part: Part, way: Way | null, local: Typed, chosen: string): FormError[] {
  const others = part.ways.filter((other) => other !== way).flatMap(({ fields }) => fields);
  const day: readonly Field[] = way ? [] : [{ as: 'day', name: 'on', label: part.day.label }];
  return [...day, ...others]
    .filter((field) => isAnswered(field, local))
    .map((field) => ({
      field: field.as === 'day' ? `${field.name}-day` : field.name,
      message: `${field.label} Leave this empty, because you answered “${chosen}”`,
    }));
}

function readPart(part: Part, local: Typed, first: PlainDate | null, { standing, today, id }: Posted): Step | readonly FormError[] {
  const fork = readFork(part, local, standing, today);
  if (fork && 'message' in fork) return [fork];
  const way = wayOf(part, local);
  const stray = fork ? strays(part, way, local, fork.text) : [];
  if (!way) return stray.length > 0 ? stray : { part, event: null, way, local };
  const form = formFor(part, way, first);
  const read = readAnswers({ form, typed: local, standing, today });
  if ('errors' in read) return [...stray, ...read.errors];
  if (stray.length > 0) return stray;
  const into = part.fork?.into;
  const fields = {
    ...(first === null ? {} : { on: first }),
    ...(way.finish ?? ((given) => given))(read.fields),
    ...way.fixed,
    ...(into === undefined ? {} : { [into]: one(local, part.fork?.field.name ?? '') }),
  };
  const made = asEvent(
    way.type,
    form,
    fields,
    // What a part after the first newly refers to is named after it and the whole, so that two meetings of one journey are two.
    first === null ? id : uuidOf([id, part.id]),
  );
  return 'errors' in made ? made.errors : { part, event: made.event, way, local };
}

/** The parts that can belong to a journey, as somebody stands. */
export const partsFor = ({ parts }: Journey, standing: Standing): readonly Part[] => parts.filter(({ fits }) => fits?.(standing) ?? true);

/**
 * Goes through a journey by what was answered: each part that follows, in order, up to the first that was not asked yet or in which something is
 * wrong. The names of questions in its errors are those on the page.
 */
export function walk(posted: Posted): Walk {
  const { journey, typed, standing } = posted;
  const steps: Step[] = [];
  const answered: Answered = (id, question) => {
    const step = steps.find(({ part }) => part.id === id);
    return step ? one(step.local, question) : '';
  };
  for (const part of partsFor(journey, standing)) {
    if (part.follows && !part.follows(answered, standing)) continue;
    const local = localOf(part, typed);
    if (Object.keys(local).length === 0) return { steps, next: { part, errors: [] } };
    const read = readPart(part, local, firstDay(steps), posted);
    if (Array.isArray(read)) {
      const errors = (read as readonly FormError[]).map(({ field, message }) => ({ field: nameOf(part, field), message }));
      return { steps, next: { part, errors } };
    }
    steps.push(read as Step);
  }
  return { steps, next: null };
}

/** The day that was given in the first part; null: it is the first. */
export const firstDay = (steps: readonly Step[]): PlainDate | null => (steps[0]?.event?.on as PlainDate | undefined) ?? null;

/** The events of the parts, in order. */
export const eventsOf = (steps: readonly Step[]): readonly PathwayEvent[] => steps.flatMap(({ event }) => (event ? [event] : []));
