import type { Token } from './fold';

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));

const TITLES = words('mr mrs ms miss mx master');
const HOUSEHOLD = words('family household residence');
/** What is somebody's: `Rose's flat`. */
const THEIRS = words(
  'home house flat place bungalow cottage address residence bedroom garden kitchen caravan apartment annexe mum mums mother mothers dad dads ' +
    'father fathers parent parents gran grans nan nans grandmother grandfather grandad family aunt aunts uncle uncles sister sisters brother ' +
    'brothers friend friends carer carers school college nursery work workplace phone number',
);
const TOWARDS = words('with for visit visiting see seeing ask call ring phone contact collect fetch from care');
/** What follows the name of a building, a ward or a street. */
const OF_A_BUILDING = words(
  'academy avenue block building campus care centre center chapel chambers church clinic close college common conference court crescent day ' +
    'development district drive estate farm field floor gardens grange green grove hall health heath hill hospice hospital hotel house hub inn ' +
    'infirmary inpatient institute lane library lodge manor medical mews mill mount national nursing office offices park place practice primary ' +
    'rise road room rooms school secondary square station street suite surgery terrace theatre tower trust unit university vale valley view ' +
    'villa village walk ward way wing wood works youth community resource support',
);

/**
 * Whether an ordinary word stands as somebody's name. `owned`: a plural or possessive (`the Hills`, `Rose's`, `Toms house`).
 * `given`: it is a first name: houses are called after surnames, so that `King's House` is a building and `Tom's House` is not.
 */
export function isPrivately(tokens: readonly Token[], at: number, owned: boolean, given: boolean): boolean {
  const own = tokens[at];
  if (!own) return false;
  const beside = (offset: number): Token | undefined => {
    const token = tokens[at + offset];
    return token?.segment === own.segment ? token : undefined;
  };
  const [before, twoBefore, after, twoAfter] = [beside(-1), beside(-2), beside(1), beside(2)];
  if (before && TITLES.has(before.word)) return true;
  if (after && HOUSEHOLD.has(after.word)) return true;
  if (
    before &&
    twoBefore &&
    /^(?:of|at)$/.test(before.word) &&
    /^(?:home|house|flat|residence)$/.test(twoBefore.word) &&
    !twoBefore.capital
  )
    return true;
  if (twoBefore && before?.word === 'the' && owned && beside(-3) && twoBefore.word === 'of' && beside(-3)?.word === 'home') return true;
  const theirs = (token: Token | undefined): boolean => token !== undefined && THEIRS.has(token.word) && (given || !token.capital);
  if (owned && (theirs(after) || (after?.possessive === true && theirs(twoAfter)))) return true;
  if (owned && !after && before?.word === 'at') return true;
  return before !== undefined && TOWARDS.has(before.word) && !before.capital && (after === undefined || !OF_A_BUILDING.has(after.word));
}
