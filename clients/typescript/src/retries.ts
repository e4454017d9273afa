// A fetch with a time-out, which tries again where that is safe.
import { ConnectionError, TimeoutError } from './errors.ts';

export type Fetch = (request: Request) => Promise<Response>;

export interface RetryOptions {
  /** The time for a whole call, its retries included, in milliseconds: 10,000 by default. */
  timeout?: number;
  /** How often to try again: 3 times by default. */
  retries?: number;
}

const TRANSIENT = new Set([429, 503]);
const READS = new Set(['GET', 'HEAD', 'OPTIONS']);
// A search is a read, although it is sent with POST.
const READ_PATH = /\/api\/search\/unified\/$/;
const FIRST_DELAY = 250;
const LONGEST_DELAY = 30_000;
const BODILESS = new Set([204, 205, 304]);

export function retrying(fetch: Fetch, { timeout = 10_000, retries = 3 }: RetryOptions): Fetch {
  return async (request) => {
    const end = Date.now() + timeout;
    for (let attempt = 0; ; attempt++) {
      const isLast = attempt >= retries || !isRepeatable(request);
      const isWorthWaiting = (delay: number) => delay <= Math.min(LONGEST_DELAY, end - Date.now());
      try {
        const response = await once(fetch, request.clone(), end, timeout);
        const delay = wait(response, attempt);
        if (isLast || !TRANSIENT.has(response.status) || !isWorthWaiting(delay)) return response;
        await pause(delay, request.signal);
      } catch (error) {
        const delay = backOff(attempt);
        if (isLast || !(error instanceof ConnectionError) || !isWorthWaiting(delay)) throw error;
        await pause(delay, request.signal);
      }
    }
  };
}

export function isRead(request: Request): boolean {
  return READS.has(request.method) || READ_PATH.test(new URL(request.url).pathname);
}

/** A read, or a write that the service does only once because it carries a key. */
function isRepeatable(request: Request): boolean {
  return isRead(request) || request.headers.has('Idempotency-Key');
}

async function once(
  fetch: Fetch, request: Request, end: number, timeout: number,
): Promise<Response> {
  request.signal.throwIfAborted();
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), Math.max(0, end - Date.now()));
  const signal = AbortSignal.any([request.signal, limit.signal]);
  try {
    const response = await fetch(new Request(request, { signal }));
    // Read here, so that the time-out and the retries include it.
    const body = BODILESS.has(response.status) ? null : await response.arrayBuffer();
    const { status, statusText, headers } = response;
    return new Response(body, { status, statusText, headers });
  } catch (cause) {
    if (request.signal.aborted) throw request.signal.reason;
    const { origin } = new URL(request.url);
    if (limit.signal.aborted) {
      throw new TimeoutError(`${origin} did not respond within ${timeout} ms`, { cause });
    }
    throw new ConnectionError(`${origin} could not be reached`, { cause });
  } finally {
    clearTimeout(timer);
  }
}

function wait(response: Response, attempt: number): number {
  const value = response.headers.get('Retry-After');
  if (value === null) return backOff(attempt);
  const seconds = Number(value);
  const delay = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(value) - Date.now();
  return Number.isNaN(delay) ? backOff(attempt) : Math.max(0, delay);
}

// Twice as long each time, and not the same for all clients of a server that is just back.
function backOff(attempt: number): number {
  return FIRST_DELAY * 2 ** attempt * (0.5 + Math.random() / 2);
}

function pause(delay: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, delay);
    signal.addEventListener('abort', stop, { once: true });
  });
}
