import { PrismaPg } from '@prisma/adapter-pg';
import { STAYS_ALIVE } from './database';
import { PrismaClient } from '../../generated/prisma/client';

export type { PrismaClient } from '../../generated/prisma/client';

/**
 * Opens Prisma's client, for pages and reports; the commit never goes through it (it costs ten times the CPU there).
 * Connects when first used; `$disconnect` closes it. Its statements end within 2.5 seconds, as those of the pool do.
 */
export function prismaClient(url: string, onError?: (error: Error) => void): PrismaClient {
  const adapter = new PrismaPg(
    {
      connectionString: url,
      max: 5,
      ...STAYS_ALIVE,
      query_timeout: 5_000,
      statement_timeout: 2_500,
      lock_timeout: 2_000,
      application_name: 'dynamic-support-pathway reports',
    },
    { onPoolError: (error) => onError?.(error), onConnectionError: (error) => onError?.(error) },
  );
  return new PrismaClient({ adapter });
}
