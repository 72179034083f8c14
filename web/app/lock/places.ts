import { paths } from '../../paths';
import type { Page } from '../page';

/** The pages of the desk, by address. */
export interface Places {
  /** The page to which an address is posted; undefined where none takes it. */
  posted(pathname: string): Page | undefined;
  /** The page that has the form which is posted to an address: that address itself, or the nearest above it that can be opened. */
  above(pathname: string): string;
}

/** What a path's pattern matches, as the router takes it. */
const matcher = (pattern: string): RegExp => new RegExp(`^${pattern.replace(/:\w+/g, '[^/]+')}/?$`, 'i');

export function placesOf(pages: readonly Page[]): Places {
  const of = (method: Page['method']) =>
    pages.filter((page) => page.method === method).map((page) => ({ page, matches: matcher(page.path.pattern) }));
  const [shown, posted] = [of('get'), of('post')];
  return {
    posted: (pathname) => posted.find(({ matches }) => matches.test(pathname))?.page,
    above: (pathname) => {
      for (let at = pathname; at !== ''; at = at.slice(0, at.lastIndexOf('/')))
        if (shown.some(({ matches }) => matches.test(at))) return at;
      return paths.start();
    },
  };
}
