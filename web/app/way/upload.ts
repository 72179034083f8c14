import type { RequestHandler, Response } from 'express';
import multer, { MulterError } from 'multer';
import type { Page, Uploaded } from '../page';
import { PageProblem } from '../page-problem';
import { passing } from './passing';

/** A form with a file has few other fields, and short ones. */
const OTHERS = { fields: 20, fieldSize: 20_000, parts: 25, headerPairs: 20 } as const;

/**
 * Reads a form that a file is posted with, for whoever has a session: a stranger's is not taken into memory. Also where the lock has fallen
 * meanwhile, so that the words beside the file are kept. One that is larger than it may be ends there: what stood before it in the form is read.
 */
export function uploadRead({ field, most }: NonNullable<Page['upload']>): RequestHandler {
  const read = multer({ storage: multer.memoryStorage(), limits: { fileSize: most, files: 1, ...OTHERS } }).single(field);
  return async (request, response, next) => {
    if (request.session.staff === undefined) return next();
    await new Promise<void>((resolve, reject) => {
      // Its own callback, so that what it refuses can be told on the page.
      void read(request, response, (error: unknown) => {
        if (error === undefined || error === null) resolve();
        else if (error instanceof MulterError && error.code === 'LIMIT_FILE_SIZE') {
          passing(response).uploaded = 'too-large';
          resolve();
        } else reject(new PageProblem('bad-address', { cause: error }));
      });
    });
    const { file } = request;
    if (file && file.size > 0) passing(response).uploaded = file.buffer;
    next();
  };
}

/** What was posted with the form of a request. */
export const uploaded = (response: Response): Uploaded => passing(response).uploaded ?? null;
