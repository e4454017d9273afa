import { createApiClient } from './build/api';
import {
  address, fail, filters, invalidSearch, missingCode, moment, pageSize, report,
} from '../called';

const client = createApiClient(
  {
    fetch: ({ method, url, urlSearchParams, parameters }) => {
      url.search = String(urlSearchParams ?? '');
      const body = parameters?.body === undefined ? null : JSON.stringify(parameters.body);
      return fetch(url, { method, body, headers: { 'Content-Type': 'application/json' } });
    },
    parseResponseData: (response) => response.json(),
  },
  address,
);
const products: number[] = [];
let code = '';
for (let page = 1, more = true; more; page++) {
  const body = { filters, pagination: { page, page_size: pageSize } };
  const found = await client.post('/api/search/unified/', { body, query: {} });
  for (const hit of found.products) {
    products.push(hit.id);
    if (hit.type === 'Tutorial') code ||= hit.variations[0]?.events[0]?.code ?? '';
  }
  more = found.pagination.has_next;
}
const one = '/api/tutorials/events/{code}/';
const event = await client.get(one, { path: { code }, header: {} });
const missing = await client.get(one, {
  path: { code: missingCode }, header: {}, withResponse: true,
});
const invalid = await client.post('/api/search/unified/', {
  body: invalidSearch, query: {}, withResponse: true,
});
if (missing.status !== 404 || invalid.status !== 422) fail('No error came.');
report({
  products,
  event: { code: event.code, start: moment(event.sessions[0]?.start_date) },
  missing: { status: missing.data.status, title: missing.data.title },
  invalid: { status: invalid.data.status, fields: invalid.data.errors.map((each) => each.field) },
});
