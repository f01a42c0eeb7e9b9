import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConflictError, NotFoundError, type Runloop } from '@runloop/api-client';
import { afterAll, describe, expect, it } from 'vitest';
import { client, sdk, unique } from './setup/client.js';

const api = client();
const started: string[] = [];

async function scenario(command = 'true', change: Partial<Runloop.ScenarioCreateParams> = {}) {
  return api.scenarios.create({
    name: unique('run'),
    input_context: { problem_statement: 'Say hello.' },
    scoring_contract: { scoring_function_parameters: [{ name: 'check', scorer: { type: 'command_scorer', command }, weight: 1 }] },
    ...change,
  });
}

async function start(scenarioId: string, body: Omit<Runloop.ScenarioStartRunParams, 'scenario_id'> = {}) {
  const run = await api.scenarios.startRunAndAwaitEnvReady({ scenario_id: scenarioId, ...body });
  started.push(run.id);
  return run;
}

async function sh(run: { devbox_id: string }, command: string) {
  return (await api.devboxes.executeSync(run.devbox_id, { command })).stdout!.trim();
}

afterAll(async () => {
  await Promise.all(started.map((id) => api.scenarios.runs.cancel(id).catch(() => undefined)));
});

describe('life', () => {
  it('is started, worked on, scored and completed, which shuts the devbox down', async () => {
    const scored = await scenario('test "$(cat /home/user/answer)" = hello && echo found it', { environment_parameters: { working_directory: '/tmp' } });
    const name = unique('named');
    const run = await start(scored.id, { run_name: name, metadata: { try: '1' }, runProfile: { purpose: 'a test' } });
    expect(run).toMatchObject({ scenario_id: scored.id, state: 'running', name, metadata: { try: '1' }, purpose: 'a test' });
    expect(run.devbox_id).toMatch(/^dbx_/);
    expect(run.scoring_contract_result ?? null).toBeNull();

    await sh(run, 'echo hello > ~/answer');
    const scoring = await api.scenarios.runs.score(run.id);
    expect(['scoring', 'scored']).toContain(scoring.state);
    const result = await api.scenarios.runs.awaitScored(run.id);
    expect(result.scoring_contract_result).toMatchObject({
      score: 1,
      scoring_function_results: [{ scoring_function_name: 'check', state: 'complete', score: 1 }],
    });
    expect(result.scoring_contract_result!.scoring_function_results[0]!.output).toContain('found it');
    // Scoring again changes nothing, and the devbox is still there.
    expect((await api.scenarios.runs.score(run.id)).state).toBe('scored');
    expect(await sh(run, 'cat ~/answer')).toBe('hello');

    const done = await api.scenarios.runs.complete(run.id);
    expect(done.state).toBe('completed');
    expect(done.duration_ms).toBeGreaterThan(0);
    expect(done.scoring_contract_result!.score).toBe(1);
    expect((await api.scenarios.runs.complete(run.id)).state).toBe('completed');
    await api.post(`/v1/devboxes/${run.devbox_id}/wait_for_status`, { body: { statuses: ['shutdown'] } });
    expect((await api.devboxes.shutdown(run.devbox_id)).status).toBe('shutdown');
    await expect(api.scenarios.runs.score(run.id)).rejects.toThrow(ConflictError);
  });

  it('scores what is wrong with nothing, and says why', async () => {
    const run = await start((await scenario('echo not there; exit 3')).id);

    const done = await api.scenarios.runs.scoreAndComplete(run.id);

    expect(done).toMatchObject({ state: 'completed', scoring_contract_result: { score: 0 } });
    expect(done.scoring_contract_result!.scoring_function_results[0]!.output).toContain('not there');
  });

  it('can be completed without a score, and canceled at any time', async () => {
    const { id } = await scenario();
    const unscored = await start(id);
    expect(await api.scenarios.runs.complete(unscored.id)).toMatchObject({ state: 'completed' });

    const early = await api.scenarios.startRun({ scenario_id: id });
    expect((await api.scenarios.runs.cancel(early.id)).state).toBe('canceled');
    expect((await api.scenarios.runs.cancel(early.id)).state).toBe('canceled');
    const late = await start(id);
    expect((await api.scenarios.runs.cancel(late.id)).state).toBe('canceled');
    await api.post(`/v1/devboxes/${late.devbox_id}/wait_for_status`, { body: { statuses: ['shutdown'] } });
    await expect(api.scenarios.runs.scoreAndAwait(late.id)).rejects.toThrow(ConflictError);
  });

  it('fails with its environment', async () => {
    const broken = await scenario('true', { environment_parameters: { launch_parameters: { launch_commands: ['echo broken >&2; exit 9'] } } });

    await expect(api.scenarios.startRunAndAwaitEnvReady({ scenario_id: broken.id })).rejects.toThrow(/failure/);

    // The run learns of its devbox's end a moment later.
    await expect.poll(async () => (await api.scenarios.runs.list({ scenario_id: broken.id })).runs.map((run) => run.state), { timeout: 60_000 }).toEqual(['failed']);
  });

  it('is not found by an id that nobody has', async () => {
    for (const call of ['retrieve', 'score', 'complete', 'cancel', 'downloadLogs'] as const) {
      await expect(api.scenarios.runs[call]('srn_00000000000000000000000000') as Promise<unknown>).rejects.toThrow(NotFoundError);
    }
    await expect(api.scenarios.startRun({ scenario_id: 'scn_00000000000000000000000000' })).rejects.toThrow(NotFoundError);
    await expect(api.scenarios.startRun({} as never)).rejects.toThrow(/scenario_id/);
  });
});

