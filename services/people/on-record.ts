import type { Pool } from 'pg';
import type { PlainDate } from '../../domain/calendar/dates';
import type { PathwayEvent } from '../../domain/pathway/events';
import { byPlace, placed, standing } from '../../domain/pathway/place';
import { bornOnFor } from '../../domain/pathway/present';
import type { LogEntry } from '../../domain/pathway/types';
import { readPerson, readStored } from '../record/read';

/** What a sender is held to, as the record stands, events and corrections counted. */
export interface OnRecord {
  readonly bornOn: PlainDate | null;
  /** The ODS code of the stay that lasts; null: none lasts, or its site is not known. */
  readonly site: string | null;
}

/** Reads what a sender is held to; nothing of it where nobody has this register id. */
export async function onRecord(pool: Pool, registerId: string): Promise<OnRecord> {
  const client = await pool.connect();
  try {
    const stored = await readStored(client, { registerId }, readPerson(client, registerId, false));
    if (!stored) return { bornOn: null, site: null };
    return { bornOn: bornOnFor(stored.record), site: siteOfStay(stored.record.pathways.at(-1)?.log ?? []) };
  } finally {
    client.release();
  }
}

/** The ODS code of the stay that lasts, as the facts that count say it; null: none lasts, or its site is not known. */
export function siteOfStay(log: readonly LogEntry[]): string | null {
  let site: string | null = null;
  for (const { fact } of standing(log).map(placed).toSorted(byPlace)) {
    if (fact.type === 'admitted') site = fact.site ?? null;
    else if (fact.type === 'transferred') site = fact.site ?? (fact.newHospital === true ? null : site);
    else if (fact.type === 'stay-details-confirmed') site = fact.site ?? site;
    else if (fact.type === 'discharged') site = null;
  }
  return site?.toUpperCase() ?? null;
}

/** What is said of the stay that lasts, by the hospital of that stay. */
const OF_THE_STAY: ReadonlySet<string> = new Set([
  'transferred',
  'stay-details-confirmed',
  'discharged',
  'legal-status-changed',
  'leave-began',
  'leave-ended',
]);

/** True where one of these events speaks of a stay at another site than those that a sender is bound to. One that names its own site has been looked at. */
export function isOfAnotherSite(site: string | null, sites: readonly string[], events: readonly PathwayEvent[]): boolean {
  let present = site;
  for (const event of events) {
    const own = 'site' in event ? event.site : undefined;
    if (own !== undefined) present = own.toUpperCase();
    else if (OF_THE_STAY.has(event.type) && present !== null && !sites.includes(present)) return true;
  }
  return false;
}
