import { ConflictError, NotFoundError, UnprocessableEntityError, BadRequestError, type Runloop } from '@runloop/api-client';
import { Scenario, ScenarioBuilder, ScenarioRun } from '@runloop/api-client/sdk';
import { describe, expect, it } from 'vitest';
import { client, sdk, unique } from './setup/client.js';

const api = client();

function minimal(change: Partial<Runloop.ScenarioCreateParams> = {}): Runloop.ScenarioCreateParams {
  return {
    name: unique('scenario'),
    input_context: { problem_statement: 'echo hello' },
    scoring_contract: { scoring_function_parameters: [{ name: 'cmd-zero', scorer: { type: 'command_scorer', command: 'true' }, weight: 1 }] },
    ...change,
  };
}

describe('create and retrieve', () => {
  it('keeps every field', async () => {
    const body = minimal({
      input_context: { problem_statement: 'Make it work.', additional_context: { hint: ['a', 1, null], deep: { er: true } } },
      environment_parameters: {
        working_directory: '/home/user',
        launch_parameters: { resource_size_request: 'SMALL', launch_commands: ['true'], keep_alive_time_seconds: 600 },
      },
      metadata: { difficulty: 'easy' },
      reference_output: 'echo done > done.txt\n',
      required_environment_variables: ['MODEL'],
      required_secret_names: ['API_KEY'],
      scorer_timeout_sec: 60,
      validation_type: 'FORWARD',
      scoring_contract: {
        scoring_function_parameters: [
          { name: 'command', weight: 0.1, scorer: { type: 'command_scorer', command: 'true' } },
          { name: 'bash', weight: 0.2, scorer: { type: 'bash_script_scorer', bash_script: 'echo score=1.0' } },
          {
            name: 'python',
            weight: 0.3,
            scorer: { type: 'python_script_scorer', python_script: 'print(1.0)', python_version_constraint: '>=3.10', requirements_contents: 'requests\n' },
          },
          { name: 'tests', weight: 0.2, scorer: { type: 'test_based_scorer', test_command: 'sh t.sh', test_files: [{ file_path: 't.sh', file_contents: 'exit 0' }] } },
          { name: 'ast-grep_1', weight: 0.2, scorer: { type: 'ast_grep_scorer', pattern: 'f(\\$A)', search_directory: '.', lang: 'python' } },
        ],
      },
    });

    const created = await api.scenarios.create(body);

    expect(created.id).toMatch(/^scn_/);
    const { environment_parameters, ...same } = body;
    expect(created).toMatchObject({ ...same, environment: environment_parameters, status: 'active', is_public: false });
    expect(await api.scenarios.retrieve(created.id)).toEqual(created);
  });

  it('has what an absent field means', async () => {
    const created = await api.scenarios.create(minimal({ metadata: null, reference_output: null, validation_type: null, environment_parameters: null }));

    expect(created.metadata).toEqual({});
    expect(created.reference_output ?? null).toBeNull();
    expect(created.validation_type ?? null).toBeNull();
  });

  it('can be cloned with another scoring function', async () => {
    const original = await api.scenarios.create(minimal({ metadata: { a: '1' }, reference_output: 'true' }));
    const { environment, scoring_contract: _, ...rest } = await api.scenarios.retrieve(original.id);

    const clone = await api.scenarios.create({
      ...rest,
      name: unique('clone'),
      environment_parameters: environment ?? null,
      scoring_contract: { scoring_function_parameters: [{ name: 'other', weight: 1, scorer: { type: 'bash_script_scorer', bash_script: 'echo 0.5' } }] },
    });

    expect(clone.id).not.toBe(original.id);
    expect(clone).toMatchObject({ metadata: { a: '1' }, reference_output: 'true' });
    expect((await api.scenarios.retrieve(original.id)).scoring_contract).toEqual(original.scoring_contract);
  });

  it.each<[string, RegExp, object]>([
    ['weights', /weights must sum to 1\.0/, { scoring_contract: { scoring_function_parameters: [{ name: 'a', weight: 0.5, scorer: { type: 'command_scorer', command: 'true' } }] } }],
    ['a name', /\[0\]\.name/, { scoring_contract: { scoring_function_parameters: [{ name: 'a b', weight: 1, scorer: { type: 'command_scorer', command: 'true' } }] } }],
    ['no function', /scoring_function_parameters/, { scoring_contract: { scoring_function_parameters: [] } }],
    ['a blank name', /^422 name/, { name: ' ' }],
    ['no problem statement', /input_context\.problem_statement/, { input_context: {} }],
    ['an unknown custom scorer', /custom_scorer_type/, { scoring_contract: { scoring_function_parameters: [{ name: 'a', weight: 1, scorer: { type: 'custom_scorer', custom_scorer_type: 'nobody' } }] } }],
    ['two origins', /environment_parameters/, { environment_parameters: { blueprint_id: 'bpt_0', snapshot_id: 'snp_0' } }],
    ['a relative directory', /working_directory/, { environment_parameters: { working_directory: 'app' } }],
  ])('refuses what breaks a rule: %s', async (_, message, change) => {
    const wrong = api.scenarios.create(minimal(change as Partial<Runloop.ScenarioCreateParams>));
    await expect(wrong).rejects.toThrow(UnprocessableEntityError);
    await expect(wrong).rejects.toThrow(message);
  });

  it('refuses an unknown value of an enum and unknown resources', async () => {
    await expect(api.scenarios.create(minimal({ validation_type: 'SIDEWAYS' as 'FORWARD' }))).rejects.toThrow(BadRequestError);
    await expect(api.scenarios.create(minimal({ environment_parameters: { blueprint_id: 'bpt_00000000000000000000000000' } }))).rejects.toThrow(/blueprint_id/);
    await expect(api.scenarios.create(minimal({ environment_parameters: { snapshot_id: 'snp_00000000000000000000000000' } }))).rejects.toThrow(NotFoundError);
    await expect(api.scenarios.retrieve('scn_00000000000000000000000000')).rejects.toThrow(NotFoundError);
    await expect(api.scenarios.retrieve('nonsense')).rejects.toThrow(NotFoundError);
  });
});

