import { paths } from '../../../web/paths';
import { EVERYWHERE, type Shown } from './desk-shown';

/** The measures of the pathway: the numbers, where a standard was not kept, and the sheet that may be given out. */
export const MEASURES: readonly Shown[] = [
  { name: 'Measures', pattern: paths.measures.pattern, at: () => paths.measures() },
  { name: 'Measures of several areas', who: EVERYWHERE, pattern: paths.measures.pattern, at: () => paths.measures() },
  {
    name: 'Measures, with an error',
    pattern: paths.measures.pattern,
    at: () => paths.measures({ from: '2 October', to: '1 October 2026' }),
  },
  {
    name: 'Measures, a standard that was not kept',
    pattern: paths.measuresStandard.pattern,
    at: () => paths.measuresStandard({ standard: 'review-before-admission' }),
  },
  {
    name: 'Measures, a standard that was kept',
    pattern: paths.measuresStandard.pattern,
    at: () => paths.measuresStandard({ standard: 'rated' }, { group: 'adult' }),
  },
  { name: 'The sheet of the measures', pattern: paths.measuresShared.pattern, at: () => paths.measuresShared() },
  {
    name: 'The sheet of the measures, with an error',
    pattern: paths.measuresShared.pattern,
    at: () => paths.measuresShared({ to: '31 September 2026' }),
  },
];
