// The generated client, with time-outs, retries and memory.
import { createClient as createGenerated } from './generated/client/index.ts';
import type { Client, Config } from './generated/client/index.ts';
import { remembering } from './etags.ts';
import { retrying, type Fetch, type RetryOptions } from './retries.ts';
import { VERSION } from './version.ts';
import { following } from './versions.ts';

export * from './generated/client/index.ts';

export type ClientOptions = Config & RetryOptions & {
  /** Sent as `Authorization: Bearer`; needed to write. */
  token?: string;
  /** Whether to keep answers and ask the service only whether they changed: true by default. */
  remember?: boolean;
  /** The name of your program, put before that of this client in `User-Agent`. */
  userAgent?: string;
};

/** A client for the functions of this package; it rejects if no answer comes. */
export function createClient(options: ClientOptions = {}): Client {
  const { timeout, retries, token, remember = true, userAgent, ...config } = options;
  const send = (config.fetch ?? ((request) => globalThis.fetch(request))) as Fetch;
  const patient = following(
    retrying(send, { ...(timeout && { timeout }), ...(retries !== undefined && { retries }) }),
  );
  const client = createGenerated({
    ...config,
    fetch: (remember ? remembering(patient) : patient) as typeof fetch,
  });
  client.interceptors.request.use((request) => {
    if (token) request.headers.set('Authorization', `Bearer ${token}`);
    // A browser has a name of its own, and would have to ask for leave to send another.
    if (!('window' in globalThis)) request.headers.set('User-Agent', agent(userAgent));
    return request;
  });
  client.interceptors.error.use((error, response) => {
    if (!response) throw error;
    return error;
  });
  return client;
}

function agent(name?: string): string {
  return [name, `tutorial-search-client/${VERSION}`].filter(Boolean).join(' ');
}
