import type { Seals } from '../../infra/seals';
import type { EventSignal } from '../../workflows/names';
import { canonicalJson } from '../../infra/canonical';

/** Which workflow a signal is for, and under which name. */
export interface SignalAddress {
  readonly registerId: string;
  readonly pathway: number;
  readonly name: string;
}

const textOf = ({ registerId, pathway, name }: SignalAddress, body: EventSignal): string =>
  canonicalJson([registerId, pathway, name, { ...body, seal: null }]);

/** A signal of this service's own: its whole body, and whom it is for, sealed under a key that Temporal does not have. */
export function sealSignal(seals: Seals, to: SignalAddress, body: EventSignal): EventSignal {
  return { ...body, seal: seals.make('signal', textOf(to, body)) };
}

/** Whether a signal was sealed by this service for this very workflow and name. Throws never, whatever the body holds. */
export function isSealed(seals: Seals, to: SignalAddress, body: EventSignal): boolean {
  const { seal } = body;
  try {
    return typeof seal === 'string' && seals.check('signal', textOf(to, body), seal) === 'right';
  } catch {
    // No JSON, or far too deep: nothing that a commit wrote.
    return false;
  }
}
