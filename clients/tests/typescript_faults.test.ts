// The TypeScript client in front of servers and networks that fail, with real connections.
// FAULTS is JSON: the URL of a proxy by what its first connection does.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ConnectionError, TimeoutError, tutorialSearch } from 'tutorial-search-client';

const faults = JSON.parse(process.env.FAULTS ?? '{}') as Record<string, string>;
const { SERVICE_URL = '', WRITER } = process.env;

function at(fault: string, options: object = {}) {
  const baseUrl = faults[fault];
  assert.ok(baseUrl, fault);
  return tutorialSearch({ baseUrl, ...(WRITER && { token: WRITER }), ...options });
}

for (const fault of ['silent', 'slow headers', 'slow body']) {
  test(`a call to a server that is ${fault} ends when its time is over`, async () => {
    await assert.rejects(at(fault, { timeout: 500 }).getVersion(), TimeoutError);
  });
}

test('an abort ends a call at once', async () => {
  const stopping = new AbortController();
  const asked = at('silent too').getVersion({ signal: stopping.signal });
  setTimeout(() => stopping.abort(), 50);
  await assert.rejects(asked, { name: 'AbortError' });
});

test('a read is sent again after a broken connection', async () => {
  for (const fault of ['lost response', 'cut body']) {
    assert.ok((await at(fault).getVersion()).version);
  }
});

test('it gives up after its retries', async () => {
  await assert.rejects(at('cut body twice', { retries: 1 }).getVersion(), ConnectionError);
});

test('a write is executed once although its response was lost', async () => {
  const api = tutorialSearch({ baseUrl: SERVICE_URL });
  const search = await api.searchUnified({ body: { filters: { product_types: ['Tutorial'] } } });
  const [product] = search.products.flatMap((hit) => (hit.type === 'Tutorial' ? hit.variations : []));
  assert.ok(product);
  const event = {
    venue: 'Bridge House', start_date: '2027-03-01', end_date: '2027-03-01',
    store_product_id: product.store_product_id,
  };
  const keyed = at('lost response to a key');
  const headers = { 'Idempotency-Key': 'ts-lost' };
  const made = await keyed.createTutorialEvent({ body: { ...event, code: 'TS-LOST' }, headers });
  assert.deepEqual(await api.getTutorialEvent({ path: { code: 'TS-LOST' } }), made);

  const plain = at('lost response to no key');
  const asked = plain.createTutorialEvent({ body: { ...event, code: 'TS-ONCE' } });
  await assert.rejects(asked, ConnectionError);
  assert.ok(await api.getTutorialEvent({ path: { code: 'TS-ONCE' } }));
});
