import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConflictError, NotFoundError, type Runloop } from '@runloop/api-client';
import { afterAll, describe, expect, it } from 'vitest';
import { client, sdk, unique } from './setup/client.js';

const api = client();
const directory = mkdtempSync(join(tmpdir(), 'bench-objects-'));

afterAll(() => rmSync(directory, { recursive: true }));

async function uploaded(text: string, name = unique('object'), metadata?: Record<string, string>) {
  const created = await api.objects.create({ name, content_type: 'text', metadata });
  await fetch(created.upload_url!, { method: 'PUT', body: text });
  return api.objects.complete(created.id);
}

describe('life', () => {
  it('goes from uploading to read-only to deleted', async () => {
    const created = await api.objects.create({ name: 'a', content_type: 'binary', metadata: { k: 'v' } });
    expect(created).toMatchObject({ state: 'UPLOADING', content_type: 'binary', metadata: { k: 'v' } });
    expect(created.id).toMatch(/^obj_/);
    await expect(api.objects.complete(created.id)).rejects.toThrow(ConflictError);
    await expect(api.objects.download(created.id)).rejects.toThrow(ConflictError);

    // As a presigned URL is used: no key, no headers.
    const put = await fetch(created.upload_url!, { method: 'PUT', body: 'content' });
    expect(put.ok).toBe(true);
    const complete = await api.objects.complete(created.id);
    expect(complete).toMatchObject({ state: 'READ_ONLY', size_bytes: 7 });
    expect((await api.objects.retrieve(created.id)).upload_url ?? null).toBeNull();
    expect((await fetch(created.upload_url!, { method: 'PUT', body: 'changed' })).status).toBe(409);

    const { download_url } = await api.objects.download(created.id);
    expect(await (await fetch(download_url)).text()).toBe('content');
    expect((await api.objects.delete(created.id)).state).toBe('DELETED');
    expect((await fetch(download_url)).status).toBe(404);
    await expect(api.objects.download(created.id)).rejects.toThrow(NotFoundError);
  });

  it('ends when its time is over', async () => {
    const created = await api.objects.create({ name: 'short-lived', content_type: 'text', ttl_ms: 1500 });
    expect(created.delete_after_time_ms).toBe(created.create_time_ms + 1500);
    await fetch(created.upload_url!, { method: 'PUT', body: 'gone soon' });
    await api.objects.complete(created.id);
    const { download_url } = await api.objects.download(created.id);

    await expect.poll(async () => (await api.objects.retrieve(created.id)).state, { timeout: 30_000 }).toBe('DELETED');
    expect((await fetch(download_url)).status).toBe(404);
    const listed = await api.objects.list({ name: 'short-lived' });
    expect(listed.objects.map((o) => o.id)).not.toContain(created.id);
  });

  it('lets only who has the signature in', async () => {
    const object = await uploaded('signed');
    const { download_url } = await api.objects.download(object.id, { duration_seconds: 60 });

    expect((await fetch(download_url.replace(/signature=.../, 'signature=000'))).status).toBe(403);
    expect((await fetch(download_url.replace(/expires=\d+/, 'expires=99999999999'))).status).toBe(403);
    expect((await fetch(download_url, { method: 'PUT', body: 'x' })).status).toBe(403);
    const short = await api.objects.download(object.id, { duration_seconds: 1 });
    await expect.poll(async () => (await fetch(short.download_url)).status, { timeout: 20_000 }).toBe(403);
    await expect(api.objects.download(object.id, { duration_seconds: 0 })).rejects.toThrow(/duration_seconds/);
  });
});

describe('list', () => {
  it('filters by name, type, state, and searches ids and names', async () => {
    const name = unique('find');
    const text = await uploaded('a', `${name}-text`);
    const other = await api.objects.create({ name: `${name}-archive`, content_type: 'tgz' });
    const ids = async (query: Runloop.ObjectListParams) => (await api.objects.list(query)).objects.map((o) => o.id);

    expect(await ids({ name })).toEqual([other.id, text.id]);
    expect(await ids({ name, content_type: 'text' })).toEqual([text.id]);
    expect(await ids({ name, state: 'UPLOADING' })).toEqual([other.id]);
    expect(await ids({ search: text.id })).toEqual([text.id]);
    expect(await ids({ search: `${name}-ARCH` })).toEqual([other.id]);
    const page = await api.objects.list({ name, limit: 1 });
    expect(page).toMatchObject({ has_more: true, total_count: 2 });
    expect(await ids({ name, limit: 1, starting_after: other.id })).toEqual([text.id]);
    expect(await api.get('/v1/objects?limit=1&include_total_count=false')).not.toHaveProperty('total_count');
    expect((await api.objects.listPublic({ name })).objects).toEqual([]);
    await expect(api.objects.list({ state: 'NOT' as never })).rejects.toThrow(/state/);
  });
});

