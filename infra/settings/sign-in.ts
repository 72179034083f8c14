interface SignInSettings {
  readonly PUBLIC_URL?: string | undefined;
  readonly OIDC_ISSUER?: string | undefined;
  readonly OIDC_CLIENT_ID?: string | undefined;
  readonly OIDC_CLIENT_SECRET?: string | undefined;
}

/** True for an address of this machine alone. */
export const isLoopback = ({ hostname }: URL): boolean => ['localhost', '127.0.0.1', '[::1]'].includes(hostname);

/** What is wrong with the settings of the sign-in, a sentence each. */
export function signInContradictions({ PUBLIC_URL, OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET }: SignInSettings): string[] {
  const sentences: string[] = [];
  const given = [OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET].filter((one) => one !== undefined).length;
  if (given !== 0 && given !== 3)
    sentences.push('OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET belong together: set all three, or none.');
  for (const [name, value] of Object.entries({ PUBLIC_URL, OIDC_ISSUER })) {
    if (value !== undefined && new URL(value).protocol === 'http:' && !isLoopback(new URL(value)))
      sentences.push(`${name} must begin with https://: who signs in over plain http can be listened to.`);
  }
  return sentences;
}
