import type { BookEntry, Contact } from '../../../domain/notices/recipients';
import { mailboxOf } from '../../../infra/mail/address';
import { area, isArea } from '../../rules/areas';
import type { Standing } from '../../pathway/standing';

type Sitting = Pick<Standing, 'area' | 'contacts'>;

/** The contacts of a person who are of a panel; nobody who must not know. */
const panelOf = ({ contacts }: Sitting): readonly Contact[] =>
  contacts.filter(({ role, mustNotKnow }) => role === 'panel' && mustNotKnow !== true);

/** Those of an area's contact book who are of a panel: they serve it, or sit at a place. */
function bookOf({ area: id }: Sitting): readonly (BookEntry & { readonly serves: boolean })[] {
  if (!isArea(id)) return [];
  const { book, places = [] } = area(id);
  const sitting = new Set(places.flatMap(({ sits = [] }) => sits));
  return book
    .map((entry) => ({ ...entry, serves: entry.audiences.includes('panel') }))
    .filter((entry) => entry.serves || sitting.has(entry.id));
}

/**
 * The mailboxes of those who are invited to a meeting now as its panel: whoever is invited as a clinician who treats the person, as their family or as
 * anything else is not, whatever they do for others. Invited by name, or with the panel as a whole. Pure.
 */
export function panelMailboxes(standing: Sitting, invited: readonly string[]): ReadonlySet<string> {
  const names = new Set(invited);
  const own = panelOf(standing);
  const asWhole = names.has('panel');
  const addresses = [
    ...own.filter(({ id }) => asWhole || names.has(id)).map(({ email }) => email),
    ...bookOf(standing)
      .filter(({ id, serves }) => names.has(id) || (asWhole && own.length === 0 && serves))
      .map(({ email }) => email),
  ];
  return new Set(addresses.flatMap((address) => (address === undefined ? [] : [mailboxOf(address)])));
}
