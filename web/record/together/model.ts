import type { PlainDate } from '../../../domain/calendar/dates';
import { MEETING_KINDS } from '../../../domain/pathway/events';
import { whoMightCome } from '../../../services/meetings/who-comes';
import type { Standing } from '../../../services/pathway/standing';
import { dayText } from '../../content/dates';
import { reviewName, reviewsNamed } from '../../../domain/meetings/review-name';
import { headerOf, type PersonHeader } from '../../person/header';
import { paths } from '../../paths';
import { type AlikeModel, type AlikeShown, pressBeside } from '../alike';
import type { LookedModel } from '../booking/look';
import { withThoseWhoBelong, withWhoComes } from '../booking/who';
import { type Field, optionsOf, type Typed } from '../fields';
import { type Asked, answersOf, askedOf } from '../form-model';
import type { FormError } from '../read';
import { settled } from '../typed-of';
import type { Journey, Part } from './journey';
import { dayField, firstDay, localOf, partsFor, type Posted, type Step } from './walk';

interface Hidden {
  readonly name: string;
  readonly value: string;
}

/** One part of a journey as a page of questions. */
export interface PartModel {
  readonly person: PersonHeader;
  readonly title: string;
  readonly note: string;
  readonly step: { readonly title: string; readonly note: string | null; readonly place: string };
  readonly action: string;
  readonly event: string;
  readonly errors: readonly FormError[];
  readonly refused: string | null;
  readonly groups: readonly { readonly heading: string | null; readonly asked: readonly Asked[] }[];
  readonly hidden: readonly Hidden[];
  /** The part before it; null: it is the first. */
  readonly before: string | null;
  readonly press: string;
}

/** All parts, and what they would change together. */
export interface TogetherModel extends LookedModel {
  readonly person: PersonHeader;
  readonly title: string;
  /** How many entries it is. */
  readonly told: string;
  readonly caution: string | null;
  readonly alike: readonly AlikeModel[];
  readonly press: string;
  readonly confirm: string;
  /** Where an answer is changed. */
  readonly change: string;
  readonly moved: boolean;
  readonly sequence: number;
  readonly event: string;
  readonly hidden: readonly Hidden[];
  readonly parts: readonly {
    readonly id: string;
    readonly title: string;
    readonly answers: readonly { readonly label: string; readonly value: string }[];
    readonly recorded: boolean;
  }[];
  readonly cancel: string;
}

const prefixed = (part: Part, asked: Asked): Asked => ({
  ...asked,
  name: `${part.id}-${asked.name}`,
  parts: asked.parts.map((each) => ({ ...each, name: `${part.id}-${each.name}` })),
});

/** Words of the journey, with the name of the review that fits the person. */
const namedFor =
  ({ standing, today }: Posted) =>
  (text: string): string =>
    reviewsNamed(text, reviewName(standing.bornOn, today));

/** The questions of a part in groups: the one that says which way it goes, the day, and those of each way. */
function groupsOf(part: Part, first: PlainDate | null, { typed, standing, forms, today }: Posted, errors: readonly FormError[]) {
  const kind = MEETING_KINDS.find((code) => part.ways.some(({ type, fixed }) => type === 'meeting-scheduled' && fixed?.['kind'] === code));
  const who = kind === undefined ? null : whoMightCome(standing, forms, kind, today);
  const said = localOf(part, typed);
  // Shown for the first time, with those ticked who belong to it.
  const local = who !== null && Object.keys(said).length === 0 ? withThoseWhoBelong(said, who) : said;
  const own = errors.map(({ field, message }) => ({ field: field.slice(part.id.length + 1), message }));
  // A question that may be left empty and has nothing to choose from is not asked.
  const canBeAsked = (field: Field): boolean => !field.optional || field.as !== 'choice' || optionsOf(field, standing, today).length > 0;
  const asked = (fields: readonly Field[], day?: Part['day']): readonly Asked[] =>
    askedOf({ title: '', button: '', ...(day ? { day } : {}), fields: fields.filter(canBeAsked) }, local, own, standing, today)
      .map((one) => (who === null ? one : withWhoComes(one, who, standing.registerId)))
      .map((one) => prefixed(part, one));
  const fork = part.fork ? asked([part.fork.field]) : [];
  const day = first === null ? asked([], part.day) : asked([dayField(part, first)]);
  const isOfWay = first !== null && part.day.ahead === true;
  return [
    { heading: null, asked: isOfWay ? fork : [...fork, ...day] },
    ...part.ways.map(({ heading = null, fields }, index) => ({
      heading,
      asked: [...(isOfWay && index === 0 ? day : []), ...asked(fields)],
    })),
  ];
}

