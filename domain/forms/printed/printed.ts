/** A plain drawing beside easy words, by what it shows. */
export const DRAWINGS = [
  'who',
  'name',
  'born',
  'reach',
  'happening',
  'helps',
  'services',
  'diagnosis',
  'helper',
  'list',
  'meeting',
  'choice',
  'day',
] as const;
export type Drawing = (typeof DRAWINGS)[number];

/** One thing on paper. In words `{team}` and `{phone}` stand for the team of the area and its telephone. */
export type PrintedPart =
  | { readonly as: 'words' | 'list'; readonly lines: readonly string[] }
  /** Room to write by hand, so many lines of it. */
  | { readonly as: 'write'; readonly label: string; readonly hint?: string; readonly rows: number }
  /** Boxes to tick. */
  | {
      readonly as: 'tick';
      readonly label: string;
      readonly hint?: string;
      readonly choices: readonly string[];
      /** Few and short, beside each other where there is room. */
      readonly inRow?: true;
    }
  | { readonly as: 'yes-no'; readonly ask: string; readonly means: readonly string[] }
  /** A name, a signature and a day. */
  | { readonly as: 'sign'; readonly who: string };

export interface PrintedSection {
  readonly title: string;
  readonly drawing?: Drawing;
  /** On paper it begins a page: it is taken out, or filled in at another time than the rest. */
  readonly newPage?: true;
  readonly parts: readonly PrintedPart[];
}

/**
 * A form to print, or what is to be read beside one: an edition of it, with all its words. An edition is never changed once it has been given to
 * people: what they signed stays readable. One that says otherwise is a new edition beside it ("Easy read consent form is available if required",
 * 004 L1005; "existing referral form is still available until replaced", L1000).
 */
export interface PrintedForm {
  /** As its address names it. */
  readonly kind: string;
  readonly edition: number;
  readonly easyRead: boolean;
  readonly title: string;
  /** For whom and what it is, in a sentence. */
  readonly about: string;
  readonly sections: readonly PrintedSection[];
}
