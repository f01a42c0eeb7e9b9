import { ConflictError, NotFoundError, UnprocessableEntityError, type Runloop } from '@runloop/api-client';
import { expect, it, vi } from 'vitest';
import { client, unique } from './setup/client.js';

const api = client();

type Job = Awaited<ReturnType<Runloop['benchmarkJobs']['retrieve']>>;

/** A scenario that is solved by a file, with a reference that makes it. */
async function scenario(name = unique('scenario'), image?: string) {
  return api.scenarios.create({
    name,
    input_context: { problem_statement: 'Make /tmp/done.' },
    reference_output: 'touch /tmp/done',
    scoring_contract: { scoring_function_parameters: [{ name: 'done', weight: 1, scorer: { type: 'command_scorer', command: 'test -e /tmp/done' } }] },
    ...(image ? { environment_parameters: { image } as object } : {}),
  });
}

async function ended(id: string): Promise<Job> {
  for (const deadline = Date.now() + 180_000; ; ) {
    const job = await api.benchmarkJobs.retrieve(id);
    // What became of the scenarios is read from an index that follows a moment later.
    const isCounted = (job.benchmark_outcomes ?? []).every(
      (outcome) => outcome.n_completed + outcome.n_failed + outcome.n_timeout >= outcome.scenario_outcomes.length,
    );
    if (job.state === 'cancelled' || (!['initializing', 'queued', 'running'].includes(job.state) && isCounted)) return job;
    if (Date.now() > deadline) throw new Error(`still ${job.state}: ${JSON.stringify(job)}`);
    await new Promise((done) => setTimeout(done, 200));
  }
}

const agent = (name: string, rest: object = {}) => ({ type: 'job_agent' as const, name, ...rest });

it('over a benchmark have an outcome for each agent and scenario', async () => {
  const scenarios = [await scenario(), await scenario()];
  const benchmark = await api.benchmarks.create({ name: unique('benchmark'), scenario_ids: scenarios.map((s) => s.id) });

  const created = await api.benchmarkJobs.create({
    name: unique('job'),
    spec: {
      type: 'benchmark',
      benchmark_id: benchmark.id,
      agent_configs: [agent('oracle'), agent('idler', { kwargs: { command: 'true' }, model_name: 'none', timeout_seconds: 60 })],
      orchestrator_config: { n_concurrent_trials: 4, n_attempts: 1, timeout_multiplier: 2, quiet: true },
    },
  });

  expect(['initializing', 'queued', 'running']).toContain(created.state);
  expect(created.id).toMatch(/^bmj_/);
  const job = await ended(created.id);
  expect(job.state).toBe('completed');
  expect(job.job_source).toEqual({ type: 'benchmark', benchmark_id: benchmark.id, benchmark_name: benchmark.name });
  expect(job.job_spec).toMatchObject({
    agent_configs: [{ type: 'job_agent', name: 'oracle' }, { name: 'idler', model_name: 'none', timeout_seconds: 60 }],
    scenario_ids: scenarios.map((s) => s.id),
    orchestrator_config: { n_concurrent_trials: 4, n_attempts: 1, timeout_multiplier: 2, quiet: true },
  });
  const [oracle, idler] = job.benchmark_outcomes!;
  expect(oracle).toMatchObject({ agent_name: 'oracle', n_completed: 2, n_failed: 0, n_timeout: 0, average_score: 1 });
  expect(idler).toMatchObject({ agent_name: 'idler', model_name: 'none', n_completed: 2, average_score: 0 });
  expect(oracle!.duration_ms).toBeGreaterThan(0);
  expect(oracle!.scenario_outcomes.map((outcome) => outcome.scenario_definition_id)).toEqual(scenarios.map((s) => s.id));
  expect(oracle!.scenario_outcomes[0]).toMatchObject({ scenario_name: scenarios[0]!.name, state: 'COMPLETED', score: 1 });
  expect((await api.scenarios.runs.retrieve(oracle!.scenario_outcomes[0]!.scenario_run_id!)).benchmark_run_id).toBe(oracle!.benchmark_run_id);
  expect((await api.benchmarkRuns.retrieve(oracle!.benchmark_run_id)).benchmark_id).toBe(benchmark.id);
});

