import { getTutorialEvent, searchUnified } from './build';
import { client } from './build/client.gen';
import {
  address, fail, filters, invalidSearch, missingCode, moment, pageSize, report,
} from '../called';

client.setConfig({ baseUrl: address });
const products: number[] = [];
let code = '';
for (let page = 1, more = true; more; page++) {
  const body = { filters, pagination: { page, page_size: pageSize } };
  const { data } = await searchUnified({ body, throwOnError: true });
  for (const hit of data.products) {
    products.push(hit.id);
    if (hit.type === 'Tutorial') code ||= hit.variations[0]?.events[0]?.code ?? '';
  }
  more = data.pagination.has_next;
}
const event = await getTutorialEvent({ path: { code }, throwOnError: true });
const missing = await getTutorialEvent({ path: { code: missingCode } });
const invalid = await searchUnified({ body: invalidSearch });
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
