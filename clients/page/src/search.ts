// One question to the service, and what came of it.
// The plain function, so that the page contains this one operation and no other.
import {
  ConnectionError, searchUnifiedByQuery, TimeoutError,
  type FieldErrorOut, type ProblemOut, type SearchPageOut,
} from 'tutorial-search-client';
import { createClient } from 'tutorial-search-client/client';

import { query, type State } from './state.ts';

export type Outcome =
  | { readonly found: SearchPageOut }
  | { readonly failed: Failure };

export interface Failure {
  readonly title: string;
  readonly detail: string;
  readonly fields: readonly FieldErrorOut[];
  readonly requestId: string | null;
}

// The service can stand under a path of its proxy.
const root = document.querySelector<HTMLElement>('#page')?.dataset.root ?? '/';
const client = createClient({ baseUrl: new URL(root, location.href).href.replace(/\/$/, '') });

/** Rejects only when the signal aborts. */
export async function search(state: State, signal: AbortSignal): Promise<Outcome> {
  try {
    const { data, error } = await searchUnifiedByQuery({ client, query: query(state), signal });
    return data ? { found: data } : { failed: refused(error) };
  } catch (error) {
    if (signal.aborted) throw error;
    return { failed: broken(error) };
  }
}

// A proxy in between can answer with something else than a problem.
function refused(problem: Partial<ProblemOut>): Failure {
  const fields = problem.errors ?? [];
  const title = fields.length > 0
    ? 'The search does not understand this link'
    : problem.status === 503 ? 'The search is away for a moment' : 'The search failed';
  const detail = problem.detail ?? 'Try again in a moment.';
  return { title, detail, fields, requestId: problem.request_id ?? null };
}

function broken(error: unknown): Failure {
  const isSilent = error instanceof ConnectionError || error instanceof TimeoutError;
  return {
    title: isSilent ? 'The search does not answer' : 'The page failed',
    detail: isSilent
      ? 'Check your connection. What you typed and chose is kept.'
      : String(error),
    fields: [],
    requestId: null,
  };
}
