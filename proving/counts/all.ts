import type { Pool } from 'pg';
import { type Instant, londonDate } from '../../domain/calendar/dates';
import { environment } from '../../infra/env';
import { area } from '../../services/rules/areas';
import { readKeptMails } from '../../operations/parts/mail-catcher';
import type { Journal } from './journal';
import type { Count } from './count';
import { countEvents } from './events';
import { countForms } from './forms';
import { countMails, type MailCounts } from './mails';
import { inHandAt, type InHand } from './sending';
import type { Seals } from '../../infra/seals';
import { countPlaces } from './places';
import { countDerived } from './state';

export interface Outside {
  readonly counts: readonly Count[];
  readonly inHand: InHand;
  readonly mails: Omit<MailCounts, 'counts'>;
}

/**
 * Counts from outside what became of a storm: what callers were answered and what arrived at the mail server, against what is stored.
 * @param now the instant, by the service's clock, up to which everything must have been done
 */
export async function countFromOutside(
  { pool, seals }: { readonly pool: Pool; readonly seals: Seals },
  journal: Journal,
  mailFolder: string,
  now: Instant,
): Promise<Outside> {
  const inHand = await inHandAt(pool, journal.cuts);
  const { counts: ofMails, ...mails } = await countMails(pool, readKeptMails(mailFolder), inHand, now);
  const counts = [
    ...(await countEvents(pool, journal)),
    ...(await countForms(pool, journal)),
    ...(await countDerived(pool, seals)),
    ...(await countPlaces(pool, area(environment().AREA).places ?? [], londonDate(now))),
    ...ofMails,
  ];
  return { counts, inHand, mails };
}
