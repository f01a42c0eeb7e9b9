import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConflictError, NotFoundError, UnprocessableEntityError, type Runloop } from '@runloop/api-client';
import { afterAll, describe, expect, it } from 'vitest';
import { client, sdk, unique } from './setup/client.js';

const api = client();
const base = 'FROM benchcluster/base:bookworm';
const devboxes: string[] = [];

afterAll(() => Promise.all(devboxes.map((id) => api.devboxes.shutdown(id).catch(() => undefined))));

async function built(body: Partial<Runloop.BlueprintCreateParams>) {
  return api.blueprints.createAndAwaitBuildCompleted({ name: unique('blueprint'), ...body });
}

async function failed(body: Partial<Runloop.BlueprintCreateParams> & { build_timeout_sec?: number }) {
  const { id } = await api.blueprints.create({ name: unique('failing'), ...body });
  await expect.poll(async () => (await api.blueprints.retrieve(id)).status, { timeout: 60_000 }).toBe('failed');
  return (await api.blueprints.retrieve(id)) as Runloop.BlueprintView & { failure_message: string };
}

async function output(blueprint_id: string, command: string, body: Runloop.DevboxCreateParams = {}) {
  const devbox = await api.devboxes.createAndAwaitRunning({ blueprint_id, ...body });
  devboxes.push(devbox.id);
  return (await api.devboxes.executeAndAwaitCompletion(devbox.id, { command })).stdout;
}

async function logOf(id: string) {
  return (await api.blueprints.logs(id)).logs.map((line) => line.message).join('\n');
}

function docker(...args: string[]) {
  return execFileSync('docker', args, { encoding: 'utf8' });
}

function imageOf(blueprint: Runloop.BlueprintView) {
  return `benchcluster/blueprint:${(blueprint as unknown as { content_hash: string }).content_hash.slice(0, 32)}`;
}

