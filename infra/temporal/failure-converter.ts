import { DefaultFailureConverter } from '@temporalio/common';

/** Loaded by path, also inside the workflow sandbox: messages and stack traces of failures pass the payload codec too. */
export const failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
