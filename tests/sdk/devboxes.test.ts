import { NotFoundError, UnprocessableEntityError, type Runloop } from '@runloop/api-client';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { client, sdk, unique } from './setup/client.js';

const api = client();
const made: string[] = [];

async function running(body: Runloop.DevboxCreateParams = {}) {
  const devbox = await api.devboxes.createAndAwaitRunning(body);
  made.push(devbox.id);
  return devbox;
}

async function until(id: string, status: 'running' | 'suspended' | 'shutdown') {
  return api.post<unknown, { status: string; shutdown_reason?: string }>(`/v1/devboxes/${id}/wait_for_status`, { body: { statuses: [status] } });
}

afterAll(async () => {
  await Promise.all(made.map((id) => api.devboxes.shutdown(id, { force: 'true' }).catch(() => undefined)));
});

describe('life', () => {
  it('goes from created to running to shut down', async () => {
    const name = unique('life');
    const created = await api.devboxes.create({ name, metadata: { team: 'a' } });
    expect(['queued', 'provisioning', 'initializing', 'running']).toContain(created.status);

    const devbox = await api.devboxes.awaitRunning(created.id);
    expect(devbox).toMatchObject({ id: created.id, name, status: 'running', metadata: { team: 'a' } });
    expect(devbox.state_transitions.map((transition) => transition.status)).toEqual(['queued', 'provisioning', 'initializing', 'running']);

    const ended = await api.devboxes.shutdown(created.id);
    expect(ended).toMatchObject({ status: 'shutdown', shutdown_reason: 'api_shutdown' });
    expect((await api.devboxes.shutdown(created.id)).status).toBe('shutdown');
  });

  it('can be listed by status and updated', async () => {
    const devbox = await running({ name: unique('list') });

    const updated = await api.devboxes.update(devbox.id, { name: 'renamed', metadata: { b: '2' } });
    expect(updated).toMatchObject({ name: 'renamed', metadata: { b: '2' } });

    const found = [];
    for await (const listed of api.devboxes.list({ status: 'running', limit: 2 })) found.push(listed.id);
    expect(found).toContain(devbox.id);
    expect((await api.devboxes.list({ status: 'scheduled' })).devboxes.map((listed) => listed.status)).not.toContain('running');
    await expect(api.devboxes.list({ status: 'started' as 'running' })).rejects.toThrow(/status/);
    expect(new Set(found).size).toBe(found.length);
  });

  it('says what it has used', async () => {
    const devbox = await running({ launch_parameters: { resource_size_request: 'SMALL' } });

    const usage = await api.devboxes.retrieveResourceUsage(devbox.id);

    expect(usage).toMatchObject({ id: devbox.id, status: 'running', start_time_ms: devbox.create_time_ms });
    expect(usage.total_elapsed_seconds).toBeGreaterThanOrEqual(usage.total_active_seconds);
  });

  it('is not found by an id that nobody has', async () => {
    await expect(api.devboxes.retrieve('dbx_00000000000000000000000000')).rejects.toThrow(NotFoundError);
  });

  it('refuses what breaks a rule, and names the field', async () => {
    const wrong = api.devboxes.create({ launch_parameters: { keep_alive_time_seconds: 0 } });
    await expect(wrong).rejects.toThrow(UnprocessableEntityError);
    await expect(wrong).rejects.toThrow(/launch_parameters\.keep_alive_time_seconds/);
  });
});

describe('evictions', () => {
  it('never come, and are watched all the same', async () => {
    const stream = await api.devboxes.watchEvictions({ headers: { Accept: 'text/event-stream' } });
    const told = vi.fn();
    const devbox = await sdk().devbox.create({ launch_parameters: { provisioning_tier: 'flex' } });
    devbox.onEvict(told);
    await devbox.cmd.exec('true');
    devbox.cancelOnEvict();
    stream.controller.abort();

    expect(told).not.toHaveBeenCalled();
    expect((await devbox.shutdown()).launch_parameters.provisioning_tier).toBe('flex');
    const other = api.devboxes.create({ launch_parameters: { provisioning_tier: 'spot' as 'flex' } });
    await expect(other).rejects.toThrow(/provisioning_tier/);
  });
});

