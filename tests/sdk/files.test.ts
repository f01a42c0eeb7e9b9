import { createHash, randomBytes } from 'node:crypto';
import { APIError, BadRequestError, ConflictError, NotFoundError, PermissionDeniedError, toFile } from '@runloop/api-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { client } from './setup/client.js';

const api = client();
let id = '';

beforeAll(async () => {
  id = (await api.devboxes.createAndAwaitRunning({ launch_parameters: { resource_size_request: 'SMALL' } })).id;
});

afterAll(() => api.devboxes.shutdown(id));

async function run(command: string) {
  return api.devboxes.executeAndAwaitCompletion(id, { command });
}

async function bytesAt(path: string): Promise<Buffer> {
  return Buffer.from(await (await api.devboxes.downloadFile(id, { path })).arrayBuffer());
}

describe('text', () => {
  it('is read as it was written, with any characters', async () => {
    const contents = 'a\r\nb\tc "d" \\ é 🙂\n\nend without a line break';

    const written = await api.devboxes.writeFileContents(id, { file_path: 'notes.txt', contents });

    expect(written).toMatchObject({ devbox_id: id, exit_status: 0 });
    expect(await api.devboxes.readFileContents(id, { file_path: 'notes.txt' })).toBe(contents);
    expect((await run('cat ~/notes.txt')).stdout).toBe(contents);
  });

  it('can be empty', async () => {
    await api.devboxes.writeFileContents(id, { file_path: 'empty.txt', contents: '' });

    expect(await api.devboxes.readFileContents(id, { file_path: 'empty.txt' })).toBe('');
  });

  it('replaces what was there, and makes the directories above it', async () => {
    await api.devboxes.writeFileContents(id, { file_path: 'deep/er/est.txt', contents: 'a longer first text' });
    await api.devboxes.writeFileContents(id, { file_path: 'deep/er/est.txt', contents: 'short' });

    expect(await api.devboxes.readFileContents(id, { file_path: '/home/user/deep/er/est.txt' })).toBe('short');
  });

  it.each(['with space.txt', 'with\nline break.txt', "quote'and\"double.txt", '$HOME `id`;.txt', 'ünï-🙂.txt', '-dash'])('has names such as %j', async (name) => {
    await api.devboxes.writeFileContents(id, { file_path: `names/${name}`, contents: name });

    expect(await api.devboxes.readFileContents(id, { file_path: `names/${name}` })).toBe(name);
    await api.devboxes.uploadFile(id, { path: `names/up ${name}`, file: await toFile(Buffer.from(name), 'x') });
    expect((await bytesAt(`names/up ${name}`)).toString()).toBe(name);
  });
});

describe('bytes', () => {
  it('are downloaded as they were uploaded', async () => {
    const bytes = Buffer.concat([Buffer.from([0, 255, 254, 10, 13, 0]), randomBytes(300_000)]);

    await api.devboxes.uploadFile(id, { path: 'data.bin', file: await toFile(bytes, 'data.bin') });

    expect((await bytesAt('data.bin')).equals(bytes)).toBe(true);
    expect((await run('sha256sum ~/data.bin')).stdout).toContain(createHash('sha256').update(bytes).digest('hex'));
  });

  it('can be none', async () => {
    await api.devboxes.uploadFile(id, { path: 'nothing.bin', file: await toFile(Buffer.alloc(0), 'nothing') });

    expect((await bytesAt('nothing.bin')).length).toBe(0);
  });

  it('belong to the user, who can change them', async () => {
    await api.devboxes.uploadFile(id, { path: 'mine.txt', file: await toFile(Buffer.from('a'), 'mine') });

    expect((await run('stat -c %U ~/mine.txt && echo b >> ~/mine.txt')).stdout).toBe('user\n');
  });

  it('may be many', async () => {
    const bytes = randomBytes(64 << 20);

    await api.devboxes.uploadFile(id, { path: '/tmp/large.bin', file: await toFile(bytes, 'large') });

    expect((await run('sha256sum < /tmp/large.bin')).stdout).toContain(createHash('sha256').update(bytes).digest('hex'));
    expect((await bytesAt('/tmp/large.bin')).equals(bytes)).toBe(true);
    await run('rm /tmp/large.bin');
  });
});

