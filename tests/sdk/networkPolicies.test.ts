import { ConflictError, NotFoundError, UnprocessableEntityError, type Runloop } from '@runloop/api-client';
import { afterAll, describe, expect, it } from 'vitest';
import { client, sdk, unique } from './setup/client.js';

const api = client();
const runloop = sdk();
const policies: string[] = [];
const devboxes: string[] = [];

afterAll(async () => {
  await Promise.all(devboxes.map((id) => api.devboxes.shutdown(id).catch(() => undefined)));
  await Promise.all(policies.map((id) => api.networkPolicies.delete(id).catch(() => undefined)));
});

async function made(body: Partial<Runloop.NetworkPolicyCreateParams> = {}) {
  const policy = await api.networkPolicies.create({ name: unique('policy'), ...body });
  policies.push(policy.id);
  return policy;
}

/** The network interfaces of a devbox beside its loopback. */
async function interfaces(body: Runloop.DevboxCreateParams) {
  const devbox = await api.devboxes.createAndAwaitRunning(body);
  devboxes.push(devbox.id);
  const { stdout } = await api.devboxes.execute(devbox.id, { command: 'ls /sys/class/net | grep -v lo' });
  return stdout!.trim();
}

describe('network policies', () => {
  it('have every field, and allow nothing unless they say so', async () => {
    const nothing = await made();
    expect(nothing.id).toMatch(/^npol_/);
    expect(nothing.update_time_ms).toBe(nothing.create_time_ms);
    expect(nothing.egress).toEqual({
      allow_all: false, allow_agent_gateway: false, allow_devbox_to_devbox: false, allow_mcp_gateway: false, allow_runloop_mirrors: false,
      allowed_hostnames: [], allowed_cidrs: [],
    });

    const body: Partial<Runloop.NetworkPolicyCreateParams> = {
      allow_agent_gateway: true, allow_devbox_to_devbox: true, allow_mcp_gateway: true, allow_runloop_mirrors: true,
      allowed_hostnames: ['github.com', '*.npmjs.org', 'api.*.com'],
      allowed_cidrs: [{ cidr: '10.12.0.0/16', ports: [{ port: 443, end_port: 444, protocol: 'TCP' }] }, { cidr: '192.0.2.1/32' }],
    };
    const much = await made({ ...body, description: 'much' });
    expect(much).toMatchObject({ description: 'much', egress: { ...body, allow_all: false } });
    expect(await api.networkPolicies.retrieve(much.id)).toEqual(much);
    expect((await made({ allow_all: true })).egress).toMatchObject({ allow_all: true, allow_devbox_to_devbox: true });
  });

  it('are updated: null keeps, what is given replaces', async () => {
    const policy = await runloop.networkPolicy.create({ name: unique('policy'), description: 'a', allowed_hostnames: ['a.com', 'b.com'] });
    policies.push(policy.id);
    const name = unique('renamed');

    expect(await policy.update({ name, allowed_hostnames: ['c.com'], description: null })).toMatchObject({ name, description: 'a', egress: { allowed_hostnames: ['c.com'] } });
    expect((await policy.update({ allow_all: true })).egress).toMatchObject({ allow_all: true, allow_devbox_to_devbox: true });
    expect((await policy.update({ allow_all: false })).egress).toMatchObject({ allow_all: false, allow_devbox_to_devbox: false, allowed_hostnames: ['c.com'] });
    const cleared = await policy.update({ description: '', allowed_hostnames: [] });
    expect(cleared.description).toBeUndefined();
    expect(cleared.egress.allowed_hostnames).toEqual([]);
    expect(cleared.update_time_ms).toBeGreaterThanOrEqual(cleared.create_time_ms);
    expect(await policy.getInfo()).toEqual(cleared);
  });

  it('have unique names, are listed by id, name and search, and deleted', async () => {
    const name = unique('listed');
    const policy = await made({ name });
    await expect(api.networkPolicies.create({ name })).rejects.toThrow(ConflictError);
    await expect(api.networkPolicies.update((await made()).id, { name })).rejects.toThrow(ConflictError);

    const ids = async (query: Runloop.NetworkPolicyListParams) => (await api.networkPolicies.list(query)).network_policies.map((found) => found.id);
    expect(await ids({ id: policy.id })).toEqual([policy.id]);
    expect(await ids({ name: name.slice(1) })).toEqual([policy.id]);
    expect(await ids({ search: policy.id })).toEqual([policy.id]);

    expect((await api.networkPolicies.delete(policy.id)).id).toBe(policy.id);
    await expect(api.networkPolicies.retrieve(policy.id)).rejects.toThrow(NotFoundError);
    await made({ name });
  });

  it.each<[string, Partial<Runloop.NetworkPolicyCreateParams>]>([
    ['name', { name: ' ' }],
    ['allowed_hostnames[1]', { allowed_hostnames: ['a.com', 'https://a.com'] }],
    ['allowed_hostnames[0]', { allowed_hostnames: ['a.com:443'] }],
    ['allowed_cidrs[0].cidr', { allowed_cidrs: [{ cidr: '10.12.0.1/16' }] }],
    ['allowed_cidrs[0].cidr', { allowed_cidrs: [{ cidr: '2001:db8::/32' }] }],
    ['allowed_cidrs[0].ports[0].port', { allowed_cidrs: [{ cidr: '10.0.0.0/8', ports: [{ port: 0 }] }] }],
    ['allowed_cidrs[0].ports[0].end_port', { allowed_cidrs: [{ cidr: '10.0.0.0/8', ports: [{ port: 20, end_port: 10 }] }] }],
  ])('with a wrong %s are refused', async (field, body) => {
    const wrong = api.networkPolicies.create({ name: unique('wrong'), ...body });
    await expect(wrong).rejects.toThrow(UnprocessableEntityError);
    await expect(wrong).rejects.toThrow(field);
  });
});

