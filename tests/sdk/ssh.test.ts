import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { client, sdk, unique } from './setup/client.js';

const api = client();
const directory = mkdtempSync(join(tmpdir(), 'bench-ssh-'));
let id: string;
let login: Login;

beforeAll(async () => {
  const secret = unique('SECRET').replaceAll('-', '_');
  await api.secrets.create({ name: secret, value: 'of-the-vault' });
  id = (await api.devboxes.createAndAwaitRunning({ environment_variables: { OF_THE_BOX: 'yes' }, secrets: { TOKEN: secret } })).id;
  login = new Login(await api.devboxes.createSSHKey(id));
});

afterAll(async () => {
  await api.devboxes.shutdown(id);
  rmSync(directory, { recursive: true, force: true });
});

interface Result {
  status: number;
  stdout: string;
  stderr: string;
}

/** A key, as a person would use it with plain OpenSSH. */
class Login {
  readonly key = join(directory, unique('key'));
  readonly host: string;
  readonly port: string;

  constructor(readonly view: { ssh_private_key: string; ssh_user: string; url: string }) {
    writeFileSync(this.key, view.ssh_private_key, { mode: 0o600 });
    [this.host, this.port] = view.url.split(':') as [string, string];
  }

  get options(): string[] {
    const known = `UserKnownHostsFile=${join(directory, 'known_hosts')}`;
    // Once it is known, another host key is refused.
    return ['-F', 'none', '-i', this.key, '-o', 'IdentitiesOnly=yes', '-o', 'BatchMode=yes', '-o', 'StrictHostKeyChecking=accept-new', '-o', known, '-o', 'LogLevel=ERROR'];
  }

  ssh(args: string[], input = ''): Promise<Result> {
    return run('ssh', [...this.options, ...args.slice(0, -1), `ssh://${this.view.ssh_user}@${this.view.url}`, ...args.slice(-1)], input);
  }

  at(path: string): string {
    return `${this.view.ssh_user}@${this.host}:${path}`;
  }
}

function run(program: string, args: string[], input = ''): Promise<Result> {
  return new Promise((ended) => {
    const child = execFile(program, args, { maxBuffer: 1 << 28 }, (error, stdout, stderr) =>
      ended({ status: error ? Number(error.code ?? 1) : 0, stdout, stderr }),
    );
    child.stdin!.end(input);
  });
}

describe('createSSHKey', () => {
  it('gives a private key in PEM, the user and where to connect', () => {
    expect(login.view).toMatchObject({ id, ssh_user: 'user', ssh_private_key: expect.stringMatching(/^-----BEGIN [A-Z ]*PRIVATE KEY-----\n/), url: expect.stringMatching(/^[^:]+:\d+$/) });
  });

  it('gives another each time, and all of them are let in', async () => {
    const other = new Login(await sdk().devbox.fromId(id).net.createSSHKey());

    expect(other.view.ssh_private_key).not.toBe(login.view.ssh_private_key);
    expect((await other.ssh(['echo in'])).stdout).toBe('in\n');
    expect((await login.ssh(['echo in'])).stdout).toBe('in\n');
  });

  it('is refused for a devbox that does not run', async () => {
    const { id } = await api.devboxes.createAndAwaitRunning({});
    const ended = new Login(await api.devboxes.createSSHKey(id));
    await api.devboxes.shutdown(id);

    await expect(api.devboxes.createSSHKey(id)).rejects.toMatchObject({ status: 409 });
    expect(await ended.ssh(['echo in'])).toMatchObject({ status: 255, stdout: '', stderr: expect.stringContaining('shutdown') });
  });
});

