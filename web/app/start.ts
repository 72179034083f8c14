import { areasServed, environment } from '../../infra/env';
import { publicUrl, saidPublicUrl } from '../../infra/settings/public-url';
import { isLoopback } from '../../infra/settings/sign-in';
import { area } from '../../services/rules/areas';
import { paths } from '../paths';
import { formAt } from '../printed/form-at';
import type { WebContext } from './context';
import { identityProvider } from './sign-in/provider';

/** What the pages share with the API of the same process. */
type Shared = Pick<WebContext, 'pool' | 'commit' | 'resolve' | 'clock' | 'seals' | 'logger' | 'histories'> &
  Partial<Pick<WebContext, 'watch'>>;

/** What the pages work with, as the environment says: PUBLIC_URL, AREA, AREAS, IDLE_MINUTES, PRACTICE, NOTIFY_TEXT_TEMPLATE, and OIDC_ISSUER with all that goes with it. */
export function webContext(shared: Shared): WebContext {
  const { AREA, OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_TRUST_EMAIL, IDLE_MINUTES, NOTIFY_TEXT_TEMPLATE, PRACTICE } =
    environment();
  const url = publicUrl();
  const issuer = OIDC_ISSUER === undefined ? null : new URL(OIDC_ISSUER);
  return {
    ...shared,
    area: () => area(AREA),
    areas: () => areasServed().map((id) => area(id)),
    publicUrl: url,
    formAt: formAt(saidPublicUrl()),
    texts: NOTIFY_TEXT_TEMPLATE !== undefined,
    idleMs: IDLE_MINUTES * 60_000,
    practice: PRACTICE === 'offered',
    identity:
      issuer &&
      identityProvider({
        issuer,
        clientId: OIDC_CLIENT_ID ?? '',
        clientSecret: OIDC_CLIENT_SECRET ?? '',
        back: new URL(paths.signInBack(), url),
        signedOut: new URL(paths.signedOut(), url),
        local: isLoopback(issuer),
        trustEmail: OIDC_TRUST_EMAIL === 'yes',
      }),
  };
}
