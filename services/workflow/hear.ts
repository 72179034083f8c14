import { isSealed } from '../commit/signal-seal';
import type { Seals } from '../../infra/seals';
import { isUnsealed, type EventSignal } from '../../workflows/names';
import { readSignal, type HeardSignal, type ReadableSignal, type UnreadableSignal } from './signal';

/** Whose signals are heard. */
export interface Trust {
  readonly seals: Seals;
  /** Whether signals that are not encrypted are heard too: as a caller's, never as the service's own. Absent: no. */
  readonly plainSignals?: boolean | undefined;
}

/** A signal that was not made with a key of this service, and is not to be heard: why. */
export interface Unheard {
  readonly unheard: string;
}

/** What a signal says, in the clear; or why it is not heard. Throws never. */
export function openSignal(body: EventSignal, { plainSignals = false }: Pick<Trust, 'plainSignals'>): EventSignal | Unheard {
  if (!isUnsealed(body)) return body;
  if (!plainSignals || body.why !== 'plain') return { unheard: body.why };
  try {
    const said: unknown = JSON.parse(body.unsealed ?? '');
    return typeof said === 'object' && said !== null ? (said as EventSignal) : {};
  } catch {
    // Heard, and unreadable: it is kept as refused like any other that makes no sense.
    return {};
  }
}

export const isUnheard = (body: EventSignal | Unheard): body is Unheard => typeof body['unheard'] === 'string';

/**
 * Reads an opened signal. Only what this service sealed for this very workflow is believed to come from a commit; what merely says so is a
 * caller's.
 */
export function readTrusted(signal: HeardSignal, { seals }: Trust): ReadableSignal | UnreadableSignal {
  return readSignal(signal, typeof signal.body.sequence === 'number' && isSealed(seals, signal, signal.body));
}
