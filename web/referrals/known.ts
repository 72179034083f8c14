import { mayOpen } from '../../domain/access/roles';
import type { PlainDate } from '../../domain/calendar/dates';
import { readShut } from '../../services/access/restricted';
import { readWhose } from '../../services/pathway/whose';
import { findPeople, type Sought } from '../../services/people/find';
import { readWho } from '../../services/people/who';
import type { Viewer } from '../../services/staff/viewers';
import type { WebContext } from '../app/context';
import { dayText } from '../content/dates';
import { RESTRICTED_NAME } from '../content/restricted';
import { paths } from '../paths';

/** Somebody on file who may be the one that a referral is about. */
export interface Known {
  readonly registerId: string;
  readonly href: string;
  readonly name: string;
  readonly bornOn: string;
  readonly nhsNumber: string;
  /** Why they are shown; empty: it was found out when the referral came in. */
  readonly why: string;
  /** The record is restricted and not open to the reader. */
  readonly restricted: boolean;
}

const spaced = (nhsNumber: string | null): string => nhsNumber?.replace(/^(\d{3})(\d{3})(\d{4})$/, '$1 $2 $3') ?? 'not known';

/** What makes somebody worth a look; a part of a name alone is many people's. */
const WHY: Readonly<Record<string, string>> = {
  'nhs-number': 'The same NHS number',
  'name-and-birth-date': 'The same name and date of birth',
  'part-of-name-and-birth-date': 'A part of the name, and the same date of birth',
  'birth-date': 'The same date of birth, under another name',
  name: 'The same name, another date of birth',
};

/**
 * Those on file who may be somebody that is named, of those whom the reader may open: by the NHS number first, then by name and date of birth, also under
 * another name. Throws where the database is away.
 */
export async function likeThem(
  { pool, clock }: WebContext,
  viewer: Viewer,
  { name, bornOn, nhsNumber }: { readonly name: string; readonly bornOn: PlainDate; readonly nhsNumber: string | null },
): Promise<readonly Known[]> {
  const now = clock();
  const shut = new Set(await readShut(pool, viewer, now));
  const sought: readonly Sought[] = [...(nhsNumber === null ? [] : [{ nhsNumber }]), { name, bornOn }];
  const found = new Map<string, Known>();
  for (const one of sought)
    for (const { registerId, match, ...who } of (await findPeople(pool, one, shut)).people) {
      const why = WHY[match];
      const whose = await readWhose(pool, registerId, now);
      if (why === undefined || found.has(registerId) || whose === null || !mayOpen(viewer, whose)) continue;
      found.set(registerId, { ...knownOf(registerId, who), why });
    }
  return [...found.values()];
}

const knownOf = (
  registerId: string,
  { name, bornOn, nhsNumber }: { readonly name: string | null; readonly bornOn: string | null; readonly nhsNumber: string | null },
): Known => ({
  registerId,
  href: paths.person({ registerId }),
  name: name ?? 'Name not known',
  bornOn: bornOn === null ? 'not known' : dayText(bornOn as PlainDate),
  nhsNumber: spaced(nhsNumber),
  why: '',
  restricted: false,
});

/** Who people are, by their register ids, in this order; of a restricted record that is not open to the reader no more than its id. */
export async function readKnown({ pool, clock }: WebContext, viewer: Viewer, ids: readonly string[]): Promise<readonly Known[]> {
  const shut = new Set(await readShut(pool, viewer, clock()));
  return Promise.all(
    ids.map(async (registerId) => {
      const who = shut.has(registerId) ? null : await readWho(pool, registerId);
      const known = knownOf(registerId, who ?? { name: null, bornOn: null, nhsNumber: null });
      return shut.has(registerId) ? { ...known, name: RESTRICTED_NAME, restricted: true } : known;
    }),
  );
}
