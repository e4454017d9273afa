// What the page shows, as the query of its own address: the parameters are those of the API.
import type { SearchUnifiedByQueryData } from 'tutorial-search-client';

export type Query = NonNullable<SearchUnifiedByQueryData['query']>;
export type Facet =
  | 'subjects'
  | 'product_types'
  | 'categories'
  | 'modes_of_delivery'
  | 'exam_sessions'
  | 'venues'
  | 'locations'
  | 'availability'
  | 'weekdays';
export type Field = 'q' | 'from' | 'to' | 'sort';

export const FACETS: readonly Facet[] = [
  'product_types', 'subjects', 'locations', 'venues', 'availability', 'weekdays',
  'exam_sessions', 'modes_of_delivery', 'categories',
];
const FIELDS: readonly Field[] = ['q', 'from', 'to', 'sort'];

export interface State {
  readonly fields: Readonly<Partial<Record<Field, string>>>;
  readonly facets: Readonly<Partial<Record<Facet, readonly string[]>>>;
  readonly page: number;
}

export const EMPTY: State = { fields: {}, facets: {}, page: 1 };

export function read(search: string): State {
  const parameters = new URLSearchParams(search);
  const fields: Partial<Record<Field, string>> = {};
  for (const name of FIELDS) {
    const value = parameters.get(name);
    if (value) fields[name] = value;
  }
  const facets: Partial<Record<Facet, string[]>> = {};
  for (const name of FACETS) {
    const values = parameters.getAll(name).filter(Boolean);
    if (values.length > 0) facets[name] = [...new Set(values)];
  }
  const page = Number(parameters.get('page') ?? 1);
  return { fields, facets, page: Number.isInteger(page) && page > 1 ? page : 1 };
}

export function write(state: State): string {
  const parameters = new URLSearchParams();
  for (const name of FIELDS) {
    const value = state.fields[name];
    if (value) parameters.set(name, value);
  }
  for (const name of FACETS) {
    for (const value of state.facets[name] ?? []) parameters.append(name, value);
  }
  if (state.page > 1) parameters.set('page', String(state.page));
  const written = parameters.toString();
  return written && `?${written}`;
}

// The service checks the values, as it does those of every other client.
export function query(state: State): Query {
  return { ...state.fields, ...state.facets, page: state.page, page_size: PAGE_SIZE } as Query;
}

export const PAGE_SIZE = 10;

export function withField(state: State, name: Field, value: string): State {
  return { ...state, fields: { ...state.fields, [name]: value }, page: 1 };
}

export function toggled(state: State, facet: Facet, value: string): State {
  const chosen = state.facets[facet] ?? [];
  const next = chosen.includes(value)
    ? chosen.filter((each) => each !== value)
    : [...chosen, value];
  return { ...state, facets: { ...state.facets, [facet]: next }, page: 1 };
}

export function choices(state: State): { facet: Facet; value: string }[] {
  return FACETS.flatMap((facet) => (state.facets[facet] ?? []).map((value) => ({ facet, value })));
}

export function isNarrowed(state: State): boolean {
  return choices(state).length > 0 || Boolean(state.fields.from) || Boolean(state.fields.to);
}

export function withoutFilters(state: State): State {
  const { q, sort } = state.fields;
  return { fields: { ...(q && { q }), ...(sort && { sort }) }, facets: {}, page: 1 };
}