describe('update', () => {
  it('keeps what is null and replaces the rest', async () => {
    const created = await api.scenarios.create(
      minimal({ metadata: { a: '1' }, reference_output: 'r', required_environment_variables: ['A'], required_secret_names: ['S'], validation_type: 'FORWARD', scorer_timeout_sec: 5 }),
    );

    expect(await api.scenarios.update(created.id)).toEqual(created);
    expect(await api.scenarios.update(created.id, { name: null, metadata: null, reference_output: null, scoring_contract: { scoring_function_parameters: null } })).toEqual(created);

    const name = unique('renamed');
    const changed = await api.scenarios.update(created.id, {
      name,
      input_context: { additional_context: { more: 1 } },
      scoring_contract: { scoring_function_parameters: [{ name: 'new', weight: 1, scorer: { type: 'command_scorer', command: 'false' } }] },
      environment_parameters: { working_directory: '/tmp' },
      scorer_timeout_sec: 7,
      validation_type: 'REVERSE',
    });
    expect(changed).toMatchObject({
      name,
      input_context: { problem_statement: 'echo hello', additional_context: { more: 1 } },
      environment: { working_directory: '/tmp' },
      scorer_timeout_sec: 7,
      validation_type: 'REVERSE',
      metadata: { a: '1' },
    });
    expect(changed.scoring_contract.scoring_function_parameters[0]!.name).toBe('new');
  });

  it('clears with empty values', async () => {
    const created = await api.scenarios.create(
      minimal({ metadata: { a: '1' }, reference_output: 'r', required_environment_variables: ['A'], required_secret_names: ['S'], validation_type: 'FORWARD' }),
    );

    const cleared = await api.scenarios.update(created.id, {
      metadata: {},
      reference_output: '',
      required_environment_variables: [],
      required_secret_names: [],
      validation_type: '' as 'FORWARD',
    });

    expect(cleared.metadata).toEqual({});
    expect(cleared.reference_output ?? null).toBeNull();
    expect(cleared.required_environment_variables ?? []).toEqual([]);
    expect(cleared.required_secret_names ?? []).toEqual([]);
    expect(cleared.validation_type ?? null).toBeNull();
    await expect(api.scenarios.update(created.id, { name: '' })).rejects.toThrow(/name/);
    await expect(api.scenarios.update(created.id, { input_context: { problem_statement: '' } })).rejects.toThrow(/problem_statement/);
  });

  it('is refused once archived; an archived scenario is found by its id only and cannot be run', async () => {
    const name = unique('archived');
    const created = await api.scenarios.create(minimal({ name }));

    expect((await api.scenarios.archive(created.id)).status).toBe('archived');
    expect((await api.scenarios.archive(created.id)).status).toBe('archived');

    expect((await api.scenarios.retrieve(created.id)).status).toBe('archived');
    expect((await api.scenarios.list({ name })).scenarios).toEqual([]);
    await expect(api.scenarios.update(created.id, { name: 'x' })).rejects.toThrow(ConflictError);
    await expect(api.scenarios.startRun({ scenario_id: created.id })).rejects.toThrow(/archived/);
  });
});