describe('the SDK', () => {
  it('uploads texts, buffers, files and directories, and downloads them', async () => {
    const runloop = sdk();
    writeFileSync(join(directory, 'a.json'), '{"a":1}');
    writeFileSync(join(directory, 'b.txt'), 'b');
    writeFileSync(join(directory, 'ignored.log'), 'x');
    writeFileSync(join(directory, '.dockerignore'), '*.log\n');

    const text = await runloop.storageObject.uploadFromText('Grüße', unique('text'), { metadata: { a: 'b' } });
    expect(await text.downloadAsText()).toBe('Grüße');
    expect(await text.getInfo()).toMatchObject({ content_type: 'text', state: 'READ_ONLY', size_bytes: 7, metadata: { a: 'b' } });
    const buffer = await runloop.storageObject.uploadFromBuffer(Buffer.from([0, 1, 255]), unique('buffer'), 'binary');
    expect([...(await buffer.downloadAsBuffer())]).toEqual([0, 1, 255]);
    const file = await runloop.storageObject.uploadFromFile(join(directory, 'a.json'), 'a.json');
    expect((await file.getInfo()).content_type).toBe('text');

    const archive = await runloop.storageObject.uploadFromDir(directory, { name: unique('dir'), ttl_ms: 3_600_000 });
    const devbox = await runloop.devbox.create({ mounts: [{ type: 'object_mount', object_id: archive.id, object_path: '/home/user/project' }] });
    try {
      expect(await (await devbox.cmd.exec('cd ~/project && ls && cat a.json b.txt')).stdout()).toBe('a.json\nb.txt\n{"a":1}b');
    } finally {
      await devbox.shutdown();
    }

    const manual = await runloop.storageObject.create({ name: unique('manual'), content_type: 'text' });
    await manual.uploadContent('by hand');
    await manual.complete();
    expect(await manual.downloadAsText()).toBe('by hand');
    expect((await runloop.storageObject.list({ limit: 1 })).length).toBe(1);
    await manual.delete();
  });
});

describe('mounts', () => {
  it('need an object that is complete', async () => {
    const open = await api.objects.create({ name: 'open', content_type: 'text' });
    const mount = (object_id: string) => api.devboxes.create({ mounts: [{ type: 'object_mount', object_id, object_path: '/x' }] });

    await expect(mount(open.id)).rejects.toThrow(/complete its upload first/);
    await expect(mount('obj_00000000000000000000000000')).rejects.toThrow(NotFoundError);
  });

  it('put a gzipped file in place unpacked', async () => {
    const { gzipSync } = await import('node:zlib');
    const object = await sdk().storageObject.uploadFromBuffer(gzipSync('plain'), unique('gz'), 'gzip');
    const devbox = await api.devboxes.createAndAwaitRunning({ mounts: [{ type: 'object_mount', object_id: object.id, object_path: '/home/user/plain.txt' }] });

    expect(await api.devboxes.readFileContents(devbox.id, { file_path: 'plain.txt' })).toBe('plain');
    await api.devboxes.shutdown(devbox.id);
  });
});

describe('wrong fields', () => {
  it('are named', async () => {
    await expect(api.objects.create({ name: ' ', content_type: 'text' })).rejects.toThrow(/name: must not be blank/);
    await expect(api.objects.create({ name: 'x', content_type: 'zip' as never })).rejects.toThrow(/content_type/);
    await expect(api.objects.create({ name: 'x', content_type: 'text', ttl_ms: 0 })).rejects.toThrow(/ttl_ms/);
    await expect(api.objects.retrieve('obj_00000000000000000000000000')).rejects.toThrow(NotFoundError);
  });
});