describe('builds', () => {
  it('come from a Dockerfile, arguments and setup commands', async () => {
    const blueprint = await built({
      dockerfile: `${base}\nARG WORD\nRUN echo "$WORD" > /word`,
      build_args: { WORD: 'argument' },
      system_setup_commands: ['echo setup > /setup', 'printf \'a "quoted"\\nline\' > /quoted'],
      metadata: { team: 'a' },
    });

    expect(blueprint).toMatchObject({ status: 'build_complete', state: 'created', metadata: { team: 'a' }, devbox_capabilities: [], is_public: false });
    expect(blueprint.build_finish_time_ms).toBeGreaterThanOrEqual(blueprint.create_time_ms);
    expect(await output(blueprint.id, 'cat /word /setup /quoted')).toBe('argument\nsetup\na "quoted"\nline');
  });

  it('put files and repositories of the base image\'s user in place', async () => {
    const text = `first\n${'x'.repeat(100_000)}\n'quote' "double" $HOME 🙂`;
    const blueprint = await built({ file_mounts: { '/home/user/app/large.txt': text, '/etc/with space': 'y' }, system_setup_commands: ['test -f /home/user/app/large.txt'] });

    expect(await output(blueprint.id, 'id -un; stat -c %U ~/app ~/app/large.txt; cat "/etc/with space"')).toBe('user\nuser\nuser\ny');
    const devbox = devboxes.at(-1)!;
    expect(await api.devboxes.readFileContents(devbox, { file_path: 'app/large.txt' })).toBe(text);
  });

  it('go on from another blueprint, by id and by name', async () => {
    const name = unique('base');
    const first = await built({ name, system_setup_commands: ['echo one > /one'] });

    const byId = await built({ base_blueprint_id: first.id, system_setup_commands: ['cat /one > /two'] });
    const byName = await built({ base_blueprint_name: name, system_setup_commands: ['cat /one /one > /two'] });

    expect(byId.base_blueprint_id).toBe(first.id);
    expect(byName.base_blueprint_id).toBe(first.id);
    expect(await output(byId.id, 'cat /two; id -un')).toBe('one\nuser\n');
    expect(await output(byName.id, 'cat /two')).toBe('one\none\n');
  });

  it('have the files of a build context', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'bench-context-'));
    try {
      writeFileSync(join(directory, 'app.txt'), 'from the context');
      const runloop = sdk();

      const blueprint = await runloop.blueprint.create({ name: unique('context'), dockerfile: `${base}\nCOPY app.txt /app.txt`, build_context_dir: directory });

      expect(await output(blueprint.id, 'cat /app.txt')).toBe('from the context');
      expect((await blueprint.getInfo()).parameters.build_context?.type).toBe('object');
      expect((await blueprint.logs()).logs.length).toBeGreaterThan(0);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  it('have secrets that nothing of is left', async () => {
    const name = unique('BUILD').replaceAll('-', '_').toUpperCase();
    const value = `value-${crypto.randomUUID()}`;
    await api.secrets.create({ name, value });

    const blueprint = await built({
      // Of its own: a value that changes makes no layer anew that the builder still has.
      dockerfile: `${base}\nRUN echo ${unique('own')}\nRUN printf '%s' "$TOKEN" | sha256sum > /from-variable && echo "it is $TOKEN"\nRUN --mount=type=secret,id=TOKEN sha256sum < /run/secrets/TOKEN > /from-file`,
      system_setup_commands: ['printf %s "$TOKEN" | sha256sum > /from-setup'],
      secrets: { TOKEN: name },
    });

    const hashes = (await output(blueprint.id, 'cat /from-variable /from-file /from-setup; ls /run/secrets 2>&1; env'))!.split('\n');
    expect(new Set(hashes.slice(0, 3)).size).toBe(1);
    const { createHash } = await import('node:crypto');
    expect(hashes[0]).toContain(createHash('sha256').update(value).digest('hex'));
    expect(hashes.join('\n')).not.toContain(value);
    expect(await logOf(blueprint.id)).toContain('it is [redacted]');
    expect(await logOf(blueprint.id)).not.toContain(value);
    expect(docker('history', '--no-trunc', imageOf(blueprint))).not.toContain(value);
    expect(docker('image', 'inspect', imageOf(blueprint))).not.toContain(value);
    expect(JSON.stringify(await api.blueprints.retrieve(blueprint.id))).not.toContain(value);
    await api.secrets.delete(name);
  });

  it('of the same content are one', async () => {
    const body = { system_setup_commands: [`echo ${unique('same')}`] };
    const [first, second] = await Promise.all([built(body), built(body)]);

    expect(imageOf(first!)).toBe(imageOf(second!));
    await api.blueprints.delete(first!.id);
    expect(await output(second!.id, 'echo still there')).toBe('still there\n');
  });

  it('print their log while they go on', async () => {
    const { id } = await api.blueprints.create({ name: unique('slow'), system_setup_commands: ['echo so far; sleep 5'] });

    await expect.poll(() => logOf(id), { timeout: 60_000, interval: 100 }).toContain('\nso far');
    expect((await api.blueprints.retrieve(id)).status).toBe('building');
    await api.blueprints.awaitBuildComplete(id);
  });
});

describe('Dockerfiles and commands for Runloop', () => {
  it('begin with its image, which is the base image here', async () => {
    const blueprint = await built({ dockerfile: 'FROM runloop:runloop/starter-x86_64\nRUN echo built > /built' });

    expect(await output(blueprint.id, 'cat /built; whoami')).toBe('built\nuser\n');
  });

  it('set up with sudo where the image has none', async () => {
    const commands = ['sudo -E sh -c "id -u > /a" && echo b | sudo tee /b', 'sudo A=c sh -c "echo \\$A > /c"', 'command -v sudo > /d || true'];
    const blueprint = await built({ system_setup_commands: commands });

    expect(await output(blueprint.id, 'cat /a /b /c; cat /d; command -v sudo || echo none')).toBe('0\nb\nc\nsudo\nnone\n');
    expect((await failed({ system_setup_commands: ['sudo -u user id'] })).failure_reason).toBe('build_failed');
  });
});

