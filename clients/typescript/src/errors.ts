// What is thrown: one class for each kind of refusal, with the problem document of the service.
import type { FieldErrorOut, ImportReportOut, ProblemOut } from './generated/types.gen.ts';

/** The service refused the request; `problem` is its document, if it sent one. */
export class ApiError extends Error {
  override readonly name: string = 'ApiError';
  readonly status: number;
  readonly response: Response;
  readonly problem: ProblemOut | undefined;

  constructor(response: Response, body: unknown) {
    const problem = isProblem(body) ? body : undefined;
    super(problem ? `${problem.status} ${problem.title}: ${problem.detail}` : `${response.status}`);
    this.status = response.status;
    this.response = response;
    this.problem = problem;
  }

  /** The invalid fields of the request; empty if there are none. */
  get fields(): readonly FieldErrorOut[] {
    return this.problem?.errors ?? [];
  }

  /** Quote this to the people who run the service. */
  get requestId(): string | null {
    return this.response.headers.get('X-Request-ID');
  }

  /** The seconds to wait before another try, if the service named any. */
  get retryAfter(): number | null {
    const seconds = Number(this.response.headers.get('Retry-After') ?? NaN);
    return Number.isFinite(seconds) ? seconds : null;
  }
}

/** 422: some fields are invalid. */
export class ValidationError extends ApiError {
  override readonly name = 'ValidationError';

  /** The report of an import that was refused because of its rows. */
  get report(): ImportReportOut | null {
    const problem = this.problem as (ProblemOut & { report?: ImportReportOut | null }) | undefined;
    return problem?.report ?? null;
  }
}

export class UnauthorizedError extends ApiError { override readonly name = 'UnauthorizedError'; }
export class ForbiddenError extends ApiError { override readonly name = 'ForbiddenError'; }
export class NotFoundError extends ApiError { override readonly name = 'NotFoundError'; }
export class ConflictError extends ApiError { override readonly name = 'ConflictError'; }
/** 412 or 428: the stored version is another one, or the request does not say which one it means. */
export class PreconditionError extends ApiError { override readonly name = 'PreconditionError'; }
export class TooManyRequestsError extends ApiError {
  override readonly name = 'TooManyRequestsError';
}
export class UnavailableError extends ApiError { override readonly name = 'UnavailableError'; }

/** A response is not as the API's document says; a proxy in between may have sent it. */
export class UnexpectedResponseError extends Error {
  override readonly name = 'UnexpectedResponseError';
  readonly response: Response;

  constructor(response: Response, options?: ErrorOptions) {
    super(`A response with status ${response.status} is not as the API's document says.`, options);
    this.response = response;
  }
}

/** No response came: the server is away, or the connection broke. */
export class ConnectionError extends Error { override readonly name = 'ConnectionError'; }

/** The response was not complete within the time-out. */
export class TimeoutError extends Error { override readonly name = 'TimeoutError'; }

const KINDS: Readonly<Record<number, typeof ApiError>> = {
  401: UnauthorizedError,
  403: ForbiddenError,
  404: NotFoundError,
  409: ConflictError,
  412: PreconditionError,
  422: ValidationError,
  428: PreconditionError,
  429: TooManyRequestsError,
  503: UnavailableError,
};

export function errorOf(response: Response, body: unknown): ApiError {
  return new (KINDS[response.status] ?? ApiError)(response, body);
}

function isProblem(body: unknown): body is ProblemOut {
  return typeof body === 'object' && body !== null && 'status' in body && 'detail' in body;
}
