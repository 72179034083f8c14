import { randomUUID } from 'node:crypto';
import { paths } from '../paths';

/** What a button needs that records at once: its form's address and fields. The id is made as the page is shown, so that two presses are one. */
export interface Press {
  readonly action: string;
  readonly deadline: string;
  readonly event: string;
  readonly from: 'today' | 'person';
}

export const pressOf = (registerId: string, deadline: string, from: Press['from']): Press => ({
  action: paths.did({ registerId }),
  deadline,
  event: randomUUID(),
  from,
});
