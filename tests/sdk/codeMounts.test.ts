import { execFileSync } from 'node:child_process';
import type { Runloop } from '@runloop/api-client';
import { afterAll, describe, expect, inject, it } from 'vitest';
import { client, unique } from './setup/client.js';
import { token } from './setup/git.js';

const api = client();
const made: string[] = [];
const secret = Buffer.from(`x-access-token:${token}`).toString('base64');
const repository = { repo_owner: 'acme', repo_name: 'private', token } as const;

async function running(body: Runloop.DevboxCreateParams) {
  const devbox = await api.devboxes.createAndAwaitRunning(body);
  made.push(devbox.id);
  return devbox;
}

async function out(id: string, command: string) {
  return (await api.devboxes.execute(id, { command })).stdout;
}

/** Neither the token nor what is sent of it is told by the API, or is on the disk, or in a process. */
async function expectNoToken(id: string) {
  const told = JSON.stringify([await api.devboxes.retrieve(id), await api.devboxes.logs.list(id)]);
  expect(told).not.toContain(token);
  expect(told).not.toContain(secret);
  const pattern = `[${token[0]}]${token.slice(1)}\\|[${secret[0]}]${secret.slice(1)}`;
  expect(await out(id, `grep -rlsa '${pattern}' ~ /tmp /etc /opt /proc/[0-9]*/environ | head; echo searched`)).toBe('searched\n');
}

afterAll(() => Promise.all(made.map((id) => api.devboxes.shutdown(id).catch(() => undefined))));

describe('code mounts', () => {
  it('clone a private repository with its token, which is left nowhere', async () => {
    const { id } = await running({ code_mounts: [{ ...repository, install_command: 'git log --format=%s > ~/installed' }] });

    expect(await out(id, 'cat ~/private/README; echo; cat ~/installed; git -C ~/private status --short')).toBe('main\nmain\nfirst\n');
    await expectNoToken(id);
  });

  it.each([['feature', 'feature'], ['v1', 'first']])('check out %s', async (git_ref, text) => {
    const { id } = await running({ mounts: [{ type: 'code_mount', repo_owner: 'acme', repo_name: 'open', git_ref }] });

    expect(await out(id, 'cat ~/open/README')).toBe(text);
  });

  it.each([undefined, 'ghp_wrong'])('fail with the token %s, and say of which repository', async (wrong) => {
    const created = await api.devboxes.create({ code_mounts: [{ ...repository, token: wrong ?? null }] });
    made.push(created.id);

    const failed = await api.post<unknown, Runloop.DevboxView & { failure_message: string }>(`/v1/devboxes/${created.id}/wait_for_status`, {
      body: { statuses: ['failure'] },
    });

    expect(failed.failure_reason).toBe('execution_failed');
    expect(failed.failure_message).toMatch(/code_mounts\/0: cloning .*acme\/private\.git/);
    expect(failed.failure_message).not.toContain('ghp_wrong');
  });
});

it('an agent from a private repository is cloned with the token of its mount, and set up there', async () => {
  const name = unique('agent');
  await api.agents.create({
    name,
    source: { type: 'git', git: { repository: `${inject('gitHost')}/acme/private.git`, ref: 'feature', agent_setup: ['cp README ../set-up'] } },
  });

  const { id } = await running({ mounts: [{ type: 'agent_mount', agent_id: null, agent_name: name, agent_path: '/home/user/agents/mine', auth_token: token }] });

  expect(await out(id, 'cat ~/agents/mine/README ~/agents/set-up')).toBe('featurefeature');
  await expectNoToken(id);
});

it('a blueprint clones a private repository, and its image does not hold the token', async () => {
  const blueprint = await api.blueprints.createAndAwaitBuildCompleted({ name: unique('code'), code_mounts: [{ ...repository }] });
  const { id } = await running({ blueprint_id: blueprint.id });

  expect(await out(id, 'cat ~/private/README')).toBe('main');
  await expectNoToken(id);
  const container = execFileSync('docker', ['ps', '-q', '--filter', `label=benchcluster.devbox=${id}`], { encoding: 'utf8' }).trim();
  const image = execFileSync('docker', ['inspect', '-f', '{{.Image}}', container], { encoding: 'utf8' }).trim();
  const history = execFileSync('docker', ['history', '--no-trunc', image], { encoding: 'utf8' }) + execFileSync('docker', ['inspect', image], { encoding: 'utf8' });
  expect(history).toContain('acme/private.git');
  expect(history).not.toContain(token);
  expect(history).not.toContain(secret);
  expect(JSON.stringify([await api.blueprints.retrieve(blueprint.id), await api.blueprints.logs(blueprint.id)])).not.toContain(token);
  await api.devboxes.shutdown(id);
  await api.blueprints.delete(blueprint.id);
});
