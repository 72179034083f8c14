import { z } from 'zod';

/** What a worker process can be: each has its own task queue, and the loop that goes with it. */
export const WORKER_ROLES = ['pathways', 'notices', 'upkeep'] as const;
export type WorkerRole = (typeof WORKER_ROLES)[number];

const isRole = (name: string): name is WorkerRole => WORKER_ROLES.some((role) => role === name);

/** A list of roles with commas between; all where it is not set. */
export const workerRoles = z
  .string()
  .default(WORKER_ROLES.join(','))
  .transform((text, context): ReadonlySet<WorkerRole> => {
    const names = text
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '');
    const roles = names.filter(isRole);
    if (roles.length === names.length && roles.length > 0) return new Set(roles);
    context.addIssue({ code: 'custom', message: `must be some of ${WORKER_ROLES.join(', ')}, with commas between` });
    return z.NEVER;
  });
