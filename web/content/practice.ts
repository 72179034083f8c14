/** What stands on every page of a practice register. `quiet`: mail reaches the catcher alone. */
export const ribbonWords = (quiet: boolean): string =>
  quiet ? 'Practice: made-up people. Nothing is sent to anyone.' : 'Practice: made-up people. Mail from here goes out to real addresses.';

/** Why a register is not filled. */
export const BARRED = {
  'not-here':
    'This service uses a database, a workflow service or a mail server from elsewhere. Only one that was started with npm start alone can be filled.',
  'people-there':
    'There are people on record already. Only an empty register can be filled, so that nobody real is ever among the made-up people.',
} as const;

export const WHAT_COMES: readonly string[] = [
  '60 made-up people with up to three years of history, so that you see a working day at once.',
  'Things that are late, due today and due this week, and things that wait without a date.',
  'People in hospital, meetings planned and held, C(E)TRs, visits, actions and renewals of consent.',
  'One entry that was refused, and one that waits, as they come from a hospital.',
  'An officer who is away, and somebody who stands in.',
];
