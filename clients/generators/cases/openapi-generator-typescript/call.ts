import { Configuration, ProblemOutFromJSON, ResponseError, SearchApi, TutorialsApi } from './build';
import type { ProblemOut } from './build';
import {
  address, fail, filters, invalidSearch, missingCode, moment, pageSize, report,
} from '../called';

const configuration = new Configuration({ basePath: address });
const search = new SearchApi(configuration);
const tutorials = new TutorialsApi(configuration);
const products: number[] = [];
let code = '';
for (let page = 1, more = true; more; page++) {
  const searchRequest = { filters: sent(filters), pagination: { page, pageSize } };
  const found = await search.searchUnified({ searchRequest });
  for (const hit of found.products) {
    products.push(hit.id);
    if (hit.type === 'Tutorial') code ||= hit.variations[0]?.events[0]?.code ?? '';
  }
  more = found.pagination.hasNext;
}
const event = await tutorials.getTutorialEvent({ code });
const missing = await problem(tutorials.getTutorialEvent({ code: missingCode }));
const pagination = { pageSize: invalidSearch.pagination.page_size };
const invalid = await problem(search.searchUnified({ searchRequest: { pagination } }));
report({
  products,
  event: { code: event.code, start: moment(event.sessions[0]?.startDate) },
  missing: { status: missing.status, title: missing.title },
  invalid: { status: invalid.status, fields: invalid.errors.map((each) => each.field) },
});

function sent({ subjects, exam_sessions: examSessions }: typeof filters) {
  return { subjects, examSessions };
}

async function problem(asked: Promise<unknown>): Promise<ProblemOut> {
  const error = await asked.then(() => fail('No error came.'), (caught: unknown) => caught);
  if (!(error instanceof ResponseError)) throw error;
  return ProblemOutFromJSON(await error.response.json());
}