describe('the run profile', () => {
  it('sets variables, secrets, mounts and launch parameters', async () => {
    const secret = unique('SECRET').replaceAll('-', '_').toUpperCase();
    await api.secrets.create({ name: secret, value: 'hidden value' });
    const { id } = await scenario('test "$MODEL" = m1', {
      environment_parameters: { launch_parameters: { resource_size_request: 'SMALL', launch_commands: ['echo scenario > ~/launched'] } },
      required_environment_variables: ['MODEL'],
      required_secret_names: ['DB_PASS'],
    });

    const run = await start(id, {
      runProfile: {
        envVars: { MODEL: 'm1' },
        secrets: { DB_PASS: secret },
        mounts: [{ type: 'file_mount', target: '/opt/mounted', content: 'content' }],
        launchParameters: { keep_alive_time_seconds: 900 },
      },
    });

    expect(run).toMatchObject({ environment_variables: { MODEL: 'm1' }, secrets_provided: { DB_PASS: secret } });
    expect(await sh(run, 'echo "$MODEL/$DB_PASS"; cat /opt/mounted ~/launched')).toBe('m1/hidden value\ncontentscenario');
    expect((await api.devboxes.retrieve(run.devbox_id)).launch_parameters).toMatchObject({ keep_alive_time_seconds: 900, resource_size_request: 'SMALL' });
    expect((await api.scenarios.runs.scoreAndComplete(run.id)).scoring_contract_result!.score).toBe(1);
    expect(JSON.stringify(await api.scenarios.runs.retrieve(run.id))).not.toContain('hidden value');
  });

  it('without what is required refuses the start, by name, and leaves nothing', async () => {
    const { id } = await scenario('true', { required_environment_variables: ['NEEDED', 'GIVEN'], required_secret_names: ['TOKEN'] });

    await expect(api.scenarios.startRun({ scenario_id: id })).rejects.toThrow(/NEEDED/);
    await expect(api.scenarios.startRun({ scenario_id: id, runProfile: { envVars: { GIVEN: '1' } } })).rejects.toThrow(/missing: NEEDED\./);
    const withVariables = { envVars: { NEEDED: '1', GIVEN: '1' } };
    await expect(api.scenarios.startRun({ scenario_id: id, runProfile: withVariables })).rejects.toThrow(/TOKEN/);
    await expect(api.scenarios.startRun({ scenario_id: id, runProfile: { ...withVariables, secrets: { TOKEN: 'NOBODYS' } } })).rejects.toThrow(/secrets\.TOKEN.*NOBODYS/);

    expect((await api.scenarios.runs.list({ scenario_id: id })).runs).toEqual([]);
  });

  it.each<[string, RegExp, object]>([
    ['a variable that is a secret too', /runProfile\.secrets\.A/, { envVars: { A: '1' }, secrets: { A: 'B' } }],
    ['a name of a variable', /runProfile\.envVars\.1A/, { envVars: { '1A': 'x' } }],
    ['a mount', /runProfile\.mounts\[0\]\.target/, { mounts: [{ type: 'file_mount', target: 'relative', content: '' }] }],
    ['a mount of nothing', /runProfile\.mounts/, { mounts: [{ type: 'object_mount', object_id: 'obj_00000000000000000000000000', object_path: '/x' }] }],
    ['launch parameters', /runProfile\.launchParameters\.keep_alive/, { launchParameters: { keep_alive_time_seconds: 0 } }],
  ])('refuses what breaks a rule: %s', async (_, message, runProfile) => {
    await expect(api.scenarios.startRun({ scenario_id: (await scenario()).id, runProfile })).rejects.toThrow(message);
  });
});

describe('lists', () => {
  it('filter by name, scenario, state and search', async () => {
    const { id } = await scenario();
    const names = [unique('a'), unique('b')];
    const runs = [];
    for (const run_name of names) runs.push(await api.scenarios.startRun({ scenario_id: id, run_name }));
    started.push(...runs.map((run) => run.id));
    await api.scenarios.runs.cancel(runs[0]!.id);

    const ids = async (query: Runloop.Scenarios.RunListParams) => (await api.scenarios.runs.list(query)).runs.map((run) => run.id);
    expect(await ids({ scenario_id: id })).toEqual([runs[1]!.id, runs[0]!.id]);
    expect(await ids({ name: names[1]! })).toEqual([runs[1]!.id]);
    expect(await ids({ scenario_id: id, state: 'canceled' })).toEqual([runs[0]!.id]);
    expect(await ids({ search: names[0]! })).toEqual([runs[0]!.id]);
    expect(await ids({ search: runs[1]!.id })).toEqual([runs[1]!.id]);
    await expect(ids({ state: 'asleep' })).rejects.toThrow(/state/);
  });
});

