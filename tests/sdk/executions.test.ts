import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { client } from './setup/client.js';

const api = client();
let id: string;

beforeAll(async () => {
  id = (await api.devboxes.createAndAwaitRunning({})).id;
});

afterAll(async () => {
  await api.devboxes.shutdown(id);
});

describe('execute', () => {
  it('returns the result of a command that ends in time', async () => {
    const result = await api.devboxes.execute(id, { command: 'echo out; echo err >&2; exit 3' });

    expect(result).toMatchObject({ devbox_id: id, status: 'completed', exit_status: 3, stdout: 'out\n', stderr: 'err\n' });
    expect(result.stdout_truncated).toBe(false);
  });

  it('returns the running execution where the command takes longer', async () => {
    const running = await api.devboxes.execute(id, { command: 'sleep 1; echo done', optimistic_timeout: 0 });
    expect(running.status).toBe('running');
    expect(running.exit_status ?? null).toBeNull();

    const ended = await api.devboxes.waitForCommand(id, running.execution_id, { statuses: ['completed'] });
    expect(ended).toMatchObject({ status: 'completed', exit_status: 0, stdout: 'done\n' });
  });

  it('runs a command once, however often it is sent with the same id', async () => {
    const command_id = crypto.randomUUID();
    const command = 'echo x >> /tmp/once; wc -l < /tmp/once';
    const first = await api.devboxes.execute(id, { command, command_id });
    const second = await api.devboxes.execute(id, { command, command_id });

    expect(second.execution_id).toBe(first.execution_id);
    expect(second.stdout!.trim()).toBe('1');
  });

  it('keeps the last lines that are asked for', async () => {
    const result = await api.devboxes.execute(id, { command: 'seq 1000', last_n: '3' });

    expect(result.stdout).toBe('998\n999\n1000\n');
    expect(result.stdout_truncated).toBe(true);
  });

  it('keeps the last hundred lines where none are asked for', async () => {
    const result = await api.devboxes.execute(id, { command: 'seq 1000' });

    expect(result.stdout!.split('\n').length).toBe(101);
  });

  it('waits for a long command with the SDK’s own helper', async () => {
    const result = await api.devboxes.executeAndAwaitCompletion(id, { command: 'sleep 2; echo late' });

    expect(result).toMatchObject({ status: 'completed', exit_status: 0, stdout: 'late\n' });
  });

  it('refuses an empty command and says so', async () => {
    await expect(api.devboxes.execute(id, { command: '' })).rejects.toMatchObject({ status: 422, message: expect.stringContaining('command') });
  });
});

describe('executeSync', () => {
  it('returns all of the output', async () => {
    const result = await api.devboxes.executeSync(id, { command: 'seq 100000' });

    expect(result.exit_status).toBe(0);
    expect(result.stdout.split('\n').length).toBe(100001);
  });
});

describe('named shells', () => {
  it('keep directory, variables and functions', async () => {
    const shell_name = 'work';
    await api.devboxes.execute(id, { shell_name, command: 'cd /tmp; export A=1; B=2; f() { echo "f $1"; }' });
    const result = await api.devboxes.execute(id, { shell_name, command: 'pwd; echo $A$B; f x; env | grep ^A=' });

    expect(result.stdout).toBe('/tmp\n12\nf x\nA=1\n');
    expect(result.shell_name).toBe(shell_name);
  });

  it('have any name, and are found in the log by it', async () => {
    const shell_name = 'my shell/ä "1"';
    await api.devboxes.execute(id, { shell_name, command: 'A=1' });
    expect(await api.devboxes.execute(id, { shell_name, command: 'echo $A' })).toMatchObject({ shell_name, stdout: '1\n' });
    expect((await api.devboxes.logs.list(id, { shell_name })).logs.map((line) => line.shell_name)).toContain(shell_name);
    for (const wrong of ['', 'a\nb', 'x'.repeat(129)]) {
      await expect(api.devboxes.execute(id, { shell_name: wrong, command: 'true' })).rejects.toThrow(/shell_name/);
    }
  });

  it('run their commands one after another', async () => {
    const shell_name = 'queue';
    const first = await api.devboxes.executeAsync(id, { shell_name, command: 'sleep 0.5; echo first >> /tmp/order' });
    const second = await api.devboxes.executeAsync(id, { shell_name, command: 'echo second >> /tmp/order' });
    expect(second.status).toBe('queued');
    await api.devboxes.executions.awaitCompleted(id, second.execution_id);

    const order = await api.devboxes.readFileContents(id, { file_path: '/tmp/order' });
    expect(order).toBe('first\nsecond\n');
    expect((await api.devboxes.executions.retrieve(id, first.execution_id)).status).toBe('completed');
  });
});

