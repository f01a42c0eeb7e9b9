import { NotFoundError, UnprocessableEntityError, type Runloop } from '@runloop/api-client';
import { afterAll, describe, expect, it } from 'vitest';
import { client, sdk, unique } from './setup/client.js';

const api = client();
const runloop = sdk();
const axons: string[] = [];

afterAll(() => Promise.all(axons.map((id) => api.axons.delete(id).catch(() => undefined))));

async function made(body: Runloop.AxonCreateParams = {}) {
  const axon = await api.axons.create(body);
  axons.push(axon.id);
  return axon;
}

function publish(id: string, payload: string, event: Partial<Runloop.AxonPublishParams> = {}) {
  return api.axons.publish(id, { event_type: 'test', origin: 'USER_EVENT', source: 'tests', payload, ...event });
}

/** The payloads of the next events of a stream. */
async function next(stream: AsyncIterable<{ payload: string }>, count: number) {
  const payloads: string[] = [];
  for await (const event of stream) {
    payloads.push(event.payload);
    if (payloads.length === count) break;
  }
  return payloads;
}

describe('axons', () => {
  it('are created, found, updated and deleted', async () => {
    const name = unique('axon');
    const axon = await made({ name, metadata: { team: name } });
    expect(axon).toMatchObject({ id: expect.stringMatching(/^axn_/), name, metadata: { team: name }, created_at_ms: expect.any(Number) });
    expect(await runloop.axon.fromId(axon.id).getInfo()).toEqual(axon);
    expect((await made()).metadata).toEqual({});

    const ids = async (query: object) => (await api.axons.list(query)).axons.map((found) => found.id);
    expect(await ids({ id: axon.id })).toEqual([axon.id]);
    expect(await ids({ name: name.slice(0, -1) })).toEqual([axon.id]);
    expect(await ids({ name: name.slice(1) })).toEqual([]);
    expect(await ids({ search: name.slice(1) })).toEqual([axon.id]);
    expect(await ids({ 'metadata[team]': name })).toEqual([axon.id]);

    expect((await api.axons.update(axon.id, {})).metadata).toEqual({ team: name });
    expect((await api.axons.update(axon.id, { metadata: {} })).metadata).toEqual({});
    await publish(axon.id, 'a');
    await api.axons.delete(axon.id);
    await expect(api.axons.retrieve(axon.id)).rejects.toThrow(NotFoundError);
    await expect(publish(axon.id, 'b')).rejects.toThrow(NotFoundError);
    await expect(api.axons.subscribeSse(axon.id)).rejects.toThrow(NotFoundError);
  });

  it('say what they do not serve', async () => {
    await expect(api.axons.sql.query((await made()).id, { sql: 'SELECT 1' })).rejects.toMatchObject({ status: 501 });
  });
});

describe('events', () => {
  it('have numbers without gaps, and are listed from the last on', async () => {
    const { id } = await made();
    const count = 150;
    const published = await Promise.all(Array.from({ length: count }, (_, i) => publish(id, `${i}`)));
    expect(published.map((event) => event.sequence).sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i + 1));

    const first = await api.axons.events.list(id, { limit: 100 });
    expect(first).toMatchObject({ has_more: true, total_count: count });
    const second = await api.axons.events.list(id, { limit: 100, starting_after: `${first.events.at(-1)!.sequence}` });
    expect(second.has_more).toBe(false);
    expect([...first.events, ...second.events].map((event) => event.sequence)).toEqual(Array.from({ length: count }, (_, i) => count - i));
    expect(first.events[0]).toEqual({
      axon_id: id, event_type: 'test', origin: 'USER_EVENT', source: 'tests', payload: expect.any(String), sequence: count, timestamp_ms: expect.any(Number),
    });
  });

  it('are followed from the first, and from a number on', async () => {
    const { id } = await made();
    const axon = runloop.axon.fromId(id);
    for (const payload of ['1', '2', '3']) await axon.publish({ event_type: 'test', origin: 'AGENT_EVENT', source: 'tests', payload });

    const stream = await axon.subscribeSse();
    const all = next(stream, 5);
    const later = next(await api.axons.subscribeSse(id, { after_sequence: 2 }), 3);
    await publish(id, '4 ä\n', { origin: 'EXTERNAL_EVENT' });
    await publish(id, '5');

    expect(await all).toEqual(['1', '2', '3', '4 ä\n', '5']);
    expect(await later).toEqual(['3', '4 ä\n', '5']);
  });

  it('are followed by many at once, across pages', async () => {
    const { id } = await made();
    const followers = await Promise.all(Array.from({ length: 10 }, () => api.axons.subscribeSse(id)));
    const heard = followers.map((stream) => next(stream, 100));
    const payloads = Array.from({ length: 100 }, (_, i) => `${i}`);
    for (const payload of payloads) await publish(id, payload);

    for (const of of await Promise.all(heard)) expect(of).toEqual(payloads);
  });

  it.each<[string, Partial<Runloop.AxonPublishParams>]>([
    ['event_type', { event_type: '' }],
    ['source', { source: 'x'.repeat(257) }],
    ['payload', { payload: 'x'.repeat(256 * 1024 + 1) }],
    ['origin', { origin: 'SYSTEM_EVENT' as 'USER_EVENT' }],
  ])('with a wrong %s are refused', async (field, event) => {
    const { id } = await made();
    const wrong = publish(id, 'x', event);
    await expect(wrong).rejects.toThrow(UnprocessableEntityError);
    await expect(wrong).rejects.toThrow(field);
    expect((await api.axons.events.list(id)).events).toEqual([]);
  });
});
