import { CRITERIA, type CriterionCode, type SpeaksFor } from '../../domain/rules/criteria';

const SPEAKS_FOR: Readonly<Record<SpeaksFor, string>> = {
  entry: 'Speaks for the register',
  red: 'Speaks for red',
  amber: 'Speaks for amber',
  green: 'Speaks for green',
};

/** What a criterion speaks for, and where its words come from. */
export const criterionHint = (code: CriterionCode): string => `${SPEAKS_FOR[CRITERIA[code].speaksFor]}. ${CRITERIA[code].source}`;

const isCriterion = (code: string): code is CriterionCode => Object.hasOwn(CRITERIA, code);

/** Which criteria were seen, as a history tells it; undefined: none was named. */
export const criteriaSeen = (codes: readonly string[] | undefined): string | undefined =>
  codes && `Seen: ${codes.map((code) => (isCriterion(code) ? `“${CRITERIA[code].words}”` : code)).join(' ')}`;
