// Reads that include what was written before, and the ETags of what was read.
import { isRead, type Fetch } from './retries.ts';

const VERSION = 'Catalogue-Version';
// A copy of the database has everything by then.
const MOST = 60_000;

/** A fetch whose reads ask for the version of the last write, which a copy may not have yet. */
export function following(fetch: Fetch): Fetch {
  let written = { version: '', at: 0 };
  return async (request) => {
    const reads = isRead(request);
    if (reads && !request.headers.has(VERSION) && Date.now() - written.at < MOST) {
      request.headers.set(VERSION, written.version);
    }
    const response = await fetch(request);
    const version = response.headers.get(VERSION);
    if (!reads && version) written = { version, at: Date.now() };
    return response;
  };
}

const tags = new WeakMap<object, string>();

/**
 * The ETag of the response that a method returned as `data`, for the header `If-Match`.
 *
 * Throws a TypeError if `data` is not the result of a method. Items of a list have no ETag of their
 * own: read the item first.
 */
export function etagOf(data: object): string {
  const tag = tags.get(data);
  if (tag === undefined) throw new TypeError('The ETag is not known: not the result of a method.');
  return tag;
}

export function rememberTag(data: unknown, response: Response): void {
  const tag = response.headers.get('ETag');
  if (tag && typeof data === 'object' && data !== null) tags.set(data, tag);
}
