import { isNumberList, isRecord, isString } from '../lib/guards';

/** One field the server refused, with the place in the body where it stood. */
export interface FieldProblem {
  field: string;
  message: string;
}

/** A refusal of the server (or its silence, status 0) as the page shows it. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly problems: readonly FieldProblem[] = [],
    readonly requestId: string | null = null,
  ) {
    super(message);
  }
}

export function unreachable(): ApiError {
  return new ApiError(0, 'unreachable', 'The server does not answer. Check that it is running, then try again.');
}

/** Reads the one error shape of the server; anything else is told by its status. */
export function errorFrom(status: number, body: unknown): ApiError {
  if (!isRecord(body)) return new ApiError(status, 'error', `The server answered with status ${status}.`);
  const message = [body.error, body.detail, body.message].find(isString);
  return new ApiError(
    status,
    isString(body.code) ? body.code : 'error',
    message ?? `The server answered with status ${status}.`,
    problemsIn(body.errors),
    isString(body.request_id) ? body.request_id : null,
  );
}

function problemsIn(errors: unknown): FieldProblem[] {
  if (!Array.isArray(errors)) return [];
  return errors.filter(isRecord).map((one) => ({
    field: placeOf(one.loc),
    message: isString(one.msg) ? one.msg : 'is not valid',
  }));
}

function placeOf(loc: unknown): string {
  if (isString(loc)) return loc;
  if (!Array.isArray(loc) || isNumberList(loc)) return '';
  const words = loc.filter(isString).filter((word) => word !== 'body');
  return words.at(-1) ?? '';
}

/** The sentence to show for whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
