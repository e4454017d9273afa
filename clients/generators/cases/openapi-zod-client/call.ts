import { isErrorFromAlias, ZodiosError } from '@zodios/core';
import { api, createApiClient } from './build/api';
import {
  address, fail, filters, invalidSearch, missingCode, moment, pageSize, report,
} from '../called';

const client = createApiClient(address);
const products: number[] = [];
let code = '';
for (let page = 1, more = true; more; page++) {
  const found = await client.searchUnified({ filters, pagination: { page, page_size: pageSize } });
  for (const hit of found.products) {
    products.push(hit.id);
    if (hit.type === 'Tutorial') code ||= hit.variations[0]?.events[0]?.code ?? '';
  }
  more = found.pagination.has_next;
}
const event = await client.getTutorialEvent({ params: { code } });
const missing = await client.getTutorialEvent({ params: { code: missingCode } }).catch(caught);
if (!isErrorFromAlias(api.api, 'getTutorialEvent', missing)) fail('No error came.');
if (missing.response.status !== 404) fail(`Another error came: ${missing.response.status}`);
// zod refuses an invalid request before it is sent.
const stopped = await client.searchUnified(invalidSearch).catch(caught);
if (!(stopped instanceof ZodiosError)) fail('zod accepted an invalid request.');
const trusting = createApiClient(address, { validate: 'response' });
const invalid = await trusting.searchUnified(invalidSearch).catch(caught);
if (!isErrorFromAlias(api.api, 'searchUnified', invalid)) fail('No error came.');
if (invalid.response.status !== 422) fail(`Another error came: ${invalid.response.status}`);
report({
  products,
  event: { code: event.code, start: moment(event.sessions[0]?.start_date) },
  missing: { status: missing.response.data.status, title: missing.response.data.title },
  invalid: {
    status: invalid.response.data.status,
    fields: invalid.response.data.errors.map((each) => each.field),
  },
});

function caught(error: unknown): unknown {
  return error;
}
