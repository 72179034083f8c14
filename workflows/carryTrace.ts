import { defaultPayloadConverter, type Headers, type Payload } from '@temporalio/common';
import type { WorkflowInterceptors } from '@temporalio/workflow';

/** The header in which OpenTelemetry's interceptors pass on what a span belongs to. */
const TRACE = '_tracer-data';

const LONGEST_TRACE = 4_096;

/** Anyone may signal, with any header: what is handed on must be what a tracer can read, or the activity would fail for good. */
function isTrace(payload: Payload): boolean {
  try {
    if ((payload.data?.length ?? 0) > LONGEST_TRACE) return false;
    const carrier: unknown = defaultPayloadConverter.fromPayload(payload);
    return typeof carrier === 'object' && carrier !== null && Object.values(carrier).every((value) => typeof value === 'string');
  } catch {
    return false;
  }
}

/**
 * Hands the trace of a signal on to the activity that it brings about, so that an event's way is one trace. The workflow itself makes no
 * span: it lives for years. Without tracing there is no such header, and nothing is done; a header is no part of what replays.
 */
export function interceptors(): WorkflowInterceptors {
  let heard: Headers | undefined;
  const handedOn = (headers: Headers): Headers => {
    const own = { ...headers, ...heard };
    heard = undefined;
    return own;
  };
  return {
    inbound: [
      {
        handleSignal: (input, next) => {
          const trace = input.headers[TRACE];
          if (trace && isTrace(trace)) heard = { [TRACE]: trace };
          return next(input);
        },
      },
    ],
    outbound: [
      {
        scheduleLocalActivity: (input, next) => next({ ...input, headers: handedOn(input.headers) }),
        scheduleActivity: (input, next) => next({ ...input, headers: handedOn(input.headers) }),
      },
    ],
  };
}
