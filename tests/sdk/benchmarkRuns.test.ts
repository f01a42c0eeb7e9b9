import { ConflictError, NotFoundError, type Runloop } from '@runloop/api-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { client, unique } from './setup/client.js';

const api = client();
const begun: string[] = [];
let scenarios: string[];

async function scenario(command: string, change: Partial<Runloop.ScenarioCreateParams> = {}) {
  const created = await api.scenarios.create({
    name: unique('part'),
    input_context: { problem_statement: 'p' },
    scoring_contract: { scoring_function_parameters: [{ name: 's', weight: 1, scorer: { type: 'bash_script_scorer', bash_script: command } }] },
    ...change,
  });
  return created.id;
}

async function begin(scenario_ids: string[], body: Partial<Runloop.BenchmarkStartRunParams> = {}) {
  const benchmark = await api.benchmarks.create({ name: unique('run'), scenario_ids });
  const run = await api.benchmarks.startRun({ benchmark_id: benchmark.id, ...body });
  begun.push(run.id);
  return run;
}

beforeAll(async () => {
  scenarios = [await scenario('echo 1.0'), await scenario('echo 0.5')];
});

afterAll(async () => {
  await Promise.all(begun.map((id) => api.benchmarkRuns.cancel(id).catch(() => undefined)));
});

