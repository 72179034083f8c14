import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import nodemailer from 'nodemailer';
import { parseMail, startMailCatcher } from '../../operations/parts/mail-catcher';
import { mailCatcher } from '../support/mail/mail';

const invitation = 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n';

describe('the mail catcher', () => {
  it('keeps a mail with its parts, and knows it again after a restart', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'mails-'));
    const first = await startMailCatcher({ port: 0, folder });
    const transport = nodemailer.createTransport(first.url);
    await transport.sendMail({
      from: 'team@example.test',
      to: 'a@example.test',
      subject: 'Meeting – Ünïcode',
      text: 'Text',
      html: '<p>Text</p>',
      icalEvent: { method: 'REQUEST', content: invitation },
    });
    transport.close();
    await first.stop();

    const second = await startMailCatcher({ port: 0, folder });
    const [mail] = second.mails();
    expect(mail).toMatchObject({ number: 1, envelope: { from: 'team@example.test', to: ['a@example.test'] } });
    if (!mail) throw new Error('no mail');
    const parsed = await parseMail(mail);
    expect(parsed.subject).toBe('Meeting – Ünïcode');
    await second.stop();
  });

  it('hands a test what arrived, and refuses when asked', async () => {
    const mail = await mailCatcher();
    const transport = nodemailer.createTransport(mail.url);
    const message = {
      from: 'a@example.test',
      to: 'b@example.test',
      subject: 'x',
      text: 'y',
      icalEvent: { method: 'REQUEST', content: invitation },
    };
    mail.refuseWith(451);
    await expect(transport.sendMail(message)).rejects.toMatchObject({ responseCode: 451 });
    mail.refuseWith(undefined);
    await transport.sendMail(message);
    const [arrived] = await mail.waitFor(1);
    expect(arrived?.calendar).toBe(invitation.replaceAll('\r\n', '\n'));
    transport.close();
    await mail.stop();
  });
});
