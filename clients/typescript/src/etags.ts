// Remembers answers, and asks the service only whether they have changed.
import type { Fetch } from './retries.ts';

const MOST = 100;
// With one of these, the caller looks after the versions.
const CONDITIONS = ['If-None-Match', 'If-Match', 'If-Modified-Since', 'Range'];

export function remembering(fetch: Fetch): Fetch {
  // In the order of their last use.
  const known = new Map<string, Response>();
  return async (request) => {
    if (request.method !== 'GET' || CONDITIONS.some((name) => request.headers.has(name))) {
      return fetch(request);
    }
    const names = ['Accept', 'Authorization'].map((name) => request.headers.get(name));
    const key = [request.url, ...names].join('\n');
    const held = known.get(key);
    const tag = held?.headers.get('ETag');
    if (tag) request.headers.set('If-None-Match', tag);
    const response = await fetch(request);
    const answer = held && response.status === 304 ? held : response;
    known.delete(key);
    if (answer.status === 200 && answer.headers.has('ETag')) {
      known.set(key, answer.clone());
      for (const oldest of known.keys()) if (known.size > MOST) known.delete(oldest);
    }
    return answer;
  };
}
