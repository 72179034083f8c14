import { isBusy, isReadOnly, isUnavailable } from '../../../infra/database/faults';
import { PageProblem } from '../page-problem';
import { SignInFailed } from '../sign-in/provider';

/** Makes of whatever was thrown what a reader can be told. */
export function toPageProblem(error: unknown): PageProblem {
  if (error instanceof PageProblem) return error;
  if (error instanceof SignInFailed)
    return new PageProblem(error.code === 'provider-away' ? 'sign-in-away' : 'sign-in-failed', { cause: error });
  if (isUnavailable(error)) {
    const trouble = isBusy(error) ? 'busy' : isReadOnly(error) ? 'database-read-only' : 'database-away';
    return new PageProblem(trouble, { cause: error });
  }
  if (isFramework(error) && error.status < 500)
    return new PageProblem(error.status === 403 ? 'form-expired' : 'bad-address', { cause: error });
  if (error instanceof Error && error.cause !== undefined) {
    const inner = toPageProblem(error.cause);
    if (inner.trouble !== 'broken') return inner;
  }
  return new PageProblem('broken', { cause: error });
}

/** What the framework and its parts throw (http-errors): they carry a status. */
const isFramework = (error: unknown): error is { readonly status: number } =>
  typeof error === 'object' && error !== null && 'status' in error && typeof error.status === 'number';
