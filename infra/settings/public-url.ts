import { environment } from '../env';

/** Where people reach the pages, as the environment says: PUBLIC_URL, or http://localhost at PORT. */
export const publicUrl = (): URL => new URL(environment().PUBLIC_URL ?? `http://localhost:${environment().PORT}`);