describe('list', () => {
  it('filters by name, search, validation type and benchmark, and pages', async () => {
    const tag = unique('list');
    const made = [];
    for (let i = 0; i < 5; i++) made.push(await api.scenarios.create(minimal({ name: `${tag}-${i}`, validation_type: i % 2 ? 'FORWARD' : 'REVERSE' })));
    const benchmark = await api.benchmarks.create({ name: unique('of'), scenario_ids: [made[1]!.id, made[3]!.id] });

    expect((await api.scenarios.list({ name: `${tag}-3` })).scenarios.map((scenario) => scenario.id)).toEqual([made[3]!.id]);
    expect((await api.scenarios.list({ search: tag.toUpperCase() })).total_count).toBe(5);
    expect((await api.scenarios.list({ search: made[2]!.id })).scenarios).toHaveLength(1);
    expect((await api.scenarios.list({ search: tag, validation_type: 'FORWARD' })).total_count).toBe(2);
    expect((await api.scenarios.list({ benchmark_id: benchmark.id })).scenarios.map((scenario) => scenario.id)).toEqual([made[3]!.id, made[1]!.id]);

    const first = await api.scenarios.list({ search: tag, limit: 2 });
    expect(first.scenarios.map((scenario) => scenario.id)).toEqual([made[4]!.id, made[3]!.id]);
    expect(first.has_more).toBe(true);
    const all = [];
    for await (const scenario of api.scenarios.list({ search: tag, limit: 2, include_total_count: false })) all.push(scenario.id);
    expect(all).toEqual(made.map((scenario) => scenario.id).reverse());
    await expect(api.scenarios.list({ validation_type: 'SIDEWAYS' })).rejects.toThrow(/validation_type/);
    await expect(api.scenarios.list({ limit: 5001 })).rejects.toThrow(/limit/);
  });

  it('of public scenarios is empty: nothing is published', async () => {
    const page = await api.scenarios.listPublic({ search: 'a', limit: 5 });
    expect(page.scenarios).toEqual([]);
    expect(page.has_more).toBe(false);
  });
});

describe('the object-oriented SDK', () => {
  const runloop = sdk();

  it('builds, pushes, updates, lists and runs', async () => {
    const name = unique('built');
    const builder = runloop.scenario.builder(name);
    expect(builder).toBeInstanceOf(ScenarioBuilder);
    const scorerType = unique('type');
    await runloop.scorer.create({ type: scorerType, bash_script: 'echo 1.0' });
    const scenario = await builder
      .withWorkingDirectory('/home/user')
      .withProblemStatement('Write x to out.txt')
      .withAdditionalContext({ hint: 'test' })
      .addTestCommandScorer('tests', { test_command: 'grep -q x out.txt', weight: 2 })
      .addShellCommandScorer('cmd', { command: 'true' })
      .addBashScriptScorer('bash', { bash_script: 'echo "score=1.0"' })
      .addPythonScriptScorer('python', { python_script: 'print(1.0)' })
      .addCustomScorer('custom', { custom_scorer_type: scorerType, scorer_params: { a: 1 } })
      .withMetadata({ env: 'test' })
      .withReferenceOutput('echo x > out.txt')
      .withValidationType('EVALUATION')
      .push();
    expect(scenario).toBeInstanceOf(Scenario);
    const info = await scenario.getInfo();
    expect(info).toMatchObject({ name, metadata: { env: 'test' }, validation_type: 'EVALUATION', environment: { working_directory: '/home/user' } });
    expect((await scenario.update({ metadata: { test_key: 'test_value' } })).metadata).toEqual({ test_key: 'test_value' });
    expect((await runloop.scenario.list({ name, limit: 1 })).map((found) => found.id)).toEqual([scenario.id]);

    const run = await scenario.run({ run_name: unique('run') });
    expect(run).toBeInstanceOf(ScenarioRun);
    expect((await run.devbox.cmd.exec('echo x > /home/user/out.txt')).exitCode).toBe(0);
    const done = await run.scoreAndComplete();

    expect(done.state).toBe('completed');
    expect((await run.getScore())!.scoring_function_results.map((result) => [result.scoring_function_name, result.state, result.score])).toEqual(
      ['tests', 'cmd', 'bash', 'python', 'custom'].map((function_) => [function_, 'complete', 1]),
    );
  });

  it('starts from blueprints and snapshots', async () => {
    const blueprint = await runloop.blueprint.create({ name: unique('bp'), system_setup_commands: ['mkdir -p /app && echo blueprint > /app/origin'] });
    const box = await runloop.devbox.create();
    await box.cmd.exec('mkdir -p ~/app && echo snapshot > ~/app/origin');
    const snapshot = await box.snapshotDisk();
    await box.shutdown();
    const of = (origin: string) => ({ command: `grep -q ${origin} origin` });

    const scenarios = await Promise.all([
      runloop.scenario.builder(unique('bp')).fromBlueprint(blueprint).withWorkingDirectory('/app').withProblemStatement('p').addShellCommandScorer('s', of('blueprint')).push(),
      runloop.scenario.builder(unique('snap')).fromSnapshot(snapshot).withWorkingDirectory('/home/user/app').withProblemStatement('p').addShellCommandScorer('s', of('snapshot')).push(),
    ]);
    for (const scenario of scenarios) {
      const run = await scenario.run();
      expect((await run.scoreAndComplete()).scoring_contract_result!.score).toBe(1);
    }
    await snapshot.delete();
  });
});
