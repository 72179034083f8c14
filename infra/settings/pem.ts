import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { codeOf } from '../plain-error';

type Kind = 'certificate' | 'private key';

/** A setting that is PEM text itself; line ends may be written as \n. Out: the text. */
export const pemText = (kind: Kind) => z.string().transform((text, context) => pem(text.replaceAll('\\n', '\n'), kind, context));

/** A setting that names a file with PEM text. Out: the text. */
export const pemFile = (kind: Kind) =>
  z.string().transform((file, context) => {
    let text: string;
    try {
      text = readFileSync(file, 'utf8');
    } catch (error) {
      context.addIssue({ code: 'custom', message: `must name a file that can be read (${codeOf(error) ?? 'it cannot'})` });
      return z.NEVER;
    }
    return pem(text, kind, context);
  });

function pem(text: string, kind: Kind, context: z.RefinementCtx): string {
  try {
    if (kind === 'certificate') new X509Certificate(text);
    else createPrivateKey(text);
    return text;
  } catch {
    // The reason of the library may quote what it was given.
    context.addIssue({
      code: 'custom',
      message: `must hold a ${kind} in PEM form${kind === 'private key' ? ', without a passphrase' : ''}`,
    });
    return z.NEVER;
  }
}
