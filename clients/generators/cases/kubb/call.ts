import { isAxiosError } from 'axios';
import { getTutorialEvent } from './build/clients/getTutorialEvent';
import { searchUnified } from './build/clients/searchUnified';
import type { ProblemOut } from './build/models/ProblemOut';
import {
  address, fail, filters, invalidSearch, missingCode, moment, pageSize, report,
} from '../called';

const config = { baseURL: address };
const products: number[] = [];
let code = '';
for (let page = 1, more = true; more; page++) {
  const body = { filters, pagination: { page, page_size: pageSize } };
  const found = await searchUnified(body, undefined, config);
  for (const hit of found.products) {
    products.push(hit.id);
    if (hit.type === 'Tutorial') code ||= hit.variations[0]?.events[0]?.code ?? '';
  }
  more = found.pagination.has_next;
}
const event = await getTutorialEvent(code, undefined, config);
const missing = await problem(getTutorialEvent(missingCode, undefined, config));
const invalid = await problem(searchUnified(invalidSearch, undefined, config));
report({
  products,
  event: { code: event.code, start: moment(event.sessions[0]?.start_date) },
  missing: { status: missing.status, title: missing.title },
  invalid: { status: invalid.status, fields: invalid.errors.map((each) => each.field) },
});

// The generated functions reject with an error of axios; its type says which bodies it can have.
async function problem(asked: Promise<unknown>): Promise<ProblemOut> {
  const error = await asked.then(() => fail('No error came.'), (caught: unknown) => caught);
  if (!isAxiosError<ProblemOut>(error) || !error.response) throw error;
  return error.response.data;
}
