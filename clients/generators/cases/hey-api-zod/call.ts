import { getTutorialEvent, searchUnified } from './build';
import { client } from './build/client.gen';
import { zProblemOut } from './build/zod.gen';
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
    products.push(Number(hit.id));
    if (hit.type === 'Tutorial') code ||= hit.variations[0]?.events[0]?.code ?? '';
  }
  more = data.pagination.has_next;
}
const event = await getTutorialEvent({ path: { code }, throwOnError: true });
const missing = zProblemOut.parse((await getTutorialEvent({ path: { code: missingCode } })).error);
// zod refuses an invalid request before it is sent.
const stopped = await searchUnified({ body: invalidSearch });
const unchecked = { body: invalidSearch, requestValidator: undefined };
const invalid = zProblemOut.parse((await searchUnified(unchecked)).error);
if (stopped.response) fail('zod accepted an invalid request.');
report({
  products,
  event: { code: event.data.code, start: moment(event.data.sessions[0]?.start_date) },
  missing: { status: missing.status, title: missing.title },
  invalid: { status: invalid.status, fields: invalid.errors.map((each) => each.field) },
});
