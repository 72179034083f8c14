import { foldUuids } from '../../domain/uuids';
import { paths } from '../paths';

/** Where an event stands on its page of the story: an id of HTML. */
export const anchorOf = (eventId: string): string => `e-${foldUuids(eventId).replaceAll(/[^A-Za-z0-9-]/g, '_')}`;

/** Where an event, or a batch, stands in the story, on whichever page that is by then. */
export const entryHref = (registerId: string, eventId: string): string =>
  `${paths.history({ registerId }, { entry: eventId })}#${anchorOf(eventId)}`;