describe('suspend and resume', () => {
  it('keep the disk, end the processes and run the launch commands again', async () => {
    const devbox = await running({ launch_parameters: { launch_commands: ['echo start >> ~/starts'] } });
    await api.devboxes.executeAsync(devbox.id, { command: 'echo kept > ~/kept; exec sleep 1000' });

    const suspending = await api.devboxes.suspend(devbox.id);
    expect(['suspending', 'suspended']).toContain(suspending.status);
    await until(devbox.id, 'suspended');
    await expect(api.devboxes.executeSync(devbox.id, { command: 'true' })).rejects.toThrow(/suspended/);

    await api.devboxes.resume(devbox.id);
    await api.devboxes.awaitRunning(devbox.id);
    const result = await api.devboxes.execute(devbox.id, { command: 'cat ~/kept; wc -l < ~/starts; pgrep -c sleep' });
    expect(result.stdout).toBe('kept\n2\n0\n');
  });

  it('are done with the object-oriented SDK, too', async () => {
    const devbox = await sdk().devbox.create();
    made.push(devbox.id);
    await devbox.cmd.exec('echo kept > ~/kept');

    await devbox.suspend();
    await devbox.awaitSuspended();
    await devbox.resume();
    await devbox.awaitRunning();

    expect(await (await devbox.cmd.exec('cat ~/kept')).stdout()).toBe('kept\n');
  });

  it('run the suspend commands first', async () => {
    const devbox = await running({
      launch_parameters: { lifecycle: { lifecycle_hooks: { suspend_commands: ['false', 'echo saved > ~/saved'], suspend_deadline_ms: 5000 } } },
    });

    await api.devboxes.suspend(devbox.id);
    await until(devbox.id, 'suspended');
    await api.devboxes.resume(devbox.id);
    await api.devboxes.awaitRunning(devbox.id);

    expect((await api.devboxes.execute(devbox.id, { command: 'cat ~/saved' })).stdout).toBe('saved\n');
  });
});

describe('ends', () => {
  it('come when nobody has used it for its idle time', async () => {
    const devbox = await running({ launch_parameters: { after_idle: { idle_time_seconds: 2, on_idle: 'suspend' } } });

    expect((await until(devbox.id, 'suspended')).status).toBe('suspended');
  });

  it('come with the entrypoint', async () => {
    const devbox = await running({ entrypoint: 'until [ -e ~/end ]; do sleep 0.05; done' });
    await api.devboxes.execute(devbox.id, { command: 'touch ~/end' });

    expect(await until(devbox.id, 'shutdown')).toMatchObject({ status: 'shutdown', shutdown_reason: 'entrypoint_exit' });
  });

  it('come when the keep-alive time is over', async () => {
    const devbox = await running({ launch_parameters: { keep_alive_time_seconds: 2 } });
    await api.devboxes.keepAlive(devbox.id);

    expect(await until(devbox.id, 'shutdown')).toMatchObject({ shutdown_reason: 'keep_alive_timeout' });
  });

  it('come with a launch command that fails, and say which', async () => {
    const created = await api.devboxes.create({ launch_parameters: { launch_commands: ['echo no such thing >&2; exit 4'] } });

    const failed = await api.post<unknown, { status: string; failure_message: string }>(`/v1/devboxes/${created.id}/wait_for_status`, {
      body: { statuses: ['failure'] },
    });

    expect(failed.failure_message).toMatch(/exit status 4.*no such thing/s);
  });
});

describe('memory that runs out', () => {
  const greedy = "python3 -c 'x = b\"x\" * (2 << 30)'";
  const small = { resource_size_request: 'X_SMALL' } as const;

  async function failure(body: Runloop.DevboxCreateParams) {
    const created = await api.devboxes.create(body);
    made.push(created.id);
    return api.post<unknown, Runloop.DevboxView>(`/v1/devboxes/${created.id}/wait_for_status`, { body: { statuses: ['failure', 'shutdown'] } });
  }

  it('is the failure of a devbox whose entrypoint took it', async () => {
    const failed = await failure({ entrypoint: greedy, launch_parameters: small });

    expect(failed).toMatchObject({ status: 'failure', failure_reason: 'out_of_memory' });
    expect(failed.shutdown_reason ?? null).toBeNull();
    const { logs } = await api.devboxes.logs.list(failed.id);
    expect(logs.find((line) => line.source === 'kmsg')?.message).toMatch(/out of memory/i);
  });

  it('is the failure of a devbox whose launch command took it', async () => {
    expect(await failure({ launch_parameters: { ...small, launch_commands: [greedy] } })).toMatchObject({ failure_reason: 'out_of_memory' });
  });

  it('ends a command that took it, and the devbox lives on', async () => {
    const devbox = await running({ launch_parameters: small });

    const execution = await api.devboxes.executeAndAwaitCompletion(devbox.id, { command: greedy });

    expect(execution.exit_status).toBe(137);
    await expect.poll(async () => (await api.devboxes.logs.list(devbox.id)).logs.map((line) => line.source)).toContain('kmsg');
    expect((await api.devboxes.execute(devbox.id, { command: 'echo alive' })).stdout).toBe('alive\n');
  });

  it('is not the reason of an entrypoint that somebody killed', async () => {
    expect(await failure({ entrypoint: 'kill -9 $$', launch_parameters: small })).toMatchObject({ status: 'shutdown', shutdown_reason: 'entrypoint_exit' });
  });
});

