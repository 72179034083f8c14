import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A certificate and its key, as files. */
export interface Certificate {
  readonly certificate: string;
  readonly key: string;
}

/** Somebody who signs certificates; `certificate` names the file by which one trusts them. */
export interface Authority extends Certificate {
  readonly sign: (name: string) => Certificate;
}

const folder = mkdtempSync(path.join(tmpdir(), 'pathway-certificates-'));
// A database server of another user reads them too.
chmodSync(folder, 0o755);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const openssl = (...args: string[]): void => void execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
const fileOf = (name: string): Certificate => ({ certificate: path.join(folder, `${name}.crt`), key: path.join(folder, `${name}.key`) });
const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

/** A new authority, whose certificates are for one DNS name each. Its files go when the test's file has been run. */
export function newAuthority(name: string): Authority {
  openssl('req', '-x509', ...NEW_KEY, '-keyout', `${name}.key`, '-out', `${name}.crt`, '-days', '2', '-subj', `/CN=${name}`);
  const sign = (host: string): Certificate => {
    const own = `${name}-${host}`;
    writeFileSync(path.join(folder, `${own}.ext`), `subjectAltName=DNS:${host}\n`);
    openssl('req', ...NEW_KEY, '-keyout', `${own}.key`, '-out', `${own}.csr`, '-subj', `/CN=${host}`);
    const by = ['-CA', `${name}.crt`, '-CAkey', `${name}.key`, '-CAcreateserial'];
    openssl('x509', '-req', '-in', `${own}.csr`, ...by, '-out', `${own}.crt`, '-days', '2', '-extfile', `${own}.ext`);
    return fileOf(own);
  };
  return { ...fileOf(name), sign };
}

/** The text of a file. */
export const textOf = (file: string): string => readFileSync(file, 'utf8');