describe('benchmark runs', () => {
  it('gather the scenario runs that their caller starts', async () => {
    const name = unique('named');
    const run = await begin(scenarios, { run_name: name, metadata: { a: '1' }, runProfile: { purpose: 'why', envVars: { FROM: 'benchmark' } } });
    expect(run).toMatchObject({ state: 'running', name, metadata: { a: '1' }, purpose: 'why', environment_variables: { FROM: 'benchmark' } });
    expect(run.id).toMatch(/^bmr_/);
    expect(run.start_time_ms).toBeGreaterThan(0);
    expect(run.score ?? null).toBeNull();

    const children = await Promise.all(scenarios.map((scenario_id) => api.scenarios.startRunAndAwaitEnvReady({ scenario_id, benchmark_run_id: run.id })));
    const listed = await api.benchmarkRuns.listScenarioRuns(run.id);
    expect(new Set(listed.runs.map((child) => child.id))).toEqual(new Set(children.map((child) => child.id)));
    expect(listed.runs.every((child) => child.benchmark_run_id === run.id)).toBe(true);
    // What the benchmark run adds is in every devbox.
    expect((await api.devboxes.executeSync(children[0]!.devbox_id, { command: 'echo $FROM' })).stdout).toBe('benchmark\n');
    for (const child of children) await api.scenarios.runs.scoreAndComplete(child.id);

    // Right after its last child: that one's score is counted.
    const done = await api.benchmarkRuns.complete(run.id);
    expect(done).toMatchObject({ state: 'completed', score: 0.75 });
    expect(done.duration_ms).toBeGreaterThan(0);
    expect(await api.benchmarkRuns.retrieve(run.id)).toMatchObject({ state: 'completed', score: 0.75 });
    expect((await api.benchmarkRuns.complete(run.id)).state).toBe('completed');
    await expect(api.scenarios.startRun({ scenario_id: scenarios[0]!, benchmark_run_id: run.id })).rejects.toThrow(/ended/);
  });

  it('are canceled with all that runs in them, and have the score of what was done', async () => {
    const run = await begin(scenarios);
    const first = await api.scenarios.startRunAndAwaitEnvReady({ scenario_id: scenarios[0]!, benchmark_run_id: run.id });
    await api.scenarios.runs.scoreAndComplete(first.id);
    const second = await api.scenarios.startRunAndAwaitEnvReady({ scenario_id: scenarios[1]!, benchmark_run_id: run.id });

    expect(await api.benchmarkRuns.cancel(run.id)).toMatchObject({ state: 'canceled', score: 0.5 });

    await api.post(`/v1/devboxes/${second.devbox_id}/wait_for_status`, { body: { statuses: ['shutdown'] } });
    expect((await api.scenarios.runs.retrieve(second.id)).state).toBe('canceled');
    expect((await api.benchmarkRuns.listScenarioRuns(run.id, { state: 'completed' })).runs.map((child) => child.id)).toEqual([first.id]);
    expect((await api.benchmarkRuns.cancel(run.id)).state).toBe('canceled');
  });

  it('know nothing of a scenario run that was refused', async () => {
    const needy = await scenario('echo 1', { required_environment_variables: ['TOKEN'] });
    const run = await begin([needy, scenarios[0]!]);

    await expect(api.scenarios.startRun({ scenario_id: needy, benchmark_run_id: run.id })).rejects.toThrow(/TOKEN/);
    await expect(api.scenarios.startRun({ scenario_id: scenarios[1]!, benchmark_run_id: run.id })).rejects.toThrow(/scenario_id/);
    const child = await api.scenarios.startRunAndAwaitEnvReady({ scenario_id: scenarios[0]!, benchmark_run_id: run.id });
    await api.scenarios.runs.scoreAndComplete(child.id);

    expect((await api.benchmarkRuns.listScenarioRuns(run.id)).total_count).toBe(1);
    expect((await api.benchmarkRuns.complete(run.id)).score).toBe(1);
  });

  it('are refused without what the benchmark requires, by name', async () => {
    const benchmark = await api.benchmarks.create({
      name: unique('needy'),
      scenario_ids: scenarios,
      required_environment_variables: ['MODEL_NAME'],
      required_secret_names: ['MODEL_KEY'],
    });
    const start = (runProfile?: Runloop.BenchmarkStartRunParams['runProfile']) => api.benchmarks.startRun({ benchmark_id: benchmark.id, runProfile });

    await expect(start()).rejects.toThrow(/MODEL_NAME/);
    await expect(start({ envVars: { MODEL_NAME: 'm' } })).rejects.toThrow(/MODEL_KEY/);
    await expect(start({ envVars: { MODEL_NAME: 'm' }, secrets: { MODEL_KEY: 'NOBODYS' } })).rejects.toThrow(/NOBODYS/);
    const secret = unique('KEY').replaceAll('-', '_');
    await api.secrets.create({ name: secret, value: 'v' });
    const run = await start({ envVars: { MODEL_NAME: 'm' }, secrets: { MODEL_KEY: secret } });
    begun.push(run.id);
    expect(run).toMatchObject({ secrets_provided: { MODEL_KEY: secret } });
    expect((await api.benchmarkRuns.list({ benchmark_id: benchmark.id })).runs.map((found) => found.id)).toEqual([run.id]);
  });

  it('are listed by benchmark, name, state and search', async () => {
    const name = unique('found');
    const run = await begin(scenarios, { run_name: name });

    const ids = async (query: Runloop.BenchmarkRunListParams) => (await api.benchmarkRuns.list(query)).runs.map((found) => found.id);
    expect(await ids({ benchmark_id: run.benchmark_id! })).toEqual([run.id]);
    expect(await ids({ name })).toEqual([run.id]);
    expect(await ids({ search: name, state: 'running' })).toEqual([run.id]);
    expect(await ids({ search: name, state: 'completed' })).toEqual([]);
    await expect(ids({ state: 'asleep' })).rejects.toThrow(/state/);
  });

  it('need a benchmark that exists and has scenarios', async () => {
    const empty = await api.benchmarks.create({ name: unique('empty') });
    await expect(api.benchmarks.startRun({ benchmark_id: empty.id })).rejects.toThrow(/benchmark_id/);
    await expect(api.benchmarks.startRun({ benchmark_id: 'bmd_00000000000000000000000000' })).rejects.toThrow(NotFoundError);
    await expect(api.benchmarkRuns.retrieve('bmr_00000000000000000000000000')).rejects.toThrow(NotFoundError);
    await expect(api.scenarios.startRun({ scenario_id: scenarios[0]!, benchmark_run_id: 'bmr_00000000000000000000000000' })).rejects.toThrow(NotFoundError);
  });

  it('with an agent start, score and complete their scenario runs themselves', async () => {
    const solved = await scenario('cat out', { reference_output: 'echo 1.0 > out' });
    const run = await begin([solved], { agent: { type: 'oracle' } } as Partial<Runloop.BenchmarkStartRunParams>);

    await expect(api.scenarios.startRun({ scenario_id: solved, benchmark_run_id: run.id })).rejects.toThrow(ConflictError);
    const done = await api.post<unknown, Runloop.BenchmarkRunView>(`/v1/benchmark_runs/${run.id}/wait_for_end`, { timeout: 60_000 });

    expect(done).toMatchObject({ state: 'completed', score: 1 });
  });
});
