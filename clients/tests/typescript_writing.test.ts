// The routes that write, called with the TypeScript client against the service at SERVICE_URL.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  ConflictError, etagOf, ForbiddenError, NotFoundError, PreconditionError, TooManyRequestsError,
  tutorialSearch, UnauthorizedError, ValidationError, type TutorialEventInWritable,
} from 'tutorial-search-client';

const { SERVICE_URL = '', WRITER, READER } = process.env;
const api = tutorialSearch({ baseUrl: SERVICE_URL, ...(WRITER && { token: WRITER }) });

async function anEvent(code: string): Promise<TutorialEventInWritable> {
  const body = { filters: { product_types: ['Tutorial'] } };
  const hits = (await api.searchUnified({ body })).products;
  const [product] = hits.flatMap((hit) => (hit.type === 'Tutorial' ? hit.variations : []));
  assert.ok(product);
  const day = '2027-03-01';
  const session = {
    title: 'Day 1', location: 'London', venue: 'Online', sequence: 1,
    start_date: `${day}T09:00`, end_date: `${day}T17:00`,
  };
  return {
    code, venue: 'Bridge House', start_date: day, end_date: day, remain_space: 5,
    store_product_id: product.store_product_id, sessions: [session],
  };
}

test('an event is created, replaced, changed and deleted', async () => {
  const path = { code: 'TS-1' };
  const made = await api.createTutorialEvent({ body: await anEvent('TS-1') });
  const read = await api.getTutorialEvent({ path });
  assert.deepEqual(read, made);
  assert.equal(etagOf(read), etagOf(made));

  // What was read can be sent back: the fields that only responses have are ignored.
  const replaced = await api.replaceTutorialEvent({
    path, body: { ...read, venue: 'Park Row' }, headers: { 'If-Match': etagOf(read) },
  });
  assert.equal(replaced.venue, 'Park Row');
  const changed = await api.changeTutorialEvent({
    path, body: { remain_space: 0, finalisation_date: null },
    headers: { 'If-Match': etagOf(replaced) },
  });
  assert.deepEqual([changed.remain_space, changed.venue], [0, 'Park Row']);
  // Each read includes the last write.
  assert.deepEqual(await api.getTutorialEvent({ path }), changed);

  await api.deleteTutorialEvent({ path, headers: { 'If-Match': etagOf(changed) } });
  await assert.rejects(api.getTutorialEvent({ path }), NotFoundError);
});

test('an event is cancelled, reinstated and copied', async () => {
  const path = { code: 'TS-2' };
  const made = await api.createTutorialEvent({ body: await anEvent('TS-2') });
  const cancelled = await api.cancelTutorialEvent({
    path, body: { reason: 'ill' }, headers: { 'If-Match': etagOf(made) },
  });
  assert.equal(cancelled.availability, 'cancelled');
  const reinstated = await api.reinstateTutorialEvent({
    path, headers: { 'If-Match': etagOf(cancelled) },
  });
  assert.equal(reinstated.cancelled_at, null);
  const copy = await api.copyTutorialEvent({
    path, body: { code: 'TS-3', start_date: '2027-07-01' }, headers: { 'Idempotency-Key': 'ts-3' },
  });
  assert.equal(copy.sessions[0]?.start_date, '2027-07-01T09:00:00+01:00');
});

test('a plan is imported, and refused with its report', async () => {
  // A few rows only, because a larger plan is queued.
  const whole = await api.exportTutorialEventsCsv({ query: { location: 'London' } });
  const plan = whole.split(/(?<=\n)/).slice(0, 3).join('');
  const send = (text: string) => ({
    body: { file: new File([text], 'plan.csv'), dry_run: true },
  });
  const { report } = await api.importTutorials(send(plan));
  assert.equal(report?.counts.errors, 0);
  await assert.rejects(api.importTutorials(send(plan.replace('London', ''))), (error: unknown) => {
    assert.ok(error instanceof ValidationError);
    assert.ok((error.report?.counts.errors ?? 0) > 0);
    return true;
  });
});

test('each refusal is an error of its own', async () => {
  const path = { code: 'TS-4' };
  const body = await anEvent('TS-4');
  const headers = { 'If-Match': etagOf(await api.createTutorialEvent({ body })) };

  await assert.rejects(api.createTutorialEvent({ body }), ConflictError);
  const stale = { path, body: {}, headers: { 'If-Match': '"0"' } };
  await assert.rejects(api.changeTutorialEvent(stale), PreconditionError);
  const missing = { path, body: {} } as unknown as typeof stale;
  await assert.rejects(api.changeTutorialEvent(missing), { status: 428 });
  const invalid = { ...body, venue: '', remain_space: -1 };
  await assert.rejects(api.replaceTutorialEvent({ path, body: invalid, headers }), (error) => {
    assert.ok(error instanceof ValidationError);
    assert.deepEqual(error.fields.map(({ pointer }) => pointer), ['/venue', '/remain_space']);
    return true;
  });
  const nobody = tutorialSearch({ baseUrl: SERVICE_URL });
  await assert.rejects(nobody.deleteTutorialEvent({ path, headers }), UnauthorizedError);
  const reader = tutorialSearch({ baseUrl: SERVICE_URL, token: READER ?? '' });
  await assert.rejects(reader.deleteTutorialEvent({ path, headers }), ForbiddenError);
  assert.throws(() => etagOf(body), TypeError);
});

test('who guesses tokens is slowed', async () => {
  const guesser = tutorialSearch({ baseUrl: SERVICE_URL, token: 'guess' });
  const body = await anEvent('TS-5');
  for (let guess = 0; guess <= 60; guess++) {
    const error: unknown = await guesser.createTutorialEvent({ body }).catch((thrown) => thrown);
    if (error instanceof UnauthorizedError) continue;
    assert.ok(error instanceof TooManyRequestsError);
    assert.ok(error.retryAfter);
    return;
  }
  assert.fail('nobody was slowed');
});
