// What was found, or why there is nothing.
import type { PaginationOut, SearchPageOut } from 'tutorial-search-client';

import { Product } from './product.tsx';
import type { Failure } from './search.ts';
import { isNarrowed, type State } from './state.ts';

interface Props {
  readonly state: State;
  readonly found: SearchPageOut;
  readonly isStale: boolean;
  onPage(page: number): void;
  onClear(): void;
}

export function Results({ state, found, isStale, onPage, onClear }: Props) {
  if (found.products.length === 0) return <Nothing state={state} onClear={onClear} />;
  return (
    <div class={isStale ? 'results stale' : 'results'} aria-busy={isStale}>
      {found.products.map((hit) => (
        <Product key={`${hit.type} ${hit.id} ${hit.subject_id}`} hit={hit} />
      ))}
      <Pages pagination={found.pagination} onPage={onPage} />
    </div>
  );
}

function Pages({ pagination, onPage }: { pagination: PaginationOut; onPage(page: number): void }) {
  const { page, total_pages, has_next, has_previous } = pagination;
  if (total_pages < 2) return null;
  return (
    <nav class="pages" aria-label="Pages of results">
      <button type="button" disabled={!has_previous} onClick={() => onPage(page - 1)}>
        Previous
      </button>
      <span>{`Page ${page} of ${total_pages}`}</span>
      <button type="button" disabled={!has_next} onClick={() => onPage(page + 1)}>Next</button>
    </nav>
  );
}

function Nothing({ state, onClear }: { state: State; onClear(): void }) {
  const words = state.fields.q;
  return (
    <div class="notice">
      <h2>Nothing found</h2>
      <p>
        {words ? <>No product matches <strong>{words}</strong></> : 'No product matches'}
        {isNarrowed(state) ? ' with these filters.' : '.'}
      </p>
      {isNarrowed(state) ? (
        <button type="button" class="action" onClick={onClear}>Search without filters</button>
      ) : (
        <p class="quiet">Try a subject such as CM2, a city, or the code of an event.</p>
      )}
    </div>
  );
}

export function Failed({ failure, onRetry, onClear }: {
  failure: Failure;
  onRetry(): void;
  onClear(): void;
}) {
  return (
    <div class="notice failed" role="alert">
      <h2>{failure.title}</h2>
      {failure.fields.length > 0 ? (
        <ul>
          {failure.fields.map(({ field, message }) => (
            <li key={field}><code>{field}</code> {message}</li>
          ))}
        </ul>
      ) : <p>{failure.detail}</p>}
      <p class="actions">
        {failure.fields.length > 0
          ? <button type="button" class="action" onClick={onClear}>Start again</button>
          : <button type="button" class="action" onClick={onRetry}>Try again</button>}
      </p>
      {failure.requestId && <p class="quiet">Request <code>{failure.requestId}</code></p>}
    </div>
  );
}

export function Waiting() {
  return (
    <div class="results waiting" aria-hidden="true">
      {[0, 1, 2].map((place) => <div key={place} class="card"><i /><i /><i /></div>)}
    </div>
  );
}
