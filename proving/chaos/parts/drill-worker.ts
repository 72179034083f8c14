import { runWorker } from '../../../worker';
import { runDrill } from './drill';

/** A minute's outage of the mail server must not use up the attempts: a drill cannot wait for hours. */
const RETRIES = 60;
const RETRY_AFTER_MS = 4_000;

runDrill(({ clockOffset, leaseMs }) =>
  runWorker({
    clockOffset,
    pace: { leaseMs, retryAfterMs: Array.from({ length: RETRIES }, () => RETRY_AFTER_MS) },
    // Below the lease, as in service.
    smtpLimits: { connectionTimeout: leaseMs / 4, greetingTimeout: leaseMs / 4, socketTimeout: leaseMs / 3, sendTimeout: leaseMs / 2 },
  }),
);
