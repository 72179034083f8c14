import type { Route } from '../http/route';

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
/** Of a word that is its own plural, or has one of its own, who is one of them. */
const ONE_OF: Readonly<Record<string, string>> = { People: 'Person', Staff: 'StaffMember' };
const singular = (word: string): string => ONE_OF[word] ?? word.replace(/s$/, '');
const plain = (segment: string): string =>
  segment
    .replace(/\.\w+$/, '')
    .split('-')
    .map(capital)
    .join('');

/**
 * The name of a route for programs that are made from the description: `getPathways`, `getPathwayEvent`, `postEventResolve`.
 * Made of its method and address, so that it stays the same while they do.
 */
export function operationId({ method, path }: Pick<Route, 'method' | 'path'>): string {
  const segments = path.split('/').filter(Boolean);
  const words = segments.flatMap((segment, index) => {
    if (segment.startsWith(':')) return [];
    const one = segments[index + 1]?.startsWith(':') === true;
    return [one ? singular(plain(segment)) : plain(segment)];
  });
  return `${method}${words.join('')}`;
}
