import { londonDate, londonTime, type Instant } from '../../../domain/calendar/dates';
import { runApi } from '../../../server';
import { Dice } from '../../../services/practice/dice';
import { runDrill } from './drill';

const EIGHT = 8 * 60;
const MOST = 29;

runDrill(({ clockOffset, lastMinute, seed }) => {
  const dice = new Dice(seed);
  // The steps of whoever comes in the storm fire in what is left of it, by their timers.
  const minutes = (): number => {
    const now = (Date.now() + clockOffset) as Instant;
    const passed = Math.floor((now - londonTime(londonDate(now), EIGHT)) / 60_000);
    const last = Math.min(lastMinute, MOST);
    return dice.between(Math.max(0, Math.min(passed + 1, last)), last);
  };
  return runApi({ clockOffset, minutes });
});
