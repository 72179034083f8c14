import { type Ground } from '../../../domain/access/restriction';
import type { Viewer } from '../../../services/staff/viewers';
import { clockText } from '../../content/dates';
import { openingWords } from '../../content/restricted';
import { paths } from '../../paths';

/** What stands above each page of a restricted record. */
export interface RestrictedLine {
  readonly said: string;
  /** Where it is said who opens it as usual, and the restriction is ended; null: not for this reader. */
  readonly href: string | null;
}

/** Why a restricted record is open to a reader, and until when; null: it is not restricted, or nothing of it is shown. */
export function restrictedLine(ground: Ground, { permissions }: Pick<Viewer, 'permissions'>, registerId: string): RestrictedLine | null {
  if (ground.as === 'unrestricted' || ground.as === 'shut') return null;
  return { said: SAID[ground.as](ground), href: permissions.has('restrictions:write') ? paths.restriction({ registerId }) : null };
}

const SAID: Readonly<Record<'owner' | 'named' | 'opened', (ground: Ground) => string>> = {
  owner: () => 'It is open to you because you own this person’s pathway.',
  named: () => 'It is open to you because you are named as working with this person.',
  opened: (ground) =>
    ground.as === 'opened'
      ? `It is open to you until ${clockText(ground.opening.until)}. Your reason: ${openingWords(ground.opening.code)}. After that you are asked again.`
      : '',
};
