import { createRemoteJWKSet, jwtVerify } from 'jose';
import * as oidc from 'openid-client';
import { z } from 'zod';

/** How far the clocks of the provider and of this service may differ, in seconds. */
const CLOCK_TOLERANCE_S = 30;

/** How the organisation's sign-in is reached (OpenID Connect). */
export interface ProviderSettings {
  readonly issuer: URL;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Where the provider sends people back, and where they land after signing out. */
  readonly back: URL;
  readonly signedOut: URL;
  readonly local: boolean;
  /** An address of which the provider does not say whether it is verified counts as such: its addresses are given out by the organisation alone. */
  readonly trustEmail: boolean;
}

/** What is kept in the session while somebody is at the provider. */
export interface Departure {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  /** The provider was told to ask again who it is, and must say that it did. */
  readonly afresh: boolean;
}

/** Who came back, as the provider says. */
export interface Identified {
  readonly issuer: string;
  readonly subject: string;
  /** The provider's own session; not every provider names one. */
  readonly session: string | null;
  /** When the provider said so, in seconds since 1970 by its own clock. */
  readonly issuedAt: number;
  readonly email: string | null;
  /** For signing out there. */
  readonly idToken: string;
}

/** Thrown where the provider does not answer, or says no; `code` says which for the log. */
export class SignInFailed extends Error {
  constructor(
    readonly code: 'provider-away' | 'refused',
    options: ErrorOptions,
  ) {
    super(`sign-in failed: ${code}`, options);
  }
}

export interface IdentityProvider {
  /** Whether it is the one that `npm start` brings, with made-up members of staff. */
  readonly local: boolean;
  /** Where somebody is sent to sign in, and what must be kept until they come back. `afresh`: the provider must ask again who they are. Throws SignInFailed. */
  depart(how: { readonly afresh: boolean }): Promise<{ readonly to: URL; readonly departure: Departure }>;
  /** Reads what somebody came back with. Throws SignInFailed. */
  arrive(returned: URL, departure: Departure): Promise<Identified>;
  /** Where somebody is sent to sign out there too; null where the provider has no such place. Throws SignInFailed. */
  leave(idToken: string): Promise<URL | null>;
  /** Reads a logout token of the back channel (OpenID Connect Back-Channel Logout 1.0, section 2.6); null where it is not one. Throws SignInFailed. */
  ended(logoutToken: string): Promise<EndedThere | null>;
}

/** Whose sign-in has ended at the provider, or which of its sessions. */
export interface EndedThere {
  readonly subject: string | null;
  readonly session: string | null;
  /** Sessions here count whose sign-in the provider confirmed up to then, in seconds since 1970 by its own clock. */
  readonly until: number;
}

const LOGOUT_EVENT = 'http://schemas.openid.net/event/backchannel-logout';
const logoutSchema = z
  .object({
    sub: z.string().optional(),
    sid: z.string().optional(),
    // The token's end is checked with its signature; none may be without one.
    exp: z.number(),
    iat: z.number(),
    jti: z.string().min(1),
    events: z.object({ [LOGOUT_EVENT]: z.record(z.string(), z.unknown()) }),
    nonce: z.undefined().optional(),
  })
  .refine(({ sub, sid }) => sub !== undefined || sid !== undefined);
const claimsSchema = z.object({
  sub: z.string(),
  sid: z.string().optional(),
  email: z.string().optional(),
  email_verified: z.boolean().optional(),
});
const idTokenSchema = claimsSchema.extend({ iss: z.string(), iat: z.number() });

/** The issuer of the sign-in that `npm start` brings: its own name has a port, which may be another after the next start. */
const LOCAL_ISSUER = 'this-machine';

/** Speaks to the provider of these settings; it is looked up when first needed, and again until it answers. */
export function identityProvider(settings: ProviderSettings): IdentityProvider {
  const { issuer, clientId, clientSecret, back, signedOut, local, trustEmail } = settings;
  let found: Promise<oidc.Configuration> | undefined;
  const look = (): Promise<oidc.Configuration> => {
    found ??= oidc
      .discovery(issuer, clientId, { [oidc.clockTolerance]: CLOCK_TOLERANCE_S }, oidc.ClientSecretBasic(clientSecret), {
        // Without TLS only on this machine, where `npm start` brings a provider of its own.
        execute: issuer.protocol === 'http:' ? [oidc.allowInsecureRequests] : [],
      })
      .catch((error: unknown) => {
        found = undefined;
        throw new SignInFailed('provider-away', { cause: error });
      });
    return found;
  };
  let keys: ReturnType<typeof createRemoteJWKSet> | undefined;
  return {
    local,
    depart: async ({ afresh }) => {
      const configuration = await look();
      const departure = { state: oidc.randomState(), nonce: oidc.randomNonce(), verifier: oidc.randomPKCECodeVerifier(), afresh };
      const to = oidc.buildAuthorizationUrl(configuration, {
        redirect_uri: back.href,
        scope: 'openid email',
        code_challenge: await oidc.calculatePKCECodeChallenge(departure.verifier),
        code_challenge_method: 'S256',
        state: departure.state,
        nonce: departure.nonce,
        ...(afresh ? { prompt: 'login', max_age: '0' } : {}),
      });
      return { to, departure };
    },
    arrive: async (returned, { state, nonce, verifier, afresh }) => {
      const configuration = await look();
      try {
        const tokens = await oidc.authorizationCodeGrant(configuration, returned, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
          ...(afresh ? { maxAge: 0 } : {}),
        });
        const claims = idTokenSchema.parse(tokens.claims());
        // Some providers put the address into the token, and some tell it only when asked.
        const told =
          claims.email === undefined
            ? claimsSchema.parse(await oidc.fetchUserInfo(configuration, tokens.access_token, claims.sub))
            : claims;
        const { email, email_verified: verified } = told;
        const { iss, sub, sid, iat } = claims;
        return {
          issuer: local ? LOCAL_ISSUER : iss,
          subject: sub,
          session: sid ?? null,
          issuedAt: iat,
          email: verified === true || (verified === undefined && trustEmail) ? (email ?? null) : null,
          idToken: tokens.id_token ?? '',
        };
      } catch (error) {
        throw new SignInFailed(isAway(error) ? 'provider-away' : 'refused', { cause: error });
      }
    },
    leave: async (idToken) => {
      const configuration = await look();
      if (configuration.serverMetadata().end_session_endpoint === undefined) return null;
      return oidc.buildEndSessionUrl(configuration, { id_token_hint: idToken, post_logout_redirect_uri: signedOut.href });
    },
    ended: async (logoutToken) => {
      const { jwks_uri: address, issuer: name } = (await look()).serverMetadata();
      if (address === undefined) return null;
      keys ??= createRemoteJWKSet(new URL(address));
      const read = await jwtVerify(logoutToken, keys, { issuer: name, audience: clientId, clockTolerance: CLOCK_TOLERANCE_S }).catch(
        () => null,
      );
      const claims = logoutSchema.safeParse(read?.payload);
      if (!claims.success) return null;
      const { sub, sid, iat } = claims.data;
      // A token is not remembered by its jti: sent again, it ends nothing that has begun since.
      return { subject: sub ?? null, session: sid ?? null, until: iat };
    },
  };
}

/** A network that failed is told apart from an answer that said no. */
const isAway = (error: unknown): boolean =>
  error instanceof TypeError || (error instanceof oidc.ClientError && ['OAUTH_TIMEOUT', 'OAUTH_ABORT'].includes(error.code ?? ''));