describe('builds that fail', () => {
  it('keep their log and their reason, and leave no image', async () => {
    const mark = unique('mark');
    const blueprint = await failed({ system_setup_commands: [`echo ${mark} > /mark`, 'echo about to fail; exit 7'] });

    expect(blueprint).toMatchObject({ failure_reason: 'build_failed', failure_message: expect.stringContaining('7') });
    expect(await logOf(blueprint.id)).toContain('about to fail');
    expect(docker('images', '-a', '-q', '--no-trunc', '--filter', 'dangling=true').split('\n').filter((image) => image && docker('history', '--no-trunc', image).includes(mark))).toEqual([]);
    await expect(api.devboxes.createAndAwaitRunning({ blueprint_id: blueprint.id })).rejects.toThrow();
    await expect(api.devboxes.create({ blueprint_name: blueprint.name })).rejects.toThrow(NotFoundError);
  });

  it('say that they hang', async () => {
    const blueprint = await failed({ system_setup_commands: ['sleep 1000'], build_timeout_sec: 2 });

    expect(blueprint.failure_message).toContain('not done within 2 s');
  });

  it('lack a base or a secret', async () => {
    expect((await failed({ dockerfile: 'FROM localhost:1/none:1' })).failure_reason).toBe('build_failed');
    await expect(api.blueprints.create({ name: 'x', secrets: { A: 'THERE_IS_NONE' } })).rejects.toThrow(/secrets\.A/);
  });
});

describe('life', () => {
  it('lists by name and status, previews, and is deleted', async () => {
    const name = unique('listed');
    const first = await built({ name });
    const second = await built({ name, system_setup_commands: ['true'] });
    const ids = async (query: Runloop.BlueprintListParams) => (await api.blueprints.list(query)).blueprints.map((b) => b.id);

    expect(await ids({ name })).toEqual([second.id, first.id]);
    expect(await ids({ name, status: 'build_complete' })).toEqual([second.id, first.id]);
    expect(await ids({ name, status: 'failed' })).toEqual([]);
    expect((await api.blueprints.listPublic({ name })).blueprints).toEqual([]);
    await expect(api.blueprints.list({ status: 'odd' })).rejects.toThrow(/status/);
    const preview = await api.blueprints.preview({ name, dockerfile: base, system_setup_commands: ['echo hi'] });
    expect(preview.dockerfile).toBe(`${base}\nRUN ["/bin/sh", "-c", "echo hi"]\n`);

    await api.blueprints.delete(second.id);
    expect((await api.blueprints.retrieve(second.id)).state).toBe('deleted');
    expect(await ids({ name })).toEqual([first.id]);
    await expect(api.devboxes.create({ blueprint_id: second.id })).rejects.toThrow(NotFoundError);
    await expect(api.blueprints.delete(second.id)).rejects.toThrow(NotFoundError);
    await expect.poll(() => docker('images', '-q', imageOf(second)), { timeout: 30_000 }).toBe('');
  });

  it('is not deleted while snapshots depend on it', async () => {
    const blueprint = await built({ system_setup_commands: [`echo ${unique('snap')}`] });
    const devbox = await api.devboxes.createAndAwaitRunning({ blueprint_id: blueprint.id });
    const snapshot = await api.devboxes.snapshotDisk(devbox.id);
    await api.devboxes.shutdown(devbox.id);

    await expect(api.blueprints.delete(blueprint.id)).rejects.toThrow(ConflictError);
    expect((await api.devboxes.listDiskSnapshots({ source_blueprint_id: blueprint.id })).snapshots.map((s) => s.id)).toEqual([snapshot.id]);
    await api.devboxes.deleteDiskSnapshot(snapshot.id);
    await api.blueprints.delete(blueprint.id);
  });

  it('gives its launch parameters to its devboxes', async () => {
    const blueprint = await built({ launch_parameters: { launch_commands: ['echo launched > ~/launched'], resource_size_request: 'X_SMALL', keep_alive_time_seconds: 120 } });

    const devbox = await api.devboxes.createAndAwaitRunning({ blueprint_id: blueprint.id, launch_parameters: { keep_alive_time_seconds: 240 } });
    devboxes.push(devbox.id);

    expect(devbox.launch_parameters).toMatchObject({ resource_size_request: 'X_SMALL', keep_alive_time_seconds: 240 });
    expect(await api.devboxes.readFileContents(devbox.id, { file_path: 'launched' })).toBe('launched\n');
  });
});

