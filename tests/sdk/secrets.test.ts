import { ConflictError, NotFoundError, UnprocessableEntityError } from '@runloop/api-client';
import { describe, expect, it } from 'vitest';
import { client, sdk, unique } from './setup/client.js';

const api = client();
const newName = () => unique('SECRET').replaceAll('-', '_').toUpperCase();

describe('secrets', () => {
  it('are created, updated, listed and deleted, and never shown', async () => {
    const name = newName();
    const created = await api.secrets.create({ name, value: 'first value' });
    expect(created).toMatchObject({ name, id: expect.stringMatching(/^sec_/) });

    const updated = await api.secrets.update(name, { value: 'second value' });
    expect(updated.update_time_ms).toBeGreaterThanOrEqual(created.update_time_ms);
    const retrieved = await api.secrets.retrieve(name);
    const listed = await api.secrets.list({ limit: 5000 });
    expect(listed.secrets.map((secret) => secret.name)).toContain(name);
    expect(JSON.stringify([created, updated, retrieved, listed])).not.toMatch(/first value|second value/);

    expect((await api.secrets.delete(name)).name).toBe(name);
    await expect(api.secrets.retrieve(name)).rejects.toThrow(NotFoundError);
    await expect(api.secrets.update(name, { value: 'x' })).rejects.toThrow(NotFoundError);
  });

  it('are variables of a devbox: the values that it started with', async () => {
    const name = newName();
    await api.secrets.create({ name, value: 'old $value "quoted"\nline' });
    const devbox = await api.devboxes.createAndAwaitRunning({ secrets: { DB_PASS: name } });
    await api.secrets.update(name, { value: 'new' });

    const print = { command: 'printf %s "$DB_PASS"' };
    expect((await api.devboxes.executeAndAwaitCompletion(devbox.id, print)).stdout).toBe('old $value "quoted"\nline');
    expect((await api.devboxes.executeAndAwaitCompletion(devbox.id, { ...print, shell_name: 'a' })).stdout).toBe('old $value "quoted"\nline');
    expect(JSON.stringify(await api.devboxes.retrieve(devbox.id))).not.toContain('old');
    await api.devboxes.shutdown(devbox.id);
    await api.secrets.delete(name);
  });

  it('refuse what breaks a rule', async () => {
    const name = newName();
    await api.secrets.create({ name, value: 'x' });

    await expect(api.secrets.create({ name, value: 'y' })).rejects.toThrow(ConflictError);
    await expect(api.secrets.create({ name: '1A', value: 'y' })).rejects.toThrow(UnprocessableEntityError);
    await expect(api.secrets.create({ name: newName(), value: '' })).rejects.toThrow(/value/);
    await expect(api.devboxes.create({ secrets: { A: 'THERE_IS_NONE' } })).rejects.toThrow(/secrets\.A/);
    await api.secrets.delete(name);
  });

  it('have helpers', async () => {
    const runloop = sdk();
    const secret = await runloop.secret.create({ name: newName(), value: 'x' });

    await secret.update({ value: 'y' });
    expect((await secret.getInfo()).name).toBe(secret.name);
    await secret.delete();
  });
});