describe('snapshots', () => {
  it('keep a disk from which devboxes start', async () => {
    const source = await running();
    await api.devboxes.execute(source.id, { command: 'echo kept > ~/kept' });

    const snapshot = await api.devboxes.snapshotDisk(source.id, { name: 'first', commit_message: 'why', metadata: { key: 'a' } });
    expect(snapshot).toMatchObject({ name: 'first', commit_message: 'why', source_devbox_id: source.id, metadata: { key: 'a' } });
    await api.devboxes.shutdown(source.id);

    const copy = await running({ snapshot_id: snapshot.id });
    expect(copy.snapshot_id).toBe(snapshot.id);
    expect((await api.devboxes.execute(copy.id, { command: 'cat ~/kept; whoami' })).stdout).toBe('kept\nuser\n');

    await api.devboxes.diskSnapshots.delete(snapshot.id);
    await expect(api.devboxes.diskSnapshots.queryStatus(snapshot.id)).resolves.toMatchObject({ status: 'deleted' });
    await expect(api.devboxes.create({ snapshot_id: snapshot.id })).rejects.toThrow(NotFoundError);
  });

  it('are taken in the background, and found by devbox and label', async () => {
    const source = await running();
    const label = unique('label');
    const begun = await api.devboxes.snapshotDiskAsync(source.id, { metadata: { label } });

    const ended = await api.devboxes.diskSnapshots.awaitCompleted(begun.id);
    expect(ended).toMatchObject({ status: 'complete', snapshot: { id: begun.id } });
    const renamed = await api.devboxes.diskSnapshots.update(begun.id, { name: 'new name' });
    expect(renamed).toMatchObject({ name: 'new name', metadata: { label } });

    for (const query of [{ devbox_id: source.id }, { 'metadata[label]': label }, { 'metadata[label][in]': `other,${label}` }]) {
      const page = await api.devboxes.listDiskSnapshots(query);
      expect(page.snapshots.map((listed) => listed.id)).toEqual([begun.id]);
    }

    await api.devboxes.diskSnapshots.delete(begun.id);
  });
});

describe('mounts', () => {
  it('put files, objects and secrets into a devbox', async () => {
    const name = unique('SECRET').replaceAll('-', '_');
    await api.secrets.create({ name, value: 'hidden value' });
    const object = await sdk().storageObject.uploadFromText('from an object', unique('object'));

    const devbox = await running({
      mounts: [
        { type: 'file_mount', target: '/home/user/dir/file.txt', content: 'from a file' },
        { type: 'object_mount', object_id: object.id, object_path: '/home/user/object.txt' },
      ],
      file_mounts: { '/etc/motd': 'older form' },
      secrets: { TOKEN: name },
      environment_variables: { PLAIN: 'plain' },
    });

    const result = await api.devboxes.execute(devbox.id, {
      command: 'cat ~/dir/file.txt; echo; cat ~/object.txt; echo; cat /etc/motd; echo; echo "$TOKEN $PLAIN"; stat -c %U ~/dir/file.txt',
    });
    expect(result.stdout).toBe('from a file\nfrom an object\nolder form\nhidden value plain\nuser\n');
    expect(JSON.stringify(await api.devboxes.retrieve(devbox.id))).not.toContain('hidden value');
    await api.secrets.delete(name, {});
  });

  it('want secrets that exist', async () => {
    await expect(api.devboxes.create({ secrets: { TOKEN: 'NO_SUCH_SECRET' } })).rejects.toThrow(/TOKEN/);
  });
});