// The SDK takes a body whose only key is `signal` for request options, so the text goes with it.
describe('standard input', () => {
  it('takes text and its end', async () => {
    const started = await api.devboxes.executeAsync(id, { command: 'cat', attach_stdin: true });
    const sent = await api.devboxes.executions.sendStdIn(id, started.execution_id, { text: 'hällo\n' });
    expect(sent).toMatchObject({ devbox_id: id, execution_id: started.execution_id, success: true });
    await api.devboxes.executions.sendStdIn(id, started.execution_id, { text: '', signal: 'EOF' });

    expect(await api.devboxes.executions.awaitCompleted(id, started.execution_id)).toMatchObject({ exit_status: 0, stdout: 'hällo\n' });
  });

  it('takes an interrupt', async () => {
    const started = await api.devboxes.executeAsync(id, { command: 'sleep 100', attach_stdin: true });
    await api.devboxes.executions.sendStdIn(id, started.execution_id, { text: '', signal: 'INTERRUPT' });

    expect((await api.devboxes.executions.awaitCompleted(id, started.execution_id)).exit_status).toBe(130);
  });
});

describe('kill', () => {
  it('ends the process, or the whole group', async () => {
    const one = await api.devboxes.executeAsync(id, { command: 'exec sleep 100' });
    await api.devboxes.executions.kill(id, one.execution_id);
    expect((await api.devboxes.executions.awaitCompleted(id, one.execution_id)).exit_status).toBe(137);

    const group = await api.devboxes.executeAsync(id, { command: 'sleep 1001 & sleep 1002 & wait' });
    await api.devboxes.executions.kill(id, group.execution_id, { kill_process_group: true });
    await api.devboxes.executions.awaitCompleted(id, group.execution_id);
    const left = await api.devboxes.execute(id, { command: 'pgrep -fx "sleep 100[12]"; true' });
    expect(left.stdout).toBe('');
  });
});

describe('streams', () => {
  it('give all of the output, in order, with offsets to resume at', async () => {
    const started = await api.devboxes.executeAsync(id, { command: 'for i in 1 2 3; do echo line $i ä; sleep 0.2; done' });
    let text = '';
    let last = 0;
    for await (const chunk of await api.devboxes.executions.streamStdoutUpdates(id, started.execution_id, {})) {
      text += chunk.output;
      expect(chunk.offset).toBe(Buffer.byteLength(text));
      last = chunk.offset!;
    }
    expect(text).toBe('line 1 ä\nline 2 ä\nline 3 ä\n');

    let rest = '';
    for await (const chunk of await api.devboxes.executions.streamStdoutUpdates(id, started.execution_id, { offset: '10' })) rest += chunk.output;
    expect(rest).toBe('line 2 ä\nline 3 ä\n');
    expect(last).toBe(30);
  });

  it('give each line as an event of its own, and a line that goes on as far as it is there', async () => {
    const started = await api.devboxes.executeAsync(id, { command: 'seq 1 300; printf "a question? "; sleep 0.5; echo yes' });
    const chunks: string[] = [];
    for await (const chunk of await api.devboxes.executions.streamStdoutUpdates(id, started.execution_id, {})) chunks.push(chunk.output);

    expect(chunks.slice(0, 300)).toEqual(Array.from({ length: 300 }, (_, i) => `${i + 1}\n`));
    expect(chunks.slice(300)).toEqual(['a question? ', 'yes\n']);
  });

  it('keep standard error apart', async () => {
    const started = await api.devboxes.executeAsync(id, { command: 'echo out; echo err >&2' });
    let text = '';
    for await (const chunk of await api.devboxes.executions.streamStderrUpdates(id, started.execution_id, {})) text += chunk.output;

    expect(text).toBe('err\n');
  });
});

describe('an unknown execution', () => {
  it('is 404 everywhere', async () => {
    const none = crypto.randomUUID();
    await expect(api.devboxes.executions.retrieve(id, none)).rejects.toMatchObject({ status: 404 });
    await expect(api.devboxes.executions.kill(id, none)).rejects.toMatchObject({ status: 404 });
    await expect(api.devboxes.executions.sendStdIn(id, none, { text: 'x' })).rejects.toMatchObject({ status: 404 });
    await expect(api.devboxes.waitForCommand(id, none, { statuses: ['completed'] })).rejects.toMatchObject({ status: 404 });
    await expect((async () => await api.devboxes.executions.streamStdoutUpdates(id, none, {}))()).rejects.toMatchObject({ status: 404 });
  });
});
