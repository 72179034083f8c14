/** Whom Una’s story writes to, as `who: subject` for each. */
const TEAM = ['ana.example', 'sam.okafor'];
/** Her and her mother. */
export const PRIVATE = ['jo: About a meeting', 'una: About your meeting'];
/** `who: subject`, for both of the team. */
export const team = (subject: string): string[] => TEAM.map((one) => `${one}: ${subject}`);
/** Everybody of a MAM. */
export const ofMam = (subject: string): string[] => [...team(subject), `keyworkers: ${subject}`, ...PRIVATE];
/** Everybody of a review in the community; in hospital the ward too. */
export const ofReview = (subject: string, ...more: string[]): string[] => [
  ...[...TEAM, 'lee.example', 'panel.office', ...more].map((one) => `${one}: ${subject}`),
  ...PRIVATE,
];
export const sorted = (...told: readonly string[][]): string[] => told.flat().toSorted();