describe('services', () => {
  it('run beside the devbox, in its network, once they are healthy', async () => {
    const blueprint = await built({
      services: [
        {
          name: 'web',
          image: 'benchcluster/base:bookworm',
          env: { GREETING: 'hello' },
          options: '--entrypoint /srv/serve --health-cmd "exec 3<>/dev/tcp/127.0.0.1/8099" --health-interval 1s',
          port_mappings: ['8099:8099'],
          credentials: { username: 'u', password: 'not shown' },
        },
      ],
    });
    expect(JSON.stringify(await api.blueprints.retrieve(blueprint.id))).not.toContain('not shown');
    expect(blueprint.containerized_services?.map((service) => service.name)).toEqual(['web']);
    await expect(api.devboxes.create({ blueprint_id: blueprint.id, launch_parameters: { required_services: ['none'] } })).rejects.toThrow(/required_services.*none/);

    // The program is not in the image: it ends at once, and the devbox says so.
    const devbox = await api.devboxes.create({ blueprint_id: blueprint.id, launch_parameters: { required_services: ['web'] } });
    await expect.poll(async () => (await api.devboxes.retrieve(devbox.id)).status, { timeout: 60_000 }).toBe('failure');
  });

  it('are reached on loopback', async () => {
    const image = await built({ dockerfile: `${base}\nWORKDIR /srv\nRUN echo hello > index.html\nCMD ["python3", "-m", "http.server", "8099"]` });
    const blueprint = await built({
      services: [{ name: 'web', image: imageOf(image), options: '--health-cmd "curl -fs localhost:8099" --health-interval=1s --user 1000' }],
      launch_parameters: { required_services: ['web'] },
    });

    expect(await output(blueprint.id, 'curl -s localhost:8099')).toBe('hello\n');
    const id = devboxes.at(-1)!;
    await api.devboxes.suspend(id);
    await api.devboxes.awaitSuspended(id);
    await api.devboxes.resume(id);
    await api.devboxes.awaitRunning(id);
    expect((await api.devboxes.executeAndAwaitCompletion(id, { command: 'curl -s localhost:8099' })).stdout).toBe('hello\n');
    await api.devboxes.shutdown(id);
    await expect.poll(() => docker('ps', '-aq', '--filter', `label=benchcluster.devbox=${id}`), { timeout: 30_000 }).toBe('');
  });
});

describe('wrong fields', () => {
  it.each<[string, Partial<Runloop.BlueprintCreateParams>]>([
    ['base_blueprint_id', { base_blueprint_id: 'bpt_1', base_blueprint_name: 'x' }],
    ['dockerfile', { base_blueprint_name: 'x', dockerfile: base }],
    ['file_mounts', { file_mounts: { relative: 'x' } }],
    ['code_mounts[0].repo_name', { code_mounts: [{ repo_name: '../x', repo_owner: 'o' }] }],
    ['system_setup_commands[0]', { system_setup_commands: [' '] }],
    ['build_args.A-B', { build_args: { 'A-B': 'x' } }],
    ['secrets.A-B', { secrets: { 'A-B': 'x' } }],
    ['services[0].options', { services: [{ name: 'a', image: 'x', options: '--privileged=true' }] }],
    ['services[0].port_mappings[0]', { services: [{ name: 'a', image: 'x', port_mappings: ['80'] }] }],
    ['launch_parameters.required_services', { launch_parameters: { required_services: ['db'] } }],
  ])('%s is named', async (field, body) => {
    const wrong = api.blueprints.create({ name: 'wrong', ...body });
    await expect(wrong).rejects.toThrow(UnprocessableEntityError);
    await expect(wrong).rejects.toThrow(field);
  });
});
