import type { State } from './state.ts';

const ORDERS = [
  ['', 'Best match'],
  ['start_date', 'Earliest first'],
  ['-start_date', 'Latest first'],
  ['price', 'Lowest price'],
  ['-price', 'Highest price'],
  ['subject', 'Subject'],
] as const;

interface Props {
  readonly state: State;
  onSort(value: string): void;
}

export function Order({ state, onSort }: Props) {
  return (
    <label class="order">
      <span>Sort by</span>
      <select
        value={state.fields.sort ?? ''}
        onChange={(event) => onSort(event.currentTarget.value)}
      >
        {ORDERS.map(([value, name]) => <option key={value} value={value}>{name}</option>)}
      </select>
    </label>
  );
}
