import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { client, sdk, unique } from './setup/client.js';

/** The object-oriented SDK: its helpers, as a program uses them. */
const runloop = sdk();
let devbox: Awaited<ReturnType<typeof runloop.devbox.create>>;

beforeAll(async () => {
  devbox = await runloop.devbox.create({ name: unique('oo') });
});

afterAll(() => devbox.shutdown());

describe('commands', () => {
  it('tell how they ended and what they printed', async () => {
    const result = await devbox.cmd.exec('echo out; echo err >&2; exit 4');

    expect([result.exitCode, result.success, result.failed]).toEqual([4, false, true]);
    expect(await result.stdout()).toBe('out\n');
    expect(await result.stderr()).toBe('err\n');
  });

  it('stream their lines to callbacks', async () => {
    const [stdout, stderr, all]: string[][] = [[], [], []];
    const result = await devbox.cmd.exec('for i in 1 2 3; do echo out $i; echo err $i >&2; done', {
      stdout: (line) => stdout!.push(line),
      stderr: (line) => stderr!.push(line),
      output: (line) => all!.push(line),
    });

    expect(result.exitCode).toBe(0);
    expect(stdout).toEqual(['out 1\n', 'out 2\n', 'out 3\n']);
    expect(stderr).toEqual(['err 1\n', 'err 2\n', 'err 3\n']);
    expect(all!.sort()).toEqual([...stdout!, ...stderr!].sort());
  });

  it('have all of a long output', async () => {
    const result = await devbox.cmd.exec('seq 1 20000');

    expect((await result.stdout()).split('\n').length).toBe(20001);
    expect(await result.stdout(3)).toBe('19998\n19999\n20000');
  });

  it('run in the background, take input, and are killed', async () => {
    const reading = await devbox.cmd.execAsync('read line; echo "got $line"', { attach_stdin: true });
    // Of input the object-oriented SDK has nothing.
    await runloop.api.devboxes.executions.sendStdIn(devbox.id, reading.executionId, { text: 'hello\n' });
    const result = await reading.result();
    expect(await result.stdout()).toBe('got hello\n');

    const sleeping = await devbox.cmd.execAsync('sleep 1000');
    expect((await sleeping.getState()).status).toBe('running');
    await sleeping.kill();
    expect((await sleeping.result()).exitCode).not.toBe(0);
  });
});

describe('named shells', () => {
  it('keep directory, variables and functions', async () => {
    const shell = devbox.shell('work');
    await shell.exec('cd /tmp; export A=1; f() { echo f $A; }');

    expect(await (await shell.exec('pwd; f')).stdout()).toBe('/tmp\nf 1\n');
    expect(await (await devbox.shell('other').exec('pwd; echo [$A]')).stdout()).toBe('/home/user\n[]\n');
    const running = await shell.execAsync('echo in the background');
    expect(await (await running.result()).stdout()).toBe('in the background\n');
  });
});

describe('files', () => {
  it('are read, written, uploaded and downloaded', async () => {
    await devbox.file.write({ file_path: 'a.txt', contents: 'a' });
    expect(await devbox.file.read({ file_path: 'a.txt' })).toBe('a');
    await devbox.file.upload({ path: 'b.bin', file: new File([new Uint8Array([1, 2, 3])], 'b.bin') });
    expect([...new Uint8Array(await (await devbox.file.download({ path: 'b.bin' })).arrayBuffer())]).toEqual([1, 2, 3]);
  });
});

describe('devboxes', () => {
  it('are found, described, and kept alive', async () => {
    expect((await devbox.getInfo()).status).toBe('running');
    expect(await runloop.devbox.fromId(devbox.id).awaitRunning()).toMatchObject({ id: devbox.id });
    await devbox.keepAlive();
    expect((await devbox.logs()).logs.length).toBeGreaterThan(0);
    expect((await runloop.devbox.list({ limit: 100 })).map((found) => found.id)).toContain(devbox.id);
  });

  it('suspend and resume', async () => {
    const box = await runloop.devbox.create();
    await box.file.write({ file_path: 'kept', contents: 'x' });
    await box.suspend();
    await box.awaitSuspended();
    await box.resume();
    expect(await box.file.read({ file_path: 'kept' })).toBe('x');
    await box.shutdown();
  });

  it('come from blueprints, by id and by name', async () => {
    const name = unique('oo-blueprint');
    const blueprint = await runloop.blueprint.create({ name, system_setup_commands: ['echo made > /made'] });
    const boxes = await Promise.all([
      runloop.devbox.createFromBlueprintId(blueprint.id),
      runloop.devbox.createFromBlueprintName(name),
      blueprint.createDevbox(),
    ]);

    for (const box of boxes) expect(await box.file.read({ file_path: '/made' })).toBe('made\n');
    await Promise.all(boxes.map((box) => box.shutdown()));
    await blueprint.delete();
    expect((await blueprint.getInfo()).state).toBe('deleted');
  });

  it('are told their place in the queue, and why they failed', async () => {
    const api = client();
    const failed = await api.devboxes.create({ launch_parameters: { launch_commands: ['echo because >&2; exit 5'] } });
    await expect(api.devboxes.awaitRunning(failed.id)).rejects.toThrow();
    expect(await api.devboxes.retrieve(failed.id)).toMatchObject({ status: 'failure', failure_reason: 'execution_failed' });
  });
});