describe('what cannot be done is told apart', () => {
  it('a file that is not there', async () => {
    await expect(api.devboxes.readFileContents(id, { file_path: 'no/such/file' })).rejects.toThrow(NotFoundError);
    await expect(api.devboxes.downloadFile(id, { path: '/no/such/file' })).rejects.toThrow(/no\/such\/file/);
  });

  it('a directory', async () => {
    await expect(api.devboxes.readFileContents(id, { file_path: '/etc' })).rejects.toThrow(/directory/i);
    await expect(api.devboxes.downloadFile(id, { path: '/etc' })).rejects.toThrow(BadRequestError);
    await expect(api.devboxes.writeFileContents(id, { file_path: '/tmp', contents: 'x' })).rejects.toThrow(/directory/i);
  });

  it('a file below a file', async () => {
    await api.devboxes.writeFileContents(id, { file_path: 'plain', contents: 'x' });

    await expect(api.devboxes.writeFileContents(id, { file_path: 'plain/below', contents: 'x' })).rejects.toThrow(BadRequestError);
  });

  it('a file that the user may not have', async () => {
    await expect(api.devboxes.readFileContents(id, { file_path: '/etc/shadow' })).rejects.toThrow(PermissionDeniedError);
    await expect(api.devboxes.writeFileContents(id, { file_path: '/etc/forbidden', contents: 'x' })).rejects.toThrow(PermissionDeniedError);
    await expect(api.devboxes.uploadFile(id, { path: '/etc/forbidden', file: await toFile(Buffer.from('x'), 'x') })).rejects.toThrow(PermissionDeniedError);
  });

  it('a disk that is full', async () => {
    const full = api.devboxes.writeFileContents(id, { file_path: '/dev/full', contents: 'x' });

    await expect(full).rejects.toMatchObject({ status: 507 });
    await expect(full).rejects.toThrow(APIError);
    const large = api.devboxes.uploadFile(id, { path: '/dev/shm/large', file: await toFile(Buffer.alloc(65 << 20), 'large') });
    await expect(large).rejects.toMatchObject({ status: 507 });
    expect((await run('ls -A /dev/shm')).stdout).toBe('');
  });

  it('a devbox that has ended', async () => {
    const ended = await api.devboxes.createAndAwaitRunning();
    await api.devboxes.shutdown(ended.id);

    await expect(api.devboxes.readFileContents(ended.id, { file_path: 'x' })).rejects.toThrow(ConflictError);
  });

  it('a form that breaks off', async () => {
    await api.devboxes.writeFileContents(id, { file_path: 'kept.txt', contents: 'before' });
    const part = (name: string, value: string) => `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}`;

    for (const length of [10, 400_000]) {
      const response = await fetch(`${api.baseURL}/v1/devboxes/${id}/upload_file`, {
        method: 'POST',
        headers: { authorization: `Bearer ${api.bearerToken}`, 'content-type': 'multipart/form-data; boundary=x' },
        body: `${part('path', 'kept.txt')}\r\n${part('file', 'b'.repeat(length))}`,
      });
      expect(response.status).toBe(400);
    }

    expect(await api.devboxes.readFileContents(id, { file_path: 'kept.txt' })).toBe('before');
    expect((await run('ls -A ~ | grep -c bench-')).stdout).toBe('0\n');
  });

  it('wrong fields', async () => {
    await expect(api.devboxes.writeFileContents(id, { file_path: '', contents: 'x' })).rejects.toThrow(/file_path/);
    await expect(api.devboxes.readFileContents(id, {} as never)).rejects.toThrow(/file_path: is required/);
    await expect(api.devboxes.uploadFile(id, { file: await toFile(Buffer.from('x'), 'x') } as never)).rejects.toThrow(/path: is required/);
    await expect(api.devboxes.uploadFile(id, { path: 'x' })).rejects.toThrow(/file: is required/);
    await expect(api.devboxes.downloadFile(id, { path: 'a\0b' })).rejects.toThrow(/zero character/);
  });
});
