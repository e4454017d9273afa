// What the TypeScript client adds to the generated code, with answers that are made up.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  ConnectionError, NotFoundError, TimeoutError, UnavailableError, UnexpectedResponseError,
  ValidationError, getVersion, items, tutorialSearch,
} from 'tutorial-search-client';
import { createClient } from 'tutorial-search-client/client';

const baseUrl = 'http://service.test';
const version = { version: '1.0.0', commit: null };
const problem = {
  type: 'about:blank', title: 'Unprocessable Content', status: 422, detail: 'page: wrong',
  instance: '/api/', request_id: 'r1', errors: [{ field: 'page', message: 'wrong' }],
};

function json(body: object, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), {
    status, headers: { 'Content-Type': 'application/json', ...headers },
  });
}

const busy = (status = 503, after = '0') => new Response('', { status, headers: { 'Retry-After': after } });

// Answers with the next of these; an error is a broken connection.
function server(...answers: (Response | Error)[]) {
  const requests: Request[] = [];
  const fetch = async (input: RequestInfo | URL) => {
    requests.push((input as Request).clone());
    const answer = answers.shift();
    if (!(answer instanceof Response)) throw answer;
    return answer;
  };
  return { requests, options: { baseUrl, fetch: fetch as typeof globalThis.fetch } };
}

test('a read is tried again', async () => {
  for (const first of [busy(), busy(429), new TypeError('fetch failed')]) {
    const { requests, options } = server(first, json(version));
    assert.equal((await tutorialSearch(options).getVersion()).version, '1.0.0');
    assert.equal(requests.length, 2);
  }
});

test('a search with a body is a read, and a 422 has its fields', async () => {
  const { requests, options } = server(busy(), json(problem, 422));
  const asked = tutorialSearch(options).searchUnified({ body: { searchQuery: 'x' } });
  await assert.rejects(asked, (error: unknown) => {
    assert.ok(error instanceof ValidationError);
    assert.deepEqual(error.fields.map(({ field }) => field), ['page']);
    return true;
  });
  assert.equal(await requests[1]?.text(), '{"searchQuery":"x"}');
});

test('a write is tried again only with a key', async () => {
  const once = server(busy(), json({}));
  const write = { url: '/api/tutorials/events/', body: {} };
  const { response } = await createClient(once.options).post(write);
  assert.equal(response?.status, 503);
  const twice = server(busy(), json({}));
  const keyed = { ...write, headers: { 'Idempotency-Key': 'k' } };
  assert.equal((await createClient(twice.options).post(keyed)).response?.status, 200);
});

test('it gives up after some tries, and when it would take too long', async () => {
  const { requests, options } = server(busy(), busy(), busy(503, '3600'));
  await assert.rejects(tutorialSearch({ ...options, retries: 1 }).getVersion(), UnavailableError);
  await assert.rejects(tutorialSearch(options).getVersion(), { retryAfter: 3600 });
  assert.equal(requests.length, 3);
});

test('a dead server rejects, also from a plain function', async () => {
  const dead = { baseUrl: 'http://127.0.0.1:9', retries: 0 };
  await assert.rejects(tutorialSearch(dead).getVersion(), ConnectionError);
  await assert.rejects(getVersion({ client: createClient(dead) }), ConnectionError);
});

test('a time-out and an abort reject at once', async () => {
  const fetch = ((request: Request) => new Promise((_, reject) => {
    request.signal.addEventListener('abort', () => reject(request.signal.reason));
  })) as typeof globalThis.fetch;
  await assert.rejects(tutorialSearch({ baseUrl, fetch, timeout: 20 }).getVersion(), TimeoutError);
  const stopping = new AbortController();
  const asked = tutorialSearch({ baseUrl, fetch }).getVersion({ signal: stopping.signal });
  stopping.abort();
  await assert.rejects(asked, { name: 'AbortError' });
});

test('an error that is no problem document has its class too', async () => {
  const { options } = server(new Response('<html>', { status: 404 }));
  const asked = tutorialSearch(options).getTutorialEvent({ path: { code: 'x' } });
  await assert.rejects(asked, NotFoundError);
});

test('an answer is remembered by its ETag, and the token is sent', async () => {
  const { requests, options } = server(
    json(version, 200, { ETag: '"1"' }), new Response(null, { status: 304 }), json({ ...version, version: '2.0.0' }),
  );
  const api = tutorialSearch({ ...options, token: 't', userAgent: 'shop' });
  const found = [await api.getVersion(), await api.getVersion(), await api.getVersion()];
  assert.deepEqual(found.map((each) => each.version), ['1.0.0', '1.0.0', '2.0.0']);
  assert.deepEqual(requests.map((each) => each.headers.get('If-None-Match')), [null, '"1"', '"1"']);
  assert.equal(requests[0]?.headers.get('Authorization'), 'Bearer t');
  assert.match(requests[0]?.headers.get('User-Agent') ?? '', /^shop tutorial-search-client\/[0-9.]+$/);
});

test('a response that is not as documented is an error', async () => {
  const page = new Response('<html>', { headers: { 'Content-Type': 'text/html; charset=utf-8' } });
  const broken = new Response('{', { headers: { 'Content-Type': 'application/json' } });
  for (const answer of [page, broken]) {
    const asked = tutorialSearch(server(answer).options).getVersion();
    await assert.rejects(asked, UnexpectedResponseError);
  }
});

test('reads after a write ask for its version', async () => {
  const written = new Response(null, { status: 204, headers: { 'Catalogue-Version': '7' } });
  const { requests, options } = server(json(version), written, json(version), json(problem, 422));
  const api = tutorialSearch(options);
  await api.getVersion();
  await api.deleteTutorialEvent({ path: { code: 'x' }, headers: { 'If-Match': 't' } });
  await api.getVersion();
  await assert.rejects(api.searchUnified({}), ValidationError);
  const sent = requests.map((each) => each.headers.get('Catalogue-Version'));
  assert.deepEqual(sent, [null, null, '7', '7']);
});

test('waiting does not exceed the time-out', async () => {
  const { options } = server(busy(503, '2'));
  const asked = tutorialSearch({ ...options, timeout: 1000 }).getVersion();
  await assert.rejects(asked, UnavailableError);
});

test('all items of all pages come once', async () => {
  const api = tutorialSearch({ baseUrl: process.env.SERVICE_URL ?? '' });
  const hits = new Set<string>();
  for await (const hit of items(api.searchUnified, { body: { pagination: { page_size: 100 } } })) {
    hits.add(`${hit.type} ${hit.id}`);
  }
  assert.equal(hits.size, (await api.searchUnified({})).pagination.total_count);
});
