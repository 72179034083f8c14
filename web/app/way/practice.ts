import type { RequestHandler } from 'express';
import { isPractice } from '../../../services/practice/standing';
import type { WebContext } from '../context';
import { passing } from './passing';

const LOOKED_AFTER_MS = 60_000;

/**
 * Marks each request of a practice register, as far as that is known, and looks. Once it is one it stays one; an installation that cannot become
 * one is looked at now and then.
 */
export function practiceMarked({ pool, practice, logger }: WebContext): {
  readonly known: RequestHandler;
  readonly looked: RequestHandler;
} {
  let known = false;
  let lookedAt = -Infinity;
  return {
    known: (_request, response, next) => {
      passing(response).practice = known;
      next();
    },
    looked: async (_request, response, next) => {
      if (!known && (practice || Date.now() - lookedAt > LOOKED_AFTER_MS)) {
        lookedAt = Date.now();
        // With the database away the page itself says so.
        known = await isPractice(pool).catch(
          (error: unknown) => (logger.warn({ err: error }, 'it was not read whether this is a practice register'), false),
        );
      }
      passing(response).practice = known;
      next();
    },
  };
}
