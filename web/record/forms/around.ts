import type { EventType } from '../../../domain/pathway/events';
import { PageProblem } from '../../app/page-problem';
import { paths } from '../../paths';
import type { Form } from './form';
import { FORMS } from './forms';

/** The form of a type; to a reader a type without one is not there. */
export function formOf(type: EventType): Form {
  const form = FORMS[type];
  if (!form) throw new PageProblem('not-found');
  return form;
}

/** What stands around a page on which something of a person is recorded. */
export const around = (title: string, registerId: string) => ({
  title,
  registerId,
  section: 'register' as const,
  back: { href: paths.person({ registerId }), text: `Back to ${registerId}` },
});