it('over scenarios say of each that failed by whose fault', async () => {
  const good = await scenario();
  const broken = await scenario(unique('broken'), 'no.such.registry.invalid/image:1');

  const { id } = await api.benchmarkJobs.create({
    spec: { type: 'scenarios', scenario_ids: [good.id, broken.id], agent_configs: [agent('oracle')] },
  });

  const job = await ended(id);
  expect(job.name).toMatch(/^scenarios-/);
  expect(job.job_source).toEqual({ type: 'scenarios', scenario_ids: [good.id, broken.id] });
  expect(job.benchmark_outcomes![0]).toMatchObject({ n_completed: 1, n_failed: 1, average_score: 1 });
  // A registry that cannot be reached is nobody's fault here.
  const failed = job.benchmark_outcomes![0]!.scenario_outcomes[1]!;
  expect(failed).toMatchObject({ state: 'FAILED', failure_reason: { exception_type: 'InfrastructureError' } });
  expect(failed.failure_reason!.exception_message).toContain('no.such.registry.invalid/image:1');
  expect(failed.score).toBeUndefined();
  expect((await api.benchmarkRuns.retrieve(job.benchmark_outcomes![0]!.benchmark_run_id)).benchmark_id).toBeUndefined();
});

it("of Harbor's job files run imported datasets and tasks, each as often as the file says", async () => {
  const [first, second, other] = [await scenario(unique('first')), await scenario(unique('second')), await scenario(unique('other'))];
  const benchmark = await api.benchmarks.create({ name: unique('dataset'), scenario_ids: [first.id, second.id] });
  const secret = (await api.secrets.create({ name: unique('SECRET').replaceAll('-', '_'), value: 'open sesame' })).name;
  const inline_yaml = `
jobs_dir: jobs
n_attempts: 2
orchestrator: {type: local, n_concurrent_trials: 3, retry: {max_retries: 1}}
agents:
  - name: oracle
  - name: mine
    kwargs: {command: '[ "$KEY" = "open sesame" ] && [ "$LEVEL" = 3 ] && echo "$KEY" && touch /tmp/done'}
    env: {KEY: "\${${secret}}", LEVEL: "3"}
datasets: [{path: some/where/${benchmark.name}, exclude_task_names: ["second-*"]}]
tasks: [{path: tasks/${other.name}}]
`;

  const { id } = await api.benchmarkJobs.create({ name: unique('harbor'), spec: { type: 'harbor', inline_yaml } });

  const job = await ended(id);
  expect(job.job_source).toEqual({ type: 'harbor', inline_yaml });
  expect(job.job_spec!.scenario_ids).toEqual([first.id, other.id]);
  expect(job.benchmark_outcomes!.map((outcome) => [outcome.agent_name, outcome.n_completed, outcome.average_score])).toEqual([
    ['oracle', 4, 1],
    ['mine', 4, 1],
  ]);
  expect((job as { notes?: string[] }).notes).toEqual([expect.stringMatching(/^jobs_dir: has no effect/)]);
  const run = await api.scenarios.runs.retrieve(job.benchmark_outcomes![1]!.scenario_outcomes[0]!.scenario_run_id!);
  expect((run as { agent_result?: { stdout: string } }).agent_result!.stdout).toBe('[redacted]\n');
});