describe('devboxes with a policy', () => {
  it('have a network or none, and keep it whatever becomes of the policy', async () => {
    const [all, none] = [await made({ allow_all: true }), await made({ allow_agent_gateway: true, allow_runloop_mirrors: true })];

    expect(await interfaces({ launch_parameters: { network_policy_id: all.id } })).not.toBe('');
    expect(await interfaces({ launch_parameters: { network_policy_id: none.id } })).toBe('');

    await api.networkPolicies.delete(none.id);
    const devbox = devboxes.at(-1)!;
    await api.devboxes.suspend(devbox);
    await api.devboxes.awaitSuspended(devbox);
    await api.devboxes.resume(devbox);
    const resumed = await api.devboxes.awaitRunning(devbox);
    expect(resumed.launch_parameters.network_policy_id).toBe(none.id);
    expect((await api.devboxes.execute(devbox, { command: 'ls /sys/class/net' })).stdout).toBe('lo\n');
  });

  it('inherit it from their blueprint, unless they have their own', async () => {
    const [all, none] = [await made({ allow_all: true }), await made()];
    const blueprint = await api.blueprints.createAndAwaitBuildCompleted({ name: unique('policy'), launch_parameters: { network_policy_id: none.id } });

    expect(await interfaces({ blueprint_id: blueprint.id })).toBe('');
    expect(await interfaces({ blueprint_id: blueprint.id, launch_parameters: { network_policy_id: all.id } })).not.toBe('');
  });

  it('are refused where it allows a part only, or is not there', async () => {
    const part = await made({ allowed_hostnames: ['github.com'] });
    const refused = api.devboxes.create({ launch_parameters: { network_policy_id: part.id } });
    await expect(refused).rejects.toMatchObject({ status: 501 });
    await expect(refused).rejects.toThrow(/launch_parameters\.network_policy_id/);

    const missing = api.devboxes.create({ launch_parameters: { network_policy_id: 'npol_00000000000000000000000000' } });
    await expect(missing).rejects.toThrow(NotFoundError);
    const two = api.devboxes.create({ launch_parameters: { network_policy_id: part.id, network_mode: 'public' } as Runloop.LaunchParameters });
    await expect(two).rejects.toThrow(/network_policy_id/);
  });

  it('are those of scenario runs, too', async () => {
    const [none, part] = [await made(), await made({ allowed_hostnames: ['github.com'] })];
    const scenario = (network_policy_id: string) =>
      api.scenarios.create({
        name: unique('scenario'),
        input_context: { problem_statement: 'reach nothing' },
        environment_parameters: { launch_parameters: { network_policy_id } },
        scoring_contract: { scoring_function_parameters: [{ name: 'alone', weight: 1, scorer: { type: 'command_scorer', command: 'test "$(ls /sys/class/net)" = lo' } }] },
      });

    const run = await api.scenarios.startRunAndAwaitEnvReady({ scenario_id: (await scenario(none.id)).id });
    expect((await api.scenarios.runs.scoreAndComplete(run.id)).scoring_contract_result?.score).toBe(1);
    const refused = api.scenarios.startRun({ scenario_id: (await scenario(part.id)).id });
    await expect(refused).rejects.toThrow(/501.*launch_parameters\.network_policy_id/);
    await expect(scenario('npol_00000000000000000000000000')).rejects.toThrow(/environment_parameters\.launch_parameters\.network_policy_id/);
  });

  it('are built under one, too', async () => {
    const none = await made();
    const blueprint = await api.blueprints.createAndAwaitBuildCompleted({
      name: unique('offline'), network_policy_id: none.id, system_setup_commands: ['ls /sys/class/net | grep -v lo > /interfaces || true'],
    });
    const devbox = await api.devboxes.createAndAwaitRunning({ blueprint_id: blueprint.id });
    devboxes.push(devbox.id);
    expect(await api.devboxes.readFileContents(devbox.id, { file_path: '/interfaces' })).toBe('');

    const part = await made({ allowed_hostnames: ['github.com'] });
    await expect(api.blueprints.create({ name: 'x', network_policy_id: part.id })).rejects.toThrow(/network_policy_id/);
    await expect(api.blueprints.create({ name: 'x', launch_parameters: { network_policy_id: part.id } })).rejects.toThrow(/launch_parameters\.network_policy_id/);
  });
});
