// The TypeScript client, as it is packed, against the service at SERVICE_URL.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  getTutorialEvent,
  listTutorialEvents,
  searchUnified,
  searchUnifiedByQuery,
  type ProblemOut,
  type TutorialEventOut,
  type TutorialHitOut,
} from 'tutorial-search-client';
import { createClient } from 'tutorial-search-client/client';

const client = createClient({ baseUrl: process.env.SERVICE_URL ?? '' });

async function eventsPage(page: number, page_size: number) {
  const query = { page, page_size };
  return (await listTutorialEvents({ client, query, throwOnError: true })).data;
}

test('a search with filters finds typed tutorials', async () => {
  const { data } = await searchUnified({
    client,
    body: {
      searchQuery: 'CM2',
      filters: { subjects: ['CM2'], product_types: ['Tutorial'] },
      options: { include_bundles: false },
    },
    throwOnError: true,
  });

  const tutorials: TutorialHitOut[] = data.products.filter((hit) => hit.type === 'Tutorial');
  assert.ok(tutorials.length > 0);
  assert.equal(tutorials.length, data.products.length);
  for (const tutorial of tutorials) assert.equal(tutorial.subject_code, 'CM2');
  for (const price of tutorials.flatMap((each) => each.variations.flatMap((one) => one.prices))) {
    assert.match(price.amount, /^[0-9]+\.[0-9]{2}$/);
  }
});

test('the pages of the events never overlap and end', async () => {
  const codes: string[] = [];
  for (let number = 1, more = true; more; number++) {
    const { items, pagination } = await eventsPage(number, 100);
    codes.push(...items.map((event: TutorialEventOut) => event.code));
    more = pagination.has_next;
    if (!more) assert.equal(pagination.total_count, codes.length);
  }

  assert.ok(codes.length > 100);
  assert.equal(new Set(codes).size, codes.length);
});

test('the sessions of an event are on the clock of their place', async () => {
  const [listed] = (await eventsPage(1, 1)).items;
  assert.ok(listed);
  const path = { code: listed.code };
  const { data } = await getTutorialEvent({ client, path, throwOnError: true });

  assert.deepEqual(data, listed);
  assert.ok(data.sessions.length > 0);
  for (const { start_date, time_zone } of data.sessions) {
    const clock = { hour: '2-digit', minute: '2-digit', timeZone: time_zone } as const;
    const there = new Intl.DateTimeFormat('en-GB', clock).format(new Date(start_date));
    assert.equal(start_date.slice(11, 16), there);
  }
});

test('a wrong field comes as a typed problem', async () => {
  const { error, response } = await listTutorialEvents({ client, query: { page_size: 500 } });

  assert.ok(error);
  const problem: ProblemOut = error;
  assert.equal(problem.status, 422);
  assert.deepEqual(problem.errors.map((wrong) => wrong.field), ['page_size']);
  assert.equal(problem.request_id, response?.headers.get('X-Request-ID'));
});

test('what is not there comes as a typed problem', async () => {
  const { error } = await getTutorialEvent({ client, path: { code: 'none/of that code?' } });

  assert.ok(error);
  assert.deepEqual([error.status, error.errors], [404, []]);
});

test('a search by a link finds the same and is not sent again', async () => {
  const query = { q: 'CM2', venues: ['Live Online'] };
  const held = await searchUnifiedByQuery({ client, query, throwOnError: true });
  const body = { searchQuery: 'CM2', filters: { venues: ['Live Online'] } };
  const posted = await searchUnified({ client, body, throwOnError: true });
  const headers = { 'If-None-Match': held.response.headers.get('ETag') ?? '' };
  const again = await searchUnifiedByQuery({ client, query, headers });

  assert.ok(held.data.products.length > 0);
  assert.deepEqual(held.data, posted.data);
  assert.equal(again.response?.status, 304);
});

test('what is held is not sent again', async () => {
  const held = await listTutorialEvents({ client, throwOnError: true });
  const tag = held.response.headers.get('ETag') ?? '';
  const headers = { 'If-None-Match': tag };
  const again = await listTutorialEvents({ client, headers });
  const other = await listTutorialEvents({ client, headers, query: { page: 2 } });

  assert.notEqual(tag, '');
  assert.equal(again.response?.status, 304);
  assert.equal(again.response?.headers.get('ETag'), tag);
  assert.equal(other.response?.status, 200);
});