describe('ssh', () => {
  it('runs a command: output, errors and exit status are the command’s', async () => {
    expect(await login.ssh(['echo out; echo err >&2; exit 3'])).toEqual({ status: 3, stdout: 'out\n', stderr: 'err\n' });
  });

  it('is the devbox’s user at home, with the environment that commands have', async () => {
    expect((await login.ssh(['echo "$(whoami) $(pwd) $OF_THE_BOX $TOKEN $(hostname)"'])).stdout).toMatch(/^user \/home\/user yes of-the-vault \S+\n$/);
  });

  it('passes on the standard input and its end', async () => {
    expect((await login.ssh(['wc -c'], 'x'.repeat(1_000_000))).stdout.trim()).toBe('1000000');
  });

  it('is a shell where there is no command', async () => {
    const { status, stdout } = await run('ssh', [...login.options, '-T', `ssh://${login.view.ssh_user}@${login.view.url}`], 'cd /tmp\npwd\nexit 4\n');

    expect({ status, stdout }).toEqual({ status: 4, stdout: '/tmp\n' });
  });

  it('has a terminal where one is asked for', async () => {
    const { status, stdout } = await login.ssh(['-tt', 'tty; test -t 0 && test -t 1 && echo both; exit 5']);

    expect(status).toBe(5);
    expect(stdout).toMatch(/^\/dev\/pts\/\d+\r\nboth\r\n$/);
  });

  it('tells two devboxes apart by the key, and lets nobody in without one', async () => {
    const { id: otherId } = await api.devboxes.createAndAwaitRunning({ name: 'other' });
    try {
      const other = new Login(await api.devboxes.createSSHKey(otherId));
      await login.ssh(['echo first > /tmp/whose']);
      await other.ssh(['echo second > /tmp/whose']);
      expect((await login.ssh(['cat /tmp/whose'])).stdout).toBe('first\n');
      expect((await other.ssh(['cat /tmp/whose'])).stdout).toBe('second\n');

      const stranger = join(directory, 'stranger');
      await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', stranger]);
      writeFileSync(login.key + '.none', readFileSync(stranger), { mode: 0o600 });
      const refused = await run('ssh', [...login.options.map((option) => (option === login.key ? stranger : option)), `ssh://user@${login.view.url}`, 'id']);
      expect(refused).toMatchObject({ status: 255, stdout: '', stderr: expect.stringContaining('Permission denied') });
    } finally {
      await api.devboxes.shutdown(otherId);
    }
  });

  it('runs nothing on the host, whatever is asked for', async () => {
    const marker = join(directory, 'of-the-host');
    writeFileSync(marker, 'seen');
    for (const command of [`cat ${marker}`, `'; cat ${marker}; '`, `$(cat ${marker})`, `\ncat ${marker}`]) {
      expect(`${JSON.stringify(await login.ssh([command]))}`).not.toContain('seen');
    }
    expect((await login.ssh(['-s', 'no-such-subsystem'])).status).toBe(255);
    const forward = await login.ssh(['-o', 'ExitOnForwardFailure=yes', '-R', '0:127.0.0.1:22', 'true']);
    expect(forward.status).toBe(255);
  });

  it('takes a session along that breaks off, with a terminal and without', async () => {
    for (const option of ['-T', '-tt']) {
      const child = execFile('ssh', [...login.options, option, `ssh://${login.view.ssh_user}@${login.view.url}`, 'echo on; exec sleep 4321']);
      let shown = '';
      child.stdout!.on('data', (data) => (shown += data));
      await expect.poll(() => shown, { timeout: 20_000 }).toContain('on');
      child.kill('SIGKILL');

      await expect.poll(async () => (await login.ssh(["pgrep -f '[s]leep 4321' || echo gone"])).stdout, { timeout: 20_000 }).toBe('gone\n');
    }
  });

  it('serves ten at once', async () => {
    const results = await Promise.all(Array.from({ length: 10 }, (_, n) => login.ssh([`echo ${n}`])));

    expect(results.map((result) => result.stdout)).toEqual(Array.from({ length: 10 }, (_, n) => `${n}\n`));
  });
});

describe('file transfers', () => {
  const content = randomBytes(20 << 20);
  const digest = createHash('sha256').update(content).digest('hex');

  async function digestOf(path: string): Promise<string> {
    return (await login.ssh([`sha256sum '${path}'`])).stdout.split(' ')[0]!;
  }

  it('work with scp, over sftp and as of old', async () => {
    const local = join(directory, 'a file');
    writeFileSync(local, content);
    for (const old of [[], ['-O']]) {
      const remote = `/tmp/copy${old}`;
      expect(await run('scp', [...old, ...login.options, '-P', login.port, local, login.at(remote)])).toMatchObject({ status: 0, stderr: '' });
      expect(await digestOf(remote)).toBe(digest);
      expect(await run('scp', [...old, ...login.options, '-P', login.port, login.at(remote), `${local}.back`])).toMatchObject({ status: 0 });
      expect(readFileSync(`${local}.back`).equals(content)).toBe(true);
    }
  });

  it('say what is wrong', async () => {
    const result = await run('scp', [...login.options, '-P', login.port, login.at('/no/such'), join(directory, 'x')]);

    expect(result.status).not.toBe(0);
    expect(result.stderr).toContain('No such file');
  });

  it('work with rsync, whether or not the image has it', async () => {
    const local = mkdtempSync(join(directory, 'tree-'));
    writeFileSync(join(local, 'one'), content);
    writeFileSync(join(local, 'two words'), 'two');
    const shell = ['ssh', ...login.options, '-p', login.port].join(' ');

    expect(await run('rsync', ['-a', '-e', shell, `${local}/`, login.at('/tmp/tree/')])).toMatchObject({ status: 0, stderr: '' });
    expect(await digestOf('/tmp/tree/one')).toBe(digest);
    await login.ssh(['echo changed > "/tmp/tree/two words"; rm /tmp/tree/one']);
    expect(await run('rsync', ['-a', '--delete', '-e', shell, login.at('/tmp/tree/'), `${local}/`])).toMatchObject({ status: 0 });
    expect(readFileSync(join(local, 'two words'), 'utf8')).toBe('changed\n');
  });

  it('belong to the devbox’s user', async () => {
    writeFileSync(join(directory, 'small'), 'small');
    await run('scp', [...login.options, '-P', login.port, join(directory, 'small'), login.at('small')]);

    expect((await login.ssh(['stat -c %U ~/small'])).stdout).toBe('user\n');
  });
});
