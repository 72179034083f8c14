import { environment } from '../env';

/** Where people reach the pages, as the environment says: PUBLIC_URL, or http://localhost at PORT. */
export const publicUrl = (): URL => new URL(environment().PUBLIC_URL ?? `http://localhost:${environment().PORT}`);

/** The same for what leaves the service: null where the environment does not say it, so that no mail leads to somebody's own machine. */
export function saidPublicUrl(): URL | null {
  const { PUBLIC_URL } = environment();
  return PUBLIC_URL === undefined ? null : new URL(PUBLIC_URL);
}
