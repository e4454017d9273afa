export * from './generated/index.ts';
export { tutorialSearch, type TutorialSearch } from './api.ts';
export type { ClientOptions } from './client.ts';
export {
  ApiError, ConflictError, ConnectionError, ForbiddenError, NotFoundError, PreconditionError,
  TimeoutError, TooManyRequestsError, UnauthorizedError, UnavailableError,
  UnexpectedResponseError, ValidationError,
} from './errors.ts';
export { items, pages } from './pages.ts';
export { VERSION } from './version.ts';
export { etagOf } from './versions.ts';
