import { setTimeout as sleep } from 'node:timers/promises';
import { startMailCatcher } from '../../../operations/parts/mail-catcher';
import { Dice } from '../../../services/practice/dice';
import { runDrill } from './drill';

/** A mail server takes its time, before it keeps a mail and before it says so: in between is the one moment from which a double can come. */
const LONGEST_PAUSE_MS = 80;

runDrill(({ mails, smtpPort, seed }) => {
  const dice = new Dice(seed);
  return startMailCatcher({ port: smtpPort, folder: mails, pause: () => sleep(dice.between(0, LONGEST_PAUSE_MS)) });
});
