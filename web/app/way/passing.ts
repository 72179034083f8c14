import type { Response } from 'express';
import type { Ground } from '../../../domain/access/restriction';
import type { Viewer } from '../../../services/staff/viewers';

/** What a page's way through the frame keeps between its steps. */
export interface Passing {
  viewer?: Viewer;
  ground?: Ground;
  practice?: boolean;
  /** Its page has begun with what was sent. */
  begun?: true;
}
export const passing = (response: Response): Passing => response.locals as Passing;
