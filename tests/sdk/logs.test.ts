import { afterAll, describe, expect, it } from 'vitest';
import type { Runloop } from '@runloop/api-client';
import { client, unique } from './setup/client.js';

const api = client();
const made: string[] = [];

async function running(body: Runloop.DevboxCreateParams = {}) {
  const devbox = await api.devboxes.createAndAwaitRunning(body);
  made.push(devbox.id);
  return devbox.id;
}

afterAll(() => Promise.all(made.map((id) => api.devboxes.shutdown(id).catch(() => undefined))));

describe('logs', () => {
  it('have each command, its output by time, and its end', async () => {
    const id = await running();
    const before = Date.now();
    const execution = await api.devboxes.executeAndAwaitCompletion(id, { command: 'echo one; sleep 0.3; echo two; echo wrong >&2; exit 3' });

    const { logs } = await api.devboxes.logs.list(id, { execution_id: execution.execution_id });

    expect(logs.every((line) => line.cmd_id === execution.execution_id && line.source === 'exec')).toBe(true);
    expect(logs[0]).toMatchObject({ level: 'info', cmd: 'echo one; sleep 0.3; echo two; echo wrong >&2; exit 3' });
    expect(logs.filter((line) => line.message != null).map((line) => [line.level, line.message])).toEqual([['info', 'one'], ['info', 'two'], ['error', 'wrong']]);
    expect(logs.at(-1)).toMatchObject({ exit_code: 3, level: 'error' });
    const [one, two] = logs.filter((line) => line.level === 'info' && line.message != null);
    expect(two!.timestamp_ms - one!.timestamp_ms).toBeGreaterThan(200);
    expect(one!.timestamp_ms).toBeGreaterThanOrEqual(before - 1000);
    expect(logs.map((line) => line.timestamp_ms)).toEqual(logs.map((line) => line.timestamp_ms).slice().sort((a, b) => a - b));
  });

  it('are those of a shell, or of all commands', async () => {
    const id = await running();
    await api.devboxes.executeAndAwaitCompletion(id, { command: 'echo in the shell', shell_name: 'work' });
    await api.devboxes.executeAndAwaitCompletion(id, { command: 'echo outside' });

    const shell = await api.devboxes.logs.list(id, { shell_name: 'work' });
    const all = await api.devboxes.logs.list(id);

    expect(shell.logs.map((line) => line.message).filter((message) => message)).toEqual(['in the shell']);
    expect(shell.logs.every((line) => line.shell_name === 'work')).toBe(true);
    expect(all.logs.map((line) => line.message)).toEqual(expect.arrayContaining(['in the shell', 'outside']));
    expect((await api.devboxes.logs.list(id, { execution_id: crypto.randomUUID() })).logs).toEqual([]);
  });

  it('show a command that still runs', async () => {
    const id = await running();
    const { execution_id } = await api.devboxes.executeAsync(id, { command: 'echo begun; exec sleep 1000' });
    const stream = await api.devboxes.executions.streamStdoutUpdates(id, execution_id, {});
    for await (const chunk of stream) {
      expect(chunk.output).toBe('begun\n');
      break;
    }

    const { logs } = await api.devboxes.logs.list(id, { execution_id });

    expect(logs.map((line) => line.message ?? line.cmd)).toEqual(['echo begun; exec sleep 1000', 'begun']);
    expect(logs.some((line) => line.exit_code != null)).toBe(false);
  });

  it('tell launch commands and the entrypoint apart, and outlive the devbox', async () => {
    const id = await running({ launch_parameters: { launch_commands: ['echo set up'] }, entrypoint: 'echo main; exec sleep 1000' });

    // The devbox runs once its entrypoint has begun, which may not have printed yet.
    await expect.poll(async () => (await api.devboxes.logs.list(id)).logs.map((line) => line.message), { timeout: 30_000 }).toContain('main');
    await api.devboxes.shutdown(id);
    const { logs } = await api.devboxes.logs.list(id);

    expect(logs.find((line) => line.message === 'set up')?.source).toBe('setup_commands');
    expect(logs.find((line) => line.message === 'main')?.source).toBe('entrypoint');
  });

  it('do not tell secrets', async () => {
    const name = unique('LOGS').replaceAll('-', '_').toUpperCase();
    await api.secrets.create({ name, value: 'a very secret value' });
    const id = await running({ secrets: { HIDDEN: name } });
    const execution = await api.devboxes.executeAndAwaitCompletion(id, { command: 'echo "it is $HIDDEN"; echo "a very secret value" >&2' });
    expect(execution.stdout).toBe('it is a very secret value\n');

    const { logs } = await api.devboxes.logs.list(id);

    expect(JSON.stringify(logs)).not.toContain('very secret');
    expect(logs.map((line) => line.message)).toContain('it is [redacted]');
    await api.secrets.delete(name);
  });

  it('are not found of a devbox that nobody has', async () => {
    await expect(api.devboxes.logs.list('dbx_00000000000000000000000000')).rejects.toMatchObject({ status: 404 });
  });
});
