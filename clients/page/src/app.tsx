import type { FilterCountsOut } from 'tutorial-search-client';
import { useEffect, useRef } from 'preact/hooks';

import { useAnswer } from './answers.ts';
import { Chips } from './chips.tsx';
import { Facets } from './facets.tsx';
import { counted } from './format.ts';
import { useAddress } from './navigation.ts';
import { Order } from './order.tsx';
import { Failed, Results, Waiting } from './results.tsx';
import { SearchBox } from './search_box.tsx';
import { choices, EMPTY, toggled, withField, withoutFilters } from './state.ts';

export function App() {
  const [state, change] = useAddress();
  const { outcome, isStale, retry } = useAnswer(state);
  const found = outcome && 'found' in outcome ? outcome.found : null;
  const counts = useLast<FilterCountsOut>(found?.filter_counts ?? null);
  const heading = useRef<HTMLHeadingElement>(null);
  const words = state.fields.q;
  useEffect(() => {
    document.title = words ? `${words} – Tutorial search` : 'Tutorial search';
  }, [words]);

  const total = found?.pagination.total_count;
  const summary = total === undefined ? '' : counted(total, 'product');
  const chosen = choices(state).length;
  const turnTo = (page: number) => {
    change({ ...state, page });
    heading.current?.focus();
    heading.current?.scrollIntoView();
  };
  return (
    <>
      <SearchBox
        state={state}
        onWords={(value) => change(withField(state, 'q', value), 'typed')}
      />
      <div class="columns">
        <details class="panel" open={matchMedia('(min-width: 60rem)').matches}>
          <summary>
            Filters
            {chosen > 0 && <span class="badge">{chosen}<span class="unseen"> active</span></span>}
          </summary>
          {counts && (
            <Facets
              state={state}
              counts={counts}
              onToggle={(facet, value) => change(toggled(state, facet, value))}
              onField={(name, value) => change(withField(state, name, value))}
              onClear={() => change(withoutFilters(state))}
            />
          )}
        </details>
        <section aria-labelledby="found">
          <div class="found">
            <h2 id="found" ref={heading} tabIndex={-1}>
              {summary || (outcome ? 'No results' : 'Searching')}
            </h2>
            <Order state={state} onSort={(value) => change(withField(state, 'sort', value))} />
          </div>
          <p class="unseen" role="status">{isStale ? '' : summary}</p>
          <Chips state={state} onRemove={change} />
          {!outcome && <Waiting />}
          {found && (
            <Results
              state={state}
              found={found}
              isStale={isStale}
              onPage={turnTo}
              onClear={() => change(withoutFilters(state))}
            />
          )}
          {outcome && 'failed' in outcome && (
            <Failed failure={outcome.failed} onRetry={retry} onClear={() => change(EMPTY)} />
          )}
        </section>
      </div>
    </>
  );
}

// The filters stay usable when a search fails.
function useLast<Value>(value: Value | null): Value | null {
  const last = useRef<Value | null>(null);
  if (value !== null) last.current = value;
  return last.current;
}