describe('logs', () => {
  it('are a zip of all that happened, while the devbox runs and when it is gone', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bench-logs-'));
    try {
      const runloop = sdk();
      const { id } = await scenario('echo scorer says no; exit 1');
      const run = await runloop.scenario.fromId(id).run();
      started.push(run.id);
      await run.devbox.cmd.exec('echo to stdout; echo to stderr >&2');
      const early = read(folder, 'early.zip', (path) => run.downloadLogs(path));
      expect((await early)['executions'].some((text) => text === 'to stdout\n')).toBe(true);
      await run.scoreAndComplete();

      const files = await read(folder, 'logs.zip', (path) => run.downloadLogs(path));

      expect(JSON.parse(files['run.json'][0]!)).toMatchObject({ id: run.id, state: 'completed' });
      expect(files['executions']).toContain('to stderr\n');
      expect(files['scoring/check.log'][0]).toContain('scorer says no');
      expect(JSON.parse(files['scoring/result.json'][0]!)).toMatchObject({ score: 0 });
      expect(JSON.parse(files['timings.json'][0]!)).toMatchObject({ attempts: [{ devbox_id: run.devboxId }] });
      expect(JSON.parse(files['environment.json'][0]!).devboxes[0]).toMatchObject({ id: run.devboxId });
      const response = await api.scenarios.runs.downloadLogs(run.id);
      expect(response.headers.get('content-type')).toBe('application/zip');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('do not tell the secrets of the environment, the agent and the scorer', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bench-logs-'));
    try {
      const values = { PROFILE: 'value of the profile', AGENT: 'value of the agent', SCORER: 'value of the scorer' };
      const names: Record<string, string> = {};
      for (const [who, value] of Object.entries(values)) {
        names[who] = unique(who).replaceAll('-', '_').toUpperCase();
        await api.secrets.create({ name: names[who]!, value });
      }
      const type = unique('tells');
      await api.scenarios.scorers.create({ type, bash_script: 'echo "scorer $GRADER $OTHER"; echo 1' });
      const { id } = await scenario('true', {
        scoring_contract: {
          scoring_function_parameters: [
            { name: 'tells', weight: 1, scorer: { type: 'custom_scorer', custom_scorer_type: type, scorer_params: { secrets: { GRADER: names['SCORER'] } } } },
          ],
        },
      });

      // A variable that both have is the agent's.
      const run = await api.scenarios.startRun({
        scenario_id: id,
        runProfile: { secrets: { TOKEN: names['PROFILE']!, OTHER: names['PROFILE']! } },
        agent: { type: 'command', command: 'echo "agent $TOKEN $OTHER"; [ "${#TOKEN}" = 18 ]', secrets: { TOKEN: names['AGENT'] } },
      } as Runloop.ScenarioStartRunParams);
      started.push(run.id);
      await expect.poll(async () => (await api.scenarios.runs.retrieve(run.id)).state, { timeout: 60_000 }).toBe('completed');

      const ended = (await api.scenarios.runs.retrieve(run.id)) as unknown as { devbox_id: string; agent_result: { exit_status: number } };
      const files = await read(folder, 'logs.zip', async (path) => writeFileSync(path, Buffer.from(await (await api.scenarios.runs.downloadLogs(run.id)).arrayBuffer())));
      const log = JSON.stringify((await api.devboxes.logs.list(ended.devbox_id)).logs);
      expect(ended.agent_result.exit_status).toBe(0);
      for (const text of [JSON.stringify(files), log, JSON.stringify(ended)]) {
        for (const value of Object.values(values)) expect(text).not.toContain(value);
      }
      for (const text of [JSON.stringify(files), log]) {
        expect(text).toContain('agent [redacted] [redacted]');
        expect(text).toContain('scorer [redacted] [redacted]');
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

/** Texts of the zip's files by their names; all outputs of executions together. */
async function read(folder: string, name: string, download: (path: string) => Promise<void>): Promise<Record<string, string[]>> {
  const path = join(folder, name);
  await download(path);
  expect(readFileSync(path).subarray(0, 2).toString()).toBe('PK');
  const python = 'import json, sys, zipfile\nz = zipfile.ZipFile(sys.argv[1])\nassert z.testzip() is None\nprint(json.dumps({n: z.read(n).decode() for n in z.namelist()}))';
  const files = JSON.parse(execFileSync('python3', ['-c', python, path], { encoding: 'utf8' })) as Record<string, string>;
  const all: Record<string, string[]> = { executions: [] };
  for (const [file, text] of Object.entries(files)) {
    if (file.startsWith('executions/')) all['executions']!.push(text);
    else all[file] = [text];
  }
  return all;
}
