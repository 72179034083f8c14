import type { EventType } from '../../../domain/pathway/events';
import type { Standing } from '../../../services/pathway/standing';
import { FORMS } from '../forms/forms';
import type { Field } from '../fields';

/** What was answered to a question of a part before, as it was chosen; empty: it was not, or the part is not asked. */
export type Answered = (part: string, question: string) => string;

/** One event that a part may become. */
export interface Way {
  readonly type: EventType;
  /** The answers of the fork that lead here; absent: the part has no fork. */
  readonly of?: readonly string[];
  /** Over its questions, where the part has several ways. */
  readonly heading?: string;
  readonly fields: readonly Field[];
  /** What the journey itself says of the event, and its form therefore does not ask. */
  readonly fixed?: Readonly<Record<string, unknown>>;
  /** The same for a reader, on the page that asks whether all is right. */
  readonly says?: readonly { readonly label: string; readonly value: string }[];
  /** Makes the event's own fields of those that were answered. */
  readonly finish?: (fields: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;
}

/** One step of a journey: a page of questions, and at most one event. */
export interface Part {
  /** Stands before the names of its questions, so that each keeps its answer. */
  readonly id: string;
  readonly title: string;
  readonly note?: string;
  /** Of the first part it is asked; of the others it is that of the first unless another is given. `ahead`: a day of its own, which lies ahead. */
  readonly day: { readonly label: string; readonly ahead?: true };
  /** The question whose answer says which event it is, or that there is none; its answer is the event's field of this name where `into` says so. */
  readonly fork?: { readonly field: Extract<Field, { as: 'choice' }>; readonly into?: string };
  readonly ways: readonly Way[];
  /** Nothing is asked after it. */
  readonly ends?: true;
  /** Whether it can belong to the journey, as somebody stands; absent: always. */
  readonly fits?: (standing: Standing) => boolean;
  /** Whether it follows from what was answered before; absent: always. */
  readonly follows?: (answered: Answered, standing: Standing) => boolean;
}

/** Several events that belong together: asked for one after the other, looked at and recorded as one. */
export interface Journey {
  /** In the address: a code. */
  readonly id: string;
  readonly title: string;
  readonly button: string;
  readonly note: string;
  /** It cannot wait, and is offered before anything else. */
  readonly urgent?: true;
  /** What is said beside what would change. */
  readonly caution?: string;
  /** Offered where the core would accept one of each of these now… */
  readonly needs: readonly EventType[];
  /** …and where this is so. */
  readonly offered: (standing: Standing) => boolean;
  readonly parts: readonly Part[];
  /** So many of them are asked at the most, where they branch; absent: all. */
  readonly atMost?: number;
}

/** The questions of a type's own form, but for those that the journey answers or asks in another way. Throws where the type has no form. */
export function questionsOf(type: EventType, ...without: readonly string[]): readonly Field[] {
  const form = FORMS[type];
  if (!form) throw new Error(`there is no form for ${type}`);
  return form.fields.filter(({ name }) => !without.includes(name));
}
