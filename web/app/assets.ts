import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { RequestHandler } from 'express';
import { projectRoot } from '../../infra/project-root';

const FRONTEND = path.join(projectRoot, 'node_modules', 'nhsuk-frontend', 'dist', 'nhsuk');
const OWN = path.join(projectRoot, 'web', 'app', 'assets');

interface Asset {
  readonly type: string;
  readonly bytes: Buffer;
  readonly zipped: Buffer;
}

const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex').slice(0, 12);
const asset = (type: string, bytes: Buffer): Asset => ({ type, bytes, zipped: gzipSync(bytes) });

const ICON = /\/assets\/images\/([\w-]+\.svg)/g;

/** Where the pages find their style sheets, pictures and script, by names that change with what is in them; and what answers those addresses. */
export interface Assets {
  readonly nhsuk: string;
  readonly desk: string;
  readonly favicon: string;
  readonly lock: string;
  readonly handler: RequestHandler;
}

/**
 * Reads what pages need beside their HTML. The stylesheet as shipped names fonts on another host, and pictures at an address of its own: the fonts
 * are left out (no request leaves the service), the pictures served from here.
 */
export function loadAssets(base = '/assets'): Assets {
  const known = new Map<string, Asset>();
  const add = (name: string, type: string, bytes: Buffer): string => {
    const { name: stem, ext } = path.parse(name);
    const address = `${base}/${stem}.${hashOf(bytes)}${ext}`;
    known.set(address, asset(type, bytes));
    return address;
  };
  const shipped = readFileSync(path.join(FRONTEND, 'nhsuk-frontend.min.css'), 'utf8');
  const pictures = new Map(
    [...new Set([...shipped.matchAll(ICON)].map(([, file = '']) => file))].map((file) => [
      file,
      add(file, 'image/svg+xml', readFileSync(path.join(FRONTEND, 'assets', 'images', file))),
    ]),
  );
  const style = shipped
    .replace(/@font-face\{[^}]*\}/g, '')
    .replace(/\/\*# sourceMappingURL.*?\*\//g, '')
    .replace(ICON, (_, file: string) => pictures.get(file) ?? '');
  const nhsuk = add('nhsuk.css', 'text/css; charset=utf-8', Buffer.from(style));
  const desk = add('desk.css', 'text/css; charset=utf-8', readFileSync(path.join(OWN, 'desk.css')));
  const favicon = add('favicon.svg', 'image/svg+xml', readFileSync(path.join(FRONTEND, 'assets', 'images', 'favicon.svg')));
  const lock = add('lock.js', 'text/javascript; charset=utf-8', readFileSync(path.join(OWN, 'lock.js')));
  const handler: RequestHandler = (request, response, next) => {
    const found = known.get(request.path);
    if (!found || !['GET', 'HEAD'].includes(request.method)) {
      next();
      return;
    }
    // The address names what is in it: it never changes.
    response.set({ 'Cache-Control': 'public, max-age=31536000, immutable', 'Content-Type': found.type, Vary: 'Accept-Encoding' });
    if (request.acceptsEncodings('gzip') === 'gzip') response.set('Content-Encoding', 'gzip').send(found.zipped);
    else response.send(found.bytes);
  };
  return { nhsuk, desk, favicon, lock, handler };
}
