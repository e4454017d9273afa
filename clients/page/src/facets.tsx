// The filters, each value with the number of products that it would leave.
import type { FacetValueOut, FilterCountsOut } from 'tutorial-search-client';
import { useState } from 'preact/hooks';

import { capital } from './format.ts';
import { isNarrowed, type Facet, type Field, type State } from './state.ts';

const GROUPS: readonly (readonly [keyof FilterCountsOut & Facet, string])[] = [
  ['product_types', 'Product'],
  ['subjects', 'Subject'],
  ['locations', 'Location'],
  ['availability', 'Places'],
  ['exam_sessions', 'Exam session'],
  ['categories', 'Category'],
  ['venues', 'Venue'],
];
const FIRST = 6;

interface Props {
  readonly state: State;
  readonly counts: FilterCountsOut;
  onToggle(facet: Facet, value: string): void;
  onField(name: Field, value: string): void;
  onClear(): void;
}

export function Facets({ state, counts, onToggle, onField, onClear }: Props) {
  return (
    <div class="facets">
      <div class="facets-head">
        <h2>Filters</h2>
        {isNarrowed(state) && (
          <button type="button" class="link" onClick={onClear}>Clear all</button>
        )}
      </div>
      {GROUPS.map(([facet, title]) => (
        <Group
          key={facet}
          title={title}
          values={counts[facet]}
          chosen={state.facets[facet] ?? []}
          onToggle={(value) => onToggle(facet, value)}
        />
      ))}
      <fieldset>
        <legend>Tutorial days</legend>
        <DayField name="from" label="From" state={state} onField={onField} />
        <DayField name="to" label="To" state={state} onField={onField} />
      </fieldset>
    </div>
  );
}

interface GroupProps {
  readonly title: string;
  readonly values: Readonly<Record<string, FacetValueOut & { description?: string | null }>>;
  readonly chosen: readonly string[];
  onToggle(value: string): void;
}

function Group({ title, values, chosen, onToggle }: GroupProps) {
  const [all, showAll] = useState(false);
  // A choice that the service does not count is shown all the same, so that it can be undone.
  const missing = chosen.filter((value) => !(value in values)).map((name) => [name, { name, count: 0 }] as const);
  const entries = [...missing, ...Object.entries(values)];
  if (entries.length === 0) return null;
  const isShown = (value: string, place: number) => all || place < FIRST || chosen.includes(value);
  return (
    <fieldset>
      <legend>{title}</legend>
      {entries.map(([value, { name, count, ...more }], place) =>
        isShown(value, place) && (
          <label key={value} class={count === 0 ? 'choice none' : 'choice'}>
            <input
              type="checkbox"
              checked={chosen.includes(value)}
              onChange={() => onToggle(value)}
            />
            <span class="choice-name">
              {capital(name)}
              {'description' in more && more.description && <small>{more.description}</small>}
            </span>
            <span class="count">{count}</span>
          </label>
        ),
      )}
      {entries.length > FIRST && (
        <button type="button" class="link" aria-expanded={all} onClick={() => showAll(!all)}>
          {all ? 'Show fewer' : `Show all ${entries.length}`}
          <span class="unseen">{` of ${title}`}</span>
        </button>
      )}
    </fieldset>
  );
}

interface DayProps {
  readonly name: 'from' | 'to';
  readonly label: string;
  readonly state: State;
  onField(name: Field, value: string): void;
}

function DayField({ name, label, state, onField }: DayProps) {
  return (
    <label class="day-field">
      <span>{label}</span>
      <input
        type="date"
        min="2000-01-01"
        max="2099-12-31"
        value={state.fields[name] ?? ''}
        onChange={(event) => onField(name, event.currentTarget.value)}
      />
    </label>
  );
}