it('are listed newest first and found by name', async () => {
  const { id: scenarioId } = await scenario();
  const spec = { type: 'scenarios' as const, scenario_ids: [scenarioId], agent_configs: [agent('nop')] };
  const name = unique('listed');
  const first = await api.benchmarkJobs.create({ name, spec });
  await expect(api.benchmarkJobs.create({ name, spec })).rejects.toThrow(ConflictError);
  const second = await api.benchmarkJobs.create({ name: `${name}-2`, spec });
  await ended(first.id);
  await ended(second.id);

  expect((await api.benchmarkJobs.list({ search: name })).jobs.map((job) => job.id)).toEqual([second.id, first.id]);
  const page = await api.benchmarkJobs.list({ search: name, limit: 1 });
  expect(page).toMatchObject({ has_more: true, total_count: 2 });
  expect((await api.benchmarkJobs.list({ search: name, starting_after: second.id })).jobs.map((job) => job.id)).toEqual([first.id]);
  const found = (await api.benchmarkJobs.list({ name })).jobs;
  expect(found).toEqual([await api.benchmarkJobs.retrieve(first.id)]);
});

it('show the runs that go on, and are canceled', async () => {
  const { id: scenarioId } = await scenario();
  const { id } = await api.benchmarkJobs.create({
    spec: { type: 'scenarios', scenario_ids: [scenarioId], agent_configs: [agent('sleeper', { kwargs: { command: 'sleep 600' } })] },
  });
  let job = await api.benchmarkJobs.retrieve(id);
  for (const deadline = Date.now() + 60_000; !job.in_progress_runs?.length && Date.now() < deadline; ) {
    await new Promise((done) => setTimeout(done, 100));
    job = await api.benchmarkJobs.retrieve(id);
  }

  expect(job.state).toBe('running');
  expect(job.in_progress_runs![0]).toMatchObject({ state: 'running', agent_config: { type: 'job_agent', name: 'sleeper' } });
  expect(job.in_progress_runs![0]!.start_time_ms).toBeGreaterThan(0);

  await api.post(`/v1/benchmark_jobs/${id}/cancel`, { body: {} });
  job = await ended(id);
  expect(job.state).toBe('cancelled');
  await vi.waitFor(
    async () => expect((await api.benchmarkRuns.retrieve(job.benchmark_outcomes![0]!.benchmark_run_id)).state).toBe('canceled'),
    { timeout: 30_000, interval: 100 },
  );
});

it('that cannot be carried out are refused by the name of the field', async () => {
  const { id } = await scenario();
  const refused = async (spec: object, field: RegExp) => {
    const answer = api.benchmarkJobs.create({ spec: spec as never });
    await expect(answer).rejects.toThrow(UnprocessableEntityError);
    await expect(answer).rejects.toThrow(field);
  };
  const scenarios = { type: 'scenarios', scenario_ids: [id] };

  await expect(api.benchmarkJobs.create({})).rejects.toThrow(/spec: is required/);
  await refused({ ...scenarios, agent_configs: [] }, /spec\.agent_configs: must have 1/);
  await refused({ ...scenarios, agent_configs: [agent('nobody')] }, /spec\.agent_configs\[0\]\.name: there is no agent 'nobody'/);
  await refused({ ...scenarios, agent_configs: [agent('x', { agent_id: 'agt_nothing' })] }, /agent_configs\[0\]\.agent_id/);
  await refused({ ...scenarios, agent_configs: [agent('nop', { agent_environment: { secrets: { KEY: 'nothing' } } })] }, /secrets\.KEY: there is no secret/);
  await refused({ ...scenarios, agent_configs: [agent('nop')], orchestrator_config: { n_concurrent_trials: 0 } }, /n_concurrent_trials/);
  await refused({ ...scenarios, agent_configs: [agent('nop')], orchestrator_config: { timeout_multiplier: 0 } }, /timeout_multiplier/);
  await refused({ type: 'scenarios', scenario_ids: ['scn_nothing'], agent_configs: [agent('nop')] }, /spec\.scenario_ids\[0\]/);
  await refused({ type: 'benchmark', benchmark_id: 'bmd_nothing', agent_configs: [agent('nop')] }, /spec\.benchmark_id/);
  await refused({ type: 'harbor', inline_yaml: 'agents: [{name: oracle}]\ndatasets: [{name: no-such}]' }, /datasets\[0\]\.name: there is no benchmark named 'no-such'/);
  await expect(api.benchmarkJobs.retrieve('bmj_nothing')).rejects.toThrow(NotFoundError);
});
