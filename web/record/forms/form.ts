import type { Standing } from '../../../services/pathway/standing';
import type { Field, Option } from '../fields';

/** The form of one type of event. */
export interface Form {
  /** What is done, as the button and the heading say it: "Record an admission". */
  readonly title: string;
  readonly button: string;
  /** What it is for, and what it is not for. */
  readonly note?: string;
  /** What is asked of the day; absent: the day is not asked for. */
  readonly day?: { readonly label: string; readonly ahead?: true };
  readonly fields: readonly Field[];
  /** What is wrong with answers that are right each by itself, as somebody stands; null: nothing. */
  readonly wants?: (
    fields: Readonly<Record<string, unknown>>,
    standing: Standing,
  ) => { readonly field: string; readonly message: string } | null;
}

/** The answers of a question, with their words in the order of the codes. */
export const choice = <T extends string>(
  words: Readonly<Record<T, string>>,
  values: readonly T[] = Object.keys(words) as T[],
): readonly Option[] => values.map((value) => ({ value, text: words[value] }));

export const YES_NO = [
  { value: 'true', text: 'Yes' },
  { value: 'false', text: 'No' },
] as const;

export const YES_NO_UNKNOWN = [...YES_NO, { value: 'null', text: 'Not known yet' }] as const;

export const reason: Field = {
  as: 'words',
  name: 'reason',
  label: 'Why?',
  hint: 'The words stay in this service. Write as if the person and their family read them',
};
