import type { Response } from 'express';
import type { Ground } from '../../../domain/access/restriction';
import type { Viewer } from '../../../services/staff/viewers';
import type { Uploaded } from '../page';

/** What a page's way through the frame keeps between its steps. */
export interface Passing {
  viewer?: Viewer;
  ground?: Ground;
  practice?: boolean;
  /** What was asked for, as the access log calls it. */
  asked?: { readonly audit: string | null; readonly registerId: string | null };
  /** What comes of it is logged where it is served. */
  served?: true;
  /** The file that was posted with a form. */
  uploaded?: Uploaded;
  /** Its page has begun with what was sent. */
  begun?: true;
}
export const passing = (response: Response): Passing => response.locals as Passing;