const hiddenOf = (typed: Typed, wanted: (name: string) => boolean): readonly Hidden[] =>
  Object.entries(typed)
    .filter(([name]) => wanted(name))
    .flatMap(([name, value]) => [value ?? ''].flat().map((single) => ({ name, value: String(single) })));

const isOf =
  (part: Part) =>
  (name: string): boolean =>
    name.startsWith(`${part.id}-`);

/** The answers, with the day of the first part in full once it is known. */
export function settledAnswers({ journey, typed }: Pick<Posted, 'journey' | 'typed'>, steps: readonly Step[]): Typed {
  const [first] = steps;
  const known = Object.fromEntries(Object.entries(typed).filter(([name]) => journey.parts.some((part) => isOf(part)(name))));
  if (!first) return known;
  const others = Object.fromEntries(Object.entries(known).filter(([name]) => !isOf(first.part)(name)));
  const day = settled(first.local, first.event?.on);
  return { ...Object.fromEntries(Object.entries(day).map(([name, value]) => [`${first.part.id}-${name}`, value])), ...others };
}

const placeOf = ({ atMost }: Journey, parts: readonly Part[], part: Part, before: number): string => {
  const isOpen = parts.some(({ follows }) => follows);
  const place = atMost === undefined ? parts.indexOf(part) : before;
  return `Part ${place + 1} of ${isOpen ? 'up to ' : ''}${atMost ?? parts.length}`;
};

/** A page of the questions of one part; the answers of the others go with it. */
export function partModel(
  posted: Posted,
  steps: readonly Step[],
  part: Part,
  wrong: { readonly errors: readonly FormError[]; readonly refused: string | null },
): PartModel {
  const { journey, standing, today, id } = posted;
  const parts = partsFor(journey, standing);
  const named = namedFor(posted);
  const isLast = parts.indexOf(part) === parts.length - 1;
  return {
    person: headerOf(standing, today),
    title: named(journey.title),
    note: named(journey.note),
    step: {
      title: part.title,
      note: part.note === undefined ? null : named(part.note),
      place: placeOf(journey, parts, part, steps.length),
    },
    action: paths.recordTogether({ registerId: standing.registerId, journey: journey.id }),
    event: id,
    errors: wrong.errors.map(({ field, message }) => ({ field, message: named(message) })),
    refused: wrong.refused,
    groups: groupsOf(part, firstDay(steps), posted, wrong.errors),
    hidden: hiddenOf(settledAnswers(posted, steps), (name) => !isOf(part)(name)),
    before: steps.at(-1)?.part.id ?? null,
    press: isLast || part.ends ? 'See what this changes' : 'Continue',
  };
}

function answersTo({ part, event, way, local }: Step, standing: Standing, today: PlainDate): { label: string; value: string }[] {
  const fork = part.fork ? [part.fork.field] : [];
  const given = answersOf({ title: '', button: '', fields: [...fork, ...(way?.fields ?? [])] }, local, standing, today);
  const day = event?.on === undefined ? [] : [{ label: part.day.label, value: dayText(event.on) }];
  return [...day, ...(way?.says ?? []), ...given];
}

/** What recording all parts would change, and what in the record looks like them. */
interface Looked {
  readonly preview: LookedModel;
  readonly sequence: number;
  readonly moved: boolean;
  readonly alike: AlikeShown;
}

/** The page that shows all parts and what they would change together. */
export function togetherModel(posted: Posted, steps: readonly Step[], { preview, sequence, moved, alike }: Looked): TogetherModel {
  const { journey, standing, today, id } = posted;
  const at = { registerId: standing.registerId, journey: journey.id };
  const named = namedFor(posted);
  const count = steps.filter(({ event }) => event !== null).length;
  return {
    ...preview,
    person: headerOf(standing, today),
    title: named(journey.title),
    told: count === 1 ? 'It is 1 entry.' : `They are ${count} entries, and all of them are recorded, or none.`,
    caution: journey.caution === undefined ? null : named(journey.caution),
    alike: alike.alike,
    press: pressBeside(count === 1 ? buttonOfOne(journey) : journey.button, alike),
    confirm: paths.recordTogetherCheck(at),
    change: paths.recordTogether(at),
    moved,
    sequence,
    event: id,
    hidden: hiddenOf(settledAnswers(posted, steps), () => true),
    parts: steps.map((step) => ({
      id: step.part.id,
      title: step.part.title,
      answers: answersTo(step, standing, today),
      recorded: step.event !== null,
    })),
    cancel: paths.person({ registerId: standing.registerId }),
  };
}

/** What the button says where only the first part is left. */
const buttonOfOne = ({ parts }: Journey): string => `Record ${(parts[0]?.title ?? '').replace(/^The /, 'the ')}`;
