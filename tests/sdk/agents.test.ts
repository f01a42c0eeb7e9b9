import { NotFoundError, UnprocessableEntityError } from '@runloop/api-client';
import { expect, it } from 'vitest';
import { client, sdk, unique } from './setup/client.js';

const api = client();

it('are registered, found and removed', async () => {
  const name = unique('agent');
  const first = await api.agents.create({ name, version: '1.0', source: { type: 'npm', npm: { package_name: 'left-pad' } } });
  const second = await api.agents.create({ name, version: '2.0', source: { type: 'pip', pip: { package_name: 'six' } } });

  expect(await api.agents.retrieve(first.id)).toMatchObject({ name, version: '1.0', is_public: false, source: { type: 'npm' } });
  const ids = async (query: object) => (await api.agents.list({ search: name, ...query })).agents.map((agent) => agent.id);
  expect(await ids({})).toEqual([second.id, first.id]);
  expect(await ids({ version: '1.0' })).toEqual([first.id]);
  expect(await ids({ version: 'latest' })).toEqual([second.id]);
  expect(await ids({ is_public: false })).toEqual([second.id, first.id]);
  expect(await ids({ is_public: true })).toEqual([]);

  await api.agents.delete(first.id);
  await expect(api.agents.retrieve(first.id)).rejects.toThrow(NotFoundError);
});

it('are mounted by their id, where a name is given too', async () => {
  const object = await sdk().storageObject.uploadFromText('text', unique('object'));
  const agent = await api.agents.create({ name: unique('agent'), source: { type: 'object', object: { object_id: object.id } } });
  const mount = { type: 'agent_mount' as const, agent_id: agent.id, agent_name: 'a name that no agent has', agent_path: '/home/user/agent' };

  const devbox = await api.devboxes.createAndAwaitRunning({ mounts: [mount] });
  expect(await api.devboxes.readFileContents(devbox.id, { file_path: 'agent' })).toBe('text');
  await api.devboxes.shutdown(devbox.id);

  const nameless = api.devboxes.create({ mounts: [{ ...mount, agent_id: null, agent_name: null }] });
  await expect(nameless).rejects.toThrow(/mounts\[0\]\.agent_id/);
});

it('want the part of their source that its type names', async () => {
  const wrong = api.agents.create({ name: 'a', source: { type: 'npm', pip: { package_name: 'six' } } });
  await expect(wrong).rejects.toThrow(UnprocessableEntityError);
  await expect(wrong).rejects.toThrow(/source\.npm/);
});

it('from an object are unpacked, set up and counted', async () => {
  const name = unique('agent');
  const object = await sdk().storageObject.uploadFromText('#!/bin/sh\necho working', unique('object'));
  await api.agents.create({ name, source: { type: 'object', object: { object_id: object.id, agent_setup: ['chmod +x /home/user/agent && touch ~/set-up'] } } });

  const devbox = await api.devboxes.createAndAwaitRunning({
    mounts: [{ type: 'agent_mount', agent_id: null, agent_name: name, agent_path: '/home/user/agent' }],
  });

  const result = await api.devboxes.execute(devbox.id, { command: '~/agent; ls ~/set-up' });
  expect(result.stdout).toBe('working\n/home/user/set-up\n');
  expect((await api.agents.devboxCounts()).counts[name]).toBe(1);
  await api.devboxes.shutdown(devbox.id);
  expect((await api.agents.devboxCounts()).counts[name]).toBeUndefined();
});
