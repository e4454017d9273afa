import createClient from 'openapi-fetch';
import type { paths } from './build/schema';
import {
  address, fail, filters, invalidSearch, missingCode, moment, pageSize, report,
} from '../called';

const client = createClient<paths>({ baseUrl: address });
const products: number[] = [];
let code = '';
for (let page = 1, more = true; more; page++) {
  const body = { filters, pagination: { page, page_size: pageSize } };
  const { data } = await client.POST('/api/search/unified/', { body });
  if (!data) fail('The search failed.');
  for (const hit of data.products) {
    products.push(hit.id);
    if (hit.type === 'Tutorial') code ||= hit.variations[0]?.events[0]?.code ?? '';
  }
  more = data.pagination.has_next;
}
const one = '/api/tutorials/events/{code}/';
const event = await client.GET(one, { params: { path: { code } } });
const missing = await client.GET(one, { params: { path: { code: missingCode } } });
const invalid = await client.POST('/api/search/unified/', { body: invalidSearch });
if (!event.data) fail('The event is missing.');
if (!missing.error || !invalid.error) fail('No error came.');
report({
  products,
  event: { code: event.data.code, start: moment(event.data.sessions[0]?.start_date) },
  missing: { status: missing.error.status, title: missing.error.title },
  invalid: {
    status: invalid.error.status,
    fields: invalid.error.errors.map((each) => each.field),
  },
});
