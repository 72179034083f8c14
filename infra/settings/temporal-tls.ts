import { createPrivateKey, X509Certificate } from 'node:crypto';
import { z } from 'zod';
import { pemFile, pemText } from './pem';

/** How Temporal is reached, under the names that Temporal's own command line reads too. */
export const temporalShape = {
  /** `host:port` */
  TEMPORAL_ADDRESS: z
    .string()
    .regex(/^[^\s/:]+:\d+$/, 'must be host:port')
    .optional(),
  TEMPORAL_NAMESPACE: z.string().min(1).default('default'),
  /** Whether the connection is encrypted; not set: where there is an API key or anything below. */
  TEMPORAL_TLS: z.enum(['true', 'false'], { error: 'must be true or false' }).optional(),
  /** The name in the server's certificate, where it is not the host of the address. */
  TEMPORAL_TLS_SERVER_NAME: z.string().min(1).optional(),
  /** Who signs the server's certificate; not set: whom this machine trusts. */
  TEMPORAL_TLS_SERVER_CA_CERT_PATH: pemFile('certificate').optional(),
  TEMPORAL_TLS_SERVER_CA_CERT_DATA: pemText('certificate').optional(),
  /** By what this process shows who it is (mTLS). */
  TEMPORAL_TLS_CLIENT_CERT_PATH: pemFile('certificate').optional(),
  TEMPORAL_TLS_CLIENT_CERT_DATA: pemText('certificate').optional(),
  TEMPORAL_TLS_CLIENT_KEY_PATH: pemFile('private key').optional(),
  TEMPORAL_TLS_CLIENT_KEY_DATA: pemText('private key').optional(),
  /** The key of a service account in Temporal Cloud. */
  TEMPORAL_API_KEY: z.string().regex(/^\S+$/, 'must be one word').optional(),
};

const schema = z.object(temporalShape);
export type TemporalVariables = z.infer<typeof schema>;

/** The form in which both clients of the SDK take it. */
export interface TemporalTls {
  readonly serverNameOverride?: string;
  readonly serverRootCACertificate?: Uint8Array;
  readonly clientCertPair?: { readonly crt: Uint8Array; readonly key: Uint8Array };
}

const ca = (settings: TemporalVariables) => settings.TEMPORAL_TLS_SERVER_CA_CERT_PATH ?? settings.TEMPORAL_TLS_SERVER_CA_CERT_DATA;
const certificate = (settings: TemporalVariables) => settings.TEMPORAL_TLS_CLIENT_CERT_PATH ?? settings.TEMPORAL_TLS_CLIENT_CERT_DATA;
const key = (settings: TemporalVariables) => settings.TEMPORAL_TLS_CLIENT_KEY_PATH ?? settings.TEMPORAL_TLS_CLIENT_KEY_DATA;

/** The variables that make sense over an encrypted connection alone, of those that are set. */
const needTls = (settings: TemporalVariables): string[] =>
  Object.entries(settings).flatMap(([name, value]) =>
    value !== undefined && (name.startsWith('TEMPORAL_TLS_') || name === 'TEMPORAL_API_KEY') ? [name] : [],
  );

/** How the connection to Temporal is encrypted; undefined where it is not. */
export function temporalTls(settings: TemporalVariables): TemporalTls | undefined {
  if (settings.TEMPORAL_TLS === 'false' || (settings.TEMPORAL_TLS === undefined && needTls(settings).length === 0)) return undefined;
  const [root, crt, own] = [ca(settings), certificate(settings), key(settings)];
  const name = settings.TEMPORAL_TLS_SERVER_NAME;
  return {
    ...(name === undefined ? {} : { serverNameOverride: name }),
    ...(root === undefined ? {} : { serverRootCACertificate: Buffer.from(root) }),
    ...(crt === undefined || own === undefined ? {} : { clientCertPair: { crt: Buffer.from(crt), key: Buffer.from(own) } }),
  };
}

/** A sentence for each pair of settings that contradict each other. */
export function temporalContradictions(settings: TemporalVariables): string[] {
  const sentences: string[] = [];
  const set = needTls(settings);
  if (settings.TEMPORAL_TLS === 'false' && set.length > 0)
    sentences.push(`TEMPORAL_TLS is false, and ${set.join(' and ')} would travel unprotected or do nothing: unset one or the other.`);
  const encrypted = [...(settings.TEMPORAL_TLS === 'true' ? ['TEMPORAL_TLS'] : []), ...set];
  if (settings.TEMPORAL_ADDRESS === undefined && encrypted.length > 0)
    sentences.push(
      `${encrypted.join(' and ')} ${encrypted.length > 1 ? 'need' : 'needs'} a Temporal of your own: set TEMPORAL_ADDRESS, or unset ${encrypted.length > 1 ? 'them' : 'it'}.`,
    );
  for (const one of ['TEMPORAL_TLS_SERVER_CA_CERT', 'TEMPORAL_TLS_CLIENT_CERT', 'TEMPORAL_TLS_CLIENT_KEY'] as const) {
    if (settings[`${one}_PATH`] !== undefined && settings[`${one}_DATA`] !== undefined)
      sentences.push(`${one}_PATH and ${one}_DATA are both set: unset one of them.`);
  }
  const [crt, own] = [certificate(settings), key(settings)];
  if ((crt === undefined) !== (own === undefined))
    sentences.push('A client certificate for Temporal needs its private key, and the key the certificate: set both, or neither.');
  else if (crt !== undefined && own !== undefined && !new X509Certificate(crt).checkPrivateKey(createPrivateKey(own)))
    sentences.push('The private key for Temporal is not that of the client certificate.');
  return sentences;
}
