import { ConflictError, NotFoundError } from '@runloop/api-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { client, sdk, unique } from './setup/client.js';

const api = client();
let devbox = '';

beforeAll(async () => {
  devbox = (await api.devboxes.createAndAwaitRunning()).id;
  await api.devboxes.executeAndAwaitCompletion(devbox, { command: 'echo kept > ~/kept; head -c 5000000 /dev/urandom > ~/large' });
});

afterAll(() => api.devboxes.shutdown(devbox, { force: 'true' }));

describe('snapshots', () => {
  it('keep the disk, and devboxes start from it', async () => {
    const name = unique('snapshot');
    const snapshot = await api.devboxes.snapshotDisk(devbox, { name, commit_message: 'why', metadata: { a: 'b' } });

    expect(snapshot).toMatchObject({ id: expect.stringMatching(/^snp_/), name, commit_message: 'why', metadata: { a: 'b' }, source_devbox_id: devbox });
    expect(snapshot.size_bytes).toBeGreaterThan(4_000_000);
    const copy = await api.devboxes.createAndAwaitRunning({ snapshot_id: snapshot.id });
    expect(copy.snapshot_id).toBe(snapshot.id);
    expect(await api.devboxes.readFileContents(copy.id, { file_path: 'kept' })).toBe('kept\n');
    await api.devboxes.shutdown(copy.id);
    await api.devboxes.diskSnapshots.delete(snapshot.id);
  });

  it('are taken in the background', async () => {
    const started = await api.devboxes.snapshotDiskAsync(devbox, { name: unique('async') });

    const done = await api.devboxes.diskSnapshots.awaitCompleted(started.id);

    expect(done).toMatchObject({ status: 'complete', snapshot: { id: started.id, source_devbox_id: devbox } });
    await api.devboxes.diskSnapshots.delete(started.id);
    expect((await api.devboxes.diskSnapshots.queryStatus(started.id)).status).toBe('deleted');
    await expect(api.devboxes.diskSnapshots.delete(started.id)).rejects.toThrow(NotFoundError);
    await expect(api.devboxes.create({ snapshot_id: started.id })).rejects.toThrow(NotFoundError);
  });

  it('are listed by devbox and metadata, and updated', async () => {
    const team = unique('team');
    const first = await api.devboxes.snapshotDisk(devbox, { metadata: { team, n: '1' } });
    const second = await api.devboxes.snapshotDisk(devbox, { metadata: { team, n: '2' } });
    const ids = async (query: object) => (await api.devboxes.diskSnapshots.list(query)).snapshots.map((s) => s.id);

    expect(await ids({ 'metadata[team]': team })).toEqual([second.id, first.id]);
    expect(await ids({ 'metadata[team]': team, 'metadata[n]': '1' })).toEqual([first.id]);
    expect(await ids({ 'metadata[team]': team, 'metadata[n][in]': '1,2' })).toEqual([second.id, first.id]);
    expect(await ids({ devbox_id: devbox, 'metadata[team]': team, limit: 1 })).toEqual([second.id]);
    const updated = await api.devboxes.diskSnapshots.update(first.id, { name: 'renamed', metadata: { only: 'this' } });
    expect(updated).toMatchObject({ name: 'renamed', metadata: { only: 'this' } });
    expect(updated.metadata).not.toHaveProperty('team');
    await Promise.all([first, second].map((s) => api.devboxes.diskSnapshots.delete(s.id)));
  });

  it('have helpers', async () => {
    const runloop = sdk();
    const snapshot = await runloop.devbox.fromId(devbox).snapshotDisk({ name: unique('helper') });

    expect((await snapshot.getInfo()).status).toBe('complete');
    await snapshot.update({ name: 'helped' });
    const copy = await snapshot.createDevbox();
    expect(await copy.file.read({ file_path: 'kept' })).toBe('kept\n');
    await copy.shutdown();
    expect((await runloop.snapshot.list({ devbox_id: devbox })).map((s) => s.id)).toContain(snapshot.id);
    await snapshot.delete();
  });

  it('need a devbox that has a disk', async () => {
    const ended = await api.devboxes.createAndAwaitRunning();
    await api.devboxes.shutdown(ended.id);

    await expect(api.devboxes.snapshotDisk(ended.id)).rejects.toThrow(ConflictError);
    await expect(api.devboxes.snapshotDisk('dbx_00000000000000000000000000')).rejects.toThrow(NotFoundError);
    await expect(api.devboxes.snapshotDisk(devbox, { commit_message: 'x'.repeat(1001) })).rejects.toThrow(/commit_message/);
  });
});
