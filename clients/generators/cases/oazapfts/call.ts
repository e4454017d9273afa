import { defaults, getTutorialEvent, searchUnified } from './build/api';
import {
  address, fail, filters, invalidSearch, missingCode, moment, pageSize, report,
} from '../called';

defaults.baseUrl = address;
const products: number[] = [];
let code = '';
for (let page = 1, more = true; more; page++) {
  const found = await searchUnified({ filters, pagination: { page, page_size: pageSize } });
  if (found.status !== 200) fail(`The search failed: ${found.status}`);
  for (const hit of found.data.products) {
    products.push(hit.id);
    if (hit.type === 'Tutorial') code ||= hit.variations[0]?.events[0]?.code ?? '';
  }
  more = found.data.pagination.has_next;
}
const event = await getTutorialEvent(code);
const missing = await getTutorialEvent(missingCode);
const invalid = await searchUnified(invalidSearch);
if (event.status !== 200) fail('The event is missing.');
if (missing.status !== 404 || invalid.status !== 422) fail('No error came.');
report({
  products,
  event: { code: event.data.code, start: moment(event.data.sessions[0]?.start_date) },
  missing: { status: missing.data.status, title: missing.data.title },
  invalid: { status: invalid.data.status, fields: invalid.data.errors.map((each) => each.field) },
});
