import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import nunjucks from 'nunjucks';
import type { Attachment, Email } from 'postal-mime';
import { projectRoot } from '../../../infra/project-root';
import { parseMail, type CaughtMail, type MailCatcher } from '../mail-catcher';
import { startGate, type Page } from './gate';

/**
 * Starts the page on 127.0.0.1 that shows the mails of a catcher to who has the key: `/` the list, `/mails/<n>` one with its parts,
 * `/messages` all as JSON. Throws the system's error (`EADDRINUSE`) where the port is taken.
 */
export function startMailPage(catcher: MailCatcher, { port, key }: { readonly port: number; readonly key: string }): Promise<Page> {
  return startGate({
    port,
    key,
    answer: (request, response) => {
      answer(request, response, catcher).catch(() => {
        if (!response.headersSent) response.writeHead(500);
        response.end();
      });
    },
  });
}

async function answer(request: IncomingMessage, response: ServerResponse, catcher: MailCatcher): Promise<void> {
  const send = (status: number, type: string, body: string | Uint8Array, more: Record<string, string> = {}) => {
    const policy =
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-src 'self'; frame-ancestors 'self'; form-action 'none'";
    const headers = {
      'content-type': type,
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    };
    response.writeHead(status, { ...headers, ...more }).end(request.method === 'HEAD' ? undefined : body);
  };
  const html = (status: number, body: string) => send(status, 'text/html; charset=utf-8', body);
  const missing = () => html(404, pages.render('page.njk'));

  if (request.method !== 'GET' && request.method !== 'HEAD') return send(405, 'text/plain', 'This page only shows.\n');
  const place = (request.url ?? '/').split('?')[0] ?? '/';
  const mails = catcher.mails();
  if (place === '/') return html(200, await listPage(mails));
  if (place === '/messages') return send(200, 'application/json', JSON.stringify(await Promise.all(mails.map(asJson))));

  const [, number, part, index] = /^\/mails\/(\d+)(?:\/(html|source|parts\/(\d+)))?$/.exec(place) ?? [];
  const mail = mails.find((one) => one.number === Number(number));
  if (!mail) return missing();
  const parsed = await parseMail(mail);
  if (part === undefined) return html(200, mailPage(mail, parsed));
  if (part === 'source') return send(200, 'text/plain; charset=utf-8', mail.raw);
  if (part === 'html') return parsed.html === undefined ? missing() : html(200, parsed.html);
  const attachment = parsed.attachments[Number(index)];
  if (!attachment) return missing();
  const name = (attachment.filename ?? 'part').replaceAll(/[^\w.-]/g, '_');
  return send(200, attachment.mimeType, bytesOf(attachment), { 'content-disposition': `attachment; filename="${name}"` });
}

function bytesOf({ content }: Attachment): Buffer {
  return typeof content === 'string' ? Buffer.from(content) : Buffer.from(new Uint8Array(content));
}

const textOf = (attachment: Attachment): string => bytesOf(attachment).toString('utf8');

async function asJson(mail: CaughtMail) {
  const parsed = await parseMail(mail);
  const { number, receivedAt, envelope } = mail;
  return {
    number,
    receivedAt,
    from: envelope.from,
    to: envelope.to,
    subject: parsed.subject ?? '',
    messageId: parsed.messageId ?? '',
    text: parsed.text ?? '',
    html: parsed.html ?? '',
    attachments: parsed.attachments.map((attachment) => ({
      filename: attachment.filename,
      type: attachment.mimeType,
      content: attachment.mimeType.startsWith('text/') ? textOf(attachment) : bytesOf(attachment).toString('base64'),
    })),
  };
}

const time = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'Europe/London' });

const pages = new nunjucks.Environment(new nunjucks.FileSystemLoader(path.join(projectRoot, 'operations', 'parts', 'pages', 'templates')), {
  autoescape: true,
  trimBlocks: true,
  lstripBlocks: true,
});

/** What both pages say of a mail. */
const shown = ({ number, receivedAt, envelope }: CaughtMail, { subject }: Email) => ({
  number,
  arrived: time.format(new Date(receivedAt)),
  to: envelope.to.join(', '),
  subject: subject || '(no subject)',
});

async function listPage(mails: readonly CaughtMail[]): Promise<string> {
  const rows = mails.toReversed().map(async (mail) => {
    const parsed = await parseMail(mail);
    return { ...shown(mail, parsed), invites: parsed.attachments.some(({ mimeType }) => mimeType === 'text/calendar') };
  });
  return pages.render('list.njk', { mails: await Promise.all(rows) });
}

function mailPage(mail: CaughtMail, parsed: Email): string {
  return pages.render('mail.njk', {
    ...shown(mail, parsed),
    from: mail.envelope.from,
    messageId: parsed.messageId,
    text: parsed.text,
    hasHtml: parsed.html !== undefined,
    parts: parsed.attachments.map((attachment) => ({
      name: attachment.filename ?? attachment.mimeType,
      text: attachment.mimeType.startsWith('text/') ? textOf(attachment) : undefined,
    })),
  });
}
