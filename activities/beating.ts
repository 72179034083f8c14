import { heartbeat } from '@temporalio/activity';

const HEARTBEAT_MS = 2_000;

/** Tells Temporal that the work goes on, so that another worker takes it up soon after this one has died. Out: what the work comes to. */
export async function beating<T>(work: () => Promise<T>): Promise<T> {
  const beat = setInterval(() => heartbeat(), HEARTBEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(beat);
  }
}
