import { isLoopback } from './sign-in';

interface PracticeSettings {
  readonly PRACTICE: 'offered' | 'no';
  readonly DATABASE_URL?: string | undefined;
  readonly SMTP_URL?: string | undefined;
  readonly TEMPORAL_ADDRESS?: string | undefined;
}

/** What is wrong with the setting that offers made-up people, a sentence each. */
export function practiceContradictions({ PRACTICE, DATABASE_URL, SMTP_URL, TEMPORAL_ADDRESS }: PracticeSettings): string[] {
  if (PRACTICE !== 'offered') return [];
  const temporal = TEMPORAL_ADDRESS === undefined ? undefined : `tcp://${TEMPORAL_ADDRESS}`;
  return Object.entries({ DATABASE_URL, SMTP_URL, TEMPORAL_ADDRESS: temporal })
    .filter(([, address]) => address !== undefined && !isLoopback(new URL(address)))
    .map(([name]) => `PRACTICE must not be offered where ${name} is on another machine: made-up people do not belong there.`);
}
