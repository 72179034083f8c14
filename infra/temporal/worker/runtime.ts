import { IllegalStateError } from '@temporalio/common';
import { DefaultLogger, Runtime, type LogEntry } from '@temporalio/worker';
import type { Level, Logger } from 'pino';

const LEVELS: Readonly<Record<LogEntry['level'], Level>> = { TRACE: 'trace', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' };

/** What may stand in the log of the SDK's own remarks: codes and numbers, and the error as our log writes errors. */
function fieldsOf(meta: LogEntry['meta']): Record<string, unknown> {
  const { error, ...fields } = meta ?? {};
  const plain = Object.entries(fields).filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value));
  return { ...Object.fromEntries(plain), ...(error === undefined ? {} : { err: error }) };
}

/**
 * Has the Temporal SDK write to our log, in our form, and, with an address, show its own metrics there (Prometheus, `host:port`).
 * It leaves signals of the operating system alone: the process stops its parts in their order. Call it before anything of the SDK's
 * worker is used; where that came first, as in tests, everything stays as it is.
 */
export function installTemporalRuntime(log: Logger, metricsAddress?: string): void {
  const logger = new DefaultLogger('INFO', ({ level, message, meta }) => log[LEVELS[level]](fieldsOf(meta), message));
  try {
    Runtime.install({
      logger,
      shutdownSignals: [],
      telemetryOptions: {
        logging: { filter: { core: 'WARN', other: 'ERROR' }, forward: {} },
        ...(metricsAddress === undefined ? {} : { metrics: { prometheus: { bindAddress: metricsAddress } } }),
      },
    });
  } catch (error) {
    if (!(error instanceof IllegalStateError)) throw error;
  }
}
