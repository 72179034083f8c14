import helmet from 'helmet';

/** What a browser may do with a page: nothing of any other host, and in nobody's frame. */
export const policy = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'self'"],
      baseUri: ["'none'"],
      objectSrc: ["'none'"],
      frameAncestors: ["'none'"],
      // Signing in and out leads to the provider, and browsers hold the redirect of a form to this too.
      formAction: null,
    },
  },
  referrerPolicy: { policy: 'no-referrer' },
});
