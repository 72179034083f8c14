import type { Request, RequestHandler, Response } from 'express';
import multer, { MulterError } from 'multer';
import type { IdleLock } from '../lock/lock';
import type { Page, Uploaded } from '../page';
import { PageProblem } from '../page-problem';
import { passing } from './passing';

/** A form with a file has few other fields, and short ones. */
const OTHERS = { fields: 20, fieldSize: 20_000, parts: 25, headerPairs: 20 } as const;

/** Reads a form with its file. One that is larger than it may be ends there: what stood before it in the form is read. */
async function readUpload({ field, most }: NonNullable<Page['upload']>, request: Request, response: Response): Promise<void> {
  const read = multer({ storage: multer.memoryStorage(), limits: { fileSize: most, files: 1, ...OTHERS } }).single(field);
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
}

/** Of whoever's lock has fallen: read before they are sent to sign in, so that the words beside the file are kept. */
export function uploadOfLocked(upload: NonNullable<Page['upload']>, lock: IdleLock): RequestHandler {
  return async (request, response, next) => {
    if (request.session.staff !== undefined && lock.leftOf(request.session) === 0) await readUpload(upload, request, response);
    next();
  };
}

/** Of whoever has signed in: read for those alone who may open the page; what a stranger or another role sends is not taken into memory. */
export function uploadOfReader({ upload, permission }: Page): RequestHandler {
  return async (request, response, next) => {
    const may = permission === 'signed-in' || passing(response).viewer?.permissions.has(permission);
    if (upload && may) await readUpload(upload, request, response);
    next();
  };
}

/** What was posted with the form of a request. */
export const uploaded = (response: Response): Uploaded => passing(response).uploaded ?? null;
