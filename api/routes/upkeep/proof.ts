import { lastProof, proofSchema } from '../../../services/upkeep/proof/last-proof';
import { noBody, nothing, type Route, route } from '../../http/route';

/** The last proof that nothing is missed. */
export const getProof: Route = route({
  method: 'get',
  path: '/proof',
  permission: 'proof:read',
  audit: 'proof-shown',
  summary: 'Whether every timer that should exist does',
  description:
    'What the last check found: for each open pathway its wake-ups against the timers that run, each running workflow against the log, and the log in itself. A check runs every quarter of an hour, and mends what it can.',
  params: nothing,
  query: nothing,
  body: noBody,
  answers: { 200: { description: 'The last check', schema: proofSchema } },
  problems: [],
  handle: async (_input, { pool }) => ({ status: 200, body: await lastProof(pool) }),
});
