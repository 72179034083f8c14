import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Attachment, Email } from 'postal-mime';
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
  const missing = () => html(404, page('Not found', '<h1>Not found</h1><p><a href="/">All mails</a></p>'));

  if (request.method !== 'GET' && request.method !== 'HEAD') return send(405, 'text/plain', 'This page only shows.\n');
  const path = (request.url ?? '/').split('?')[0] ?? '/';
  const mails = catcher.mails();
  if (path === '/') return html(200, await listPage(mails));
  if (path === '/messages') return send(200, 'application/json', JSON.stringify(await Promise.all(mails.map(asJson))));

  const [, number, part, index] = /^\/mails\/(\d+)(?:\/(html|source|parts\/(\d+)))?$/.exec(path) ?? [];
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

function bytesOf({ content }: Attachment): Uint8Array {
  return typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content);
}

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
      content: attachment.mimeType.startsWith('text/')
        ? Buffer.from(bytesOf(attachment)).toString('utf8')
        : Buffer.from(bytesOf(attachment)).toString('base64'),
    })),
  };
}

const time = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'Europe/London' });

async function listPage(mails: readonly CaughtMail[]): Promise<string> {
  const rows = await Promise.all(
    mails.toReversed().map(async (mail) => {
      const { subject, attachments } = await parseMail(mail);
      const invitation = attachments.some(({ mimeType }) => mimeType === 'text/calendar') ? 'Yes' : 'No';
      const link = `<a href="/mails/${mail.number}">${escape(subject || '(no subject)')}</a>`;
      return `<tr><td>${mail.number}</td><td>${time.format(new Date(mail.receivedAt))}</td><td>${escape(mail.envelope.to.join(', '))}</td><td>${link}</td><td>${invitation}</td></tr>`;
    }),
  );
  const head = ['Number', 'Arrived', 'To', 'Subject', 'Invitation'].map((title) => `<th scope="col">${title}</th>`).join('');
  const table = `<table><caption>${mails.length} caught, newest first. None left this machine.</caption><thead><tr>${head}</tr></thead><tbody>${rows.join('')}</tbody></table>`;
  return page(
    'Mails',
    `<h1>Mails</h1>${mails.length ? table : '<p>No mail has arrived yet.</p>'}<p><a href="/messages">All as JSON</a></p>`,
  );
}

function mailPage(mail: CaughtMail, parsed: Email): string {
  const subject = escape(parsed.subject || '(no subject)');
  const facts = [
    ['From', mail.envelope.from],
    ['To', mail.envelope.to.join(', ')],
    ['Arrived', time.format(new Date(mail.receivedAt))],
    ['Message-ID', parsed.messageId ?? ''],
  ].map(([name, value]) => `<dt>${name}</dt><dd>${escape(value ?? '')}</dd>`);
  const parts = parsed.attachments.map((attachment, index) => {
    const name = `<h3><a href="/mails/${mail.number}/parts/${index}">${escape(attachment.filename ?? attachment.mimeType)}</a></h3>`;
    const shown = attachment.mimeType.startsWith('text/') ? `<pre>${escape(Buffer.from(bytesOf(attachment)).toString('utf8'))}</pre>` : '';
    return name + shown;
  });
  const sections = [
    parsed.text === undefined ? '' : `<h2>Text</h2><pre>${escape(parsed.text)}</pre>`,
    // Without scripts, forms and its own origin: a mail is not to be trusted.
    parsed.html === undefined ? '' : `<h2>HTML</h2><iframe sandbox title="The mail as HTML" src="/mails/${mail.number}/html"></iframe>`,
    parts.length ? `<h2>Attachments</h2>${parts.join('')}` : '',
  ];
  const more = `<p><a href="/mails/${mail.number}/source">The mail as it came</a></p>`;
  return page(
    parsed.subject || 'Mail',
    `<p><a href="/">All mails</a></p><h1>${subject}</h1><dl>${facts.join('')}</dl>${sections.join('')}${more}`,
  );
}

function page(title: string, body: string): string {
  const style =
    'body{font:1.0625rem/1.5 sans-serif;max-width:70rem;margin:1.5rem auto;padding:0 1rem;color:#212b32}a{color:#005eb8}a:focus{outline:3px solid #ffeb3b;outline-offset:2px}' +
    'table{border-collapse:collapse;width:100%}caption{text-align:left;padding-bottom:.5rem}th,td{text-align:left;padding:.4rem .6rem;border-bottom:1px solid #aeb7bd;overflow-wrap:anywhere}' +
    'pre{white-space:pre-wrap;overflow-wrap:anywhere;background:#f0f4f5;padding:1rem}dt{font-weight:bold}iframe{width:100%;height:32rem;border:1px solid #768692}';
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escape(title)} – mail catcher</title><style>${style}</style></head><body><main>${body}</main></body></html>`;
}

function escape(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
}
