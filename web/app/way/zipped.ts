import { gzip } from 'node:zlib';
import type { Request, RequestHandler } from 'express';

/** Who led the browser to a page, as it says itself: this service, or the reader by hand. A page of somebody else cannot say so. */
const OUR_OWN: ReadonlySet<string | undefined> = new Set(['same-origin', 'none']);

/**
 * Whether what is answered may be compressed: only where nobody else can have chosen anything that stands on it. How well a page compresses tells
 * whether what was chosen stands on it already, and of which secrets are guessed letter by letter (BREACH, docs/adr/0044).
 */
const mayBeZipped = (request: Request): boolean =>
  OUR_OWN.has(request.get('sec-fetch-site')) || (request.method === 'GET' && !request.originalUrl.includes('?'));

/** Sends pages compressed where the browser takes that and it may be. Each is whole before it is sent. */
export const zippedPages: RequestHandler = (request, response, next) => {
  const send = response.send.bind(response);
  response.send = (body: unknown) => {
    if (typeof body !== 'string' || !response.get('Content-Type')?.startsWith('text/html')) return send(body);
    response.vary('Accept-Encoding');
    if (!mayBeZipped(request) || request.acceptsEncodings('gzip') !== 'gzip') return send(body);
    gzip(body, (error, zipped) => {
      if (error) next(error);
      else {
        response.set('Content-Encoding', 'gzip');
        send(zipped);
      }
    });
    return response;
  };
  next();
};
