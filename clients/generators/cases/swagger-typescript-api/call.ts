import { Api, HttpResponse, type ProblemOut } from './build/api';
import {
  address, fail, filters, invalidSearch, missingCode, moment, pageSize, report,
} from '../called';

const { api } = new Api({ baseUrl: address });
const products: number[] = [];
let code = '';
for (let page = 1, more = true; more; page++) {
  const body = { filters, pagination: { page, page_size: pageSize } };
  const { data } = await api.searchUnified({}, body);
  for (const hit of data.products) {
    products.push(hit.id);
    if (hit.type === 'Tutorial') code ||= hit.variations[0]?.events[0]?.code ?? '';
  }
  more = data.pagination.has_next;
}
const event = await api.getTutorialEvent(code);
const missing = await problem(api.getTutorialEvent(missingCode));
const invalid = await problem(api.searchUnified({}, invalidSearch));
report({
  products,
  event: { code: event.data.code, start: moment(event.data.sessions[0]?.start_date) },
  missing: { status: missing.status, title: missing.title },
  invalid: { status: invalid.status, fields: invalid.errors.map((each) => each.field) },
});

// It rejects with a response. `void` stands for the statuses without a body, such as 304.
async function problem<T>(
  asked: Promise<HttpResponse<T, ProblemOut | void>>,
): Promise<ProblemOut> {
  const refused = await asked.then(
    () => fail('No error came.'),
    (response: HttpResponse<T, ProblemOut | void>) => response,
  );
  return refused.error || fail('The error has no body.');
}
