import { createHmac, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import path from 'node:path';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import nunjucks from 'nunjucks';
import type { Configuration } from 'oidc-provider';
import { createMemoryAdapter } from 'oidc-provider/lib/adapters/memory_adapter.js';
import { Provider as OidcProvider } from 'oidc-provider/lib/provider.js';
import { z } from 'zod';
import { projectRoot } from '../../../infra/project-root';
import { readJson, writeJson } from '../files/json-file';
import { sameKey } from '../pages/gate';

/** Somebody as whom one can sign in. */
export interface LocalStaff {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  /** What they are, in words. */
  readonly role: string;
}

export interface LocalProviderSettings {
  readonly port: number;
  /** Who has it may sign in: a machine may have other users, and all of them reach what listens on loopback. */
  readonly key: string;
  readonly client: { readonly id: string; readonly secret: string };
  /** Where the pages are. */
  readonly publicUrl: URL;
  /** The paths of the pages to which the provider sends people, and its own word of a sign-out. */
  readonly paths: { readonly back: string; readonly signedOut: string; readonly ended: string };
  /** The file in which its signing keys are kept. */
  readonly keyFile: string;
  /** Those who work here now. */
  readonly staff: () => Promise<readonly LocalStaff[]>;
}

export interface LocalProvider {
  readonly issuer: string;
  readonly port: number;
  stop(): Promise<void>;
}

const keysSchema = z.object({ keys: z.array(z.record(z.string(), z.unknown())).min(1), cookies: z.array(z.string()).min(1) });
type Keys = z.infer<typeof keysSchema>;

async function keysOf(file: string): Promise<Keys> {
  const kept = readJson(keysSchema, file);
  if (kept) return kept;
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const made: Keys = {
    keys: [{ ...(await exportJWK(privateKey)), use: 'sig', alg: 'RS256' }],
    cookies: [randomBytes(32).toString('base64url')],
  };
  writeJson(file, made);
  return made;
}

const COOKIE = 'pathway-sign-in';
/** What a browser that was given the key keeps of it: cookies go to every port of a machine, and this opens nothing else. */
const rememberedOf = (key: string): string => createHmac('sha256', key).update('sign-in').digest('base64url');
const HOUR_S = 3_600;
const pages = new nunjucks.Environment(new nunjucks.FileSystemLoader(path.join(projectRoot, 'operations', 'parts', 'pages', 'templates')), {
  autoescape: true,
});

const configurationOf = ({ client, publicUrl, paths, staff }: LocalProviderSettings, { keys, cookies }: Keys): Configuration => ({
  // Who is signed in there is forgotten at the next start; the sessions of the pages are not kept there.
  adapter: createMemoryAdapter(0),
  clients: [
    {
      client_id: client.id,
      client_secret: client.secret,
      redirect_uris: [new URL(paths.back, publicUrl).href],
      post_logout_redirect_uris: [new URL(paths.signedOut, publicUrl).href],
      backchannel_logout_uri: new URL(paths.ended, publicUrl).href,
      backchannel_logout_session_required: true,
      grant_types: ['authorization_code'],
      response_types: ['code'],
    },
  ],
  jwks: { keys: keys as JWK[] } as NonNullable<Configuration['jwks']>,
  cookies: { keys: cookies },
  claims: { openid: ['sub', 'sid'], email: ['email', 'email_verified'] },
  conformIdTokenClaims: false,
  pkce: { required: () => true },
  features: {
    devInteractions: { enabled: false },
    backchannelLogout: { enabled: true },
    rpInitiatedLogout: {
      enabled: true,
      // Whoever pressed "Sign out" has been asked.
      logoutSource: (context, form) => {
        context.body = pages.render('signing-out.njk', { form });
      },
    },
  },
  interactions: { url: (_context, { uid }) => `/choose/${uid}` },
  findAccount: async (_context, id) => {
    const found = (await staff()).find((one) => one.id === id);
    return found && { accountId: id, claims: () => ({ sub: id, email: found.email, email_verified: true }) };
  },
  // There is one client, and it is ours.
  loadExistingGrant: async ({ oidc }) => {
    const grant = new oidc.provider.Grant({ accountId: oidc.session?.accountId ?? '', clientId: oidc.client?.clientId ?? '' });
    grant.addOIDCScope('openid email');
    await grant.save();
    return grant;
  },
  ttl: { Interaction: HOUR_S, Session: 12 * HOUR_S, Grant: 12 * HOUR_S, AccessToken: HOUR_S, IdToken: HOUR_S },
});

/**
 * Starts a sign-in of this machine's own on 127.0.0.1, for the embedded default: whoever has the key chooses a member of staff. It speaks
 * OpenID Connect as an organisation's does, so that the service has one way to sign in. Throws the system's error (`EADDRINUSE`) where the port
 * is taken.
 */
export async function startLocalProvider(settings: LocalProviderSettings): Promise<LocalProvider> {
  const kept = await keysOf(settings.keyFile);
  let provider: OidcProvider | undefined;
  let bound = settings.port;
  const server = createServer((request, response) => {
    const names = [`localhost:${bound}`, `127.0.0.1:${bound}`];
    // No other site's name can be made to point at it.
    if (!names.includes(request.headers.host ?? '')) response.writeHead(403).end();
    else if (!provider) response.writeHead(503).end();
    else if (request.url?.startsWith('/choose/')) choose(provider, settings, request, response).catch(() => failed(response));
    else void provider.callback()(request, response);
  });
  const port = await listening(server, settings.port);
  bound = port;
  const issuer = `http://localhost:${port}`;
  provider = new OidcProvider(issuer, configurationOf(settings, kept));
  return {
    issuer,
    port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const failed = (response: ServerResponse): void => {
  if (!response.headersSent) response.writeHead(400, { 'content-type': 'text/html; charset=utf-8' });
  response.end(pages.render('sign-in-over.njk'));
};

/** Asks who one is, and for the key where this browser has not given it before. */
async function choose(
  provider: OidcProvider,
  settings: LocalProviderSettings,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { uid } = await provider.interactionDetails(request, response);
  const form = request.method === 'POST' ? await formOf(request) : new URLSearchParams();
  const known = new RegExp(`(?:^|; )${COOKIE}=([\\w-]+)`).exec(request.headers.cookie ?? '')?.[1] ?? '';
  const given = form.get('key')?.trim() ?? '';
  const hasKey = sameKey(rememberedOf(settings.key), known) || sameKey(settings.key, given);
  const staff = await settings.staff();
  const chosen = staff.find(({ id }) => id === form.get('staff'));
  if (hasKey && chosen) {
    response.setHeader('set-cookie', `${COOKIE}=${rememberedOf(settings.key)}; HttpOnly; SameSite=Lax; Path=/choose; Max-Age=31536000`);
    await provider.interactionFinished(request, response, { login: { accountId: chosen.id } });
    return;
  }
  const wrong = request.method === 'POST' && !hasKey;
  response.writeHead(wrong ? 403 : 200, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
  });
  response.end(pages.render('choose-staff.njk', { uid, staff, asksKey: !hasKey, wrong }));
}

const MOST_BYTES = 10_000;
async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > MOST_BYTES) throw new Error('too long');
  }
  return new URLSearchParams(text);
}

function listening(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      const address = server.address();
      resolve(address && typeof address === 'object' ? address.port : port);
    });
  });
}
