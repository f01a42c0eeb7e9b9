import { ConflictError, NotFoundError, UnprocessableEntityError } from '@runloop/api-client';
import { beforeAll, describe, expect, it } from 'vitest';
import { client, unique } from './setup/client.js';

const api = client();
let scenarios: string[];

async function scenario() {
  const created = await api.scenarios.create({
    name: unique('part'),
    input_context: { problem_statement: 'p' },
    scoring_contract: { scoring_function_parameters: [{ name: 's', weight: 1, scorer: { type: 'command_scorer', command: 'true' } }] },
  });
  return created.id;
}

beforeAll(async () => {
  scenarios = [await scenario(), await scenario(), await scenario()];
});

describe('benchmarks', () => {
  it('keep every field', async () => {
    const body = {
      name: unique('whole'),
      description: 'what it is',
      attribution: 'who made it',
      metadata: { a: '1' },
      required_environment_variables: ['MODEL'],
      required_secret_names: ['KEY'],
      scenario_ids: [scenarios[2]!, scenarios[0]!],
    };

    const created = await api.benchmarks.create(body);

    const { scenario_ids, ...same } = body;
    expect(created).toMatchObject({ ...same, scenarioIds: scenario_ids, status: 'active', is_public: false });
    expect(created.id).toMatch(/^bmd_/);
    expect(await api.benchmarks.retrieve(created.id)).toEqual(created);
  });

  it('have unique names, and only scenarios that exist', async () => {
    const first = await api.benchmarks.create({ name: unique('one') });
    expect(first.scenarioIds).toEqual([]);

    await expect(api.benchmarks.create({ name: first.name })).rejects.toThrow(ConflictError);
    await expect(api.benchmarks.create({ name: ' ' })).rejects.toThrow(/name/);
    await expect(api.benchmarks.create({} as never)).rejects.toThrow(/name/);
    const unknown = api.benchmarks.create({ name: unique('none'), scenario_ids: ['scn_00000000000000000000000000'] });
    await expect(unknown).rejects.toThrow(UnprocessableEntityError);
    await expect(unknown).rejects.toThrow(/scenario_ids.*scn_0/);
    await expect(api.benchmarks.retrieve('bmd_00000000000000000000000000')).rejects.toThrow(NotFoundError);
  });

  it('are updated: null keeps, empty clears', async () => {
    const created = await api.benchmarks.create({
      name: unique('before'),
      description: 'd',
      attribution: 'a',
      metadata: { a: '1' },
      required_environment_variables: ['A'],
      required_secret_names: ['B'],
      scenario_ids: scenarios,
    });
    expect(await api.benchmarks.update(created.id)).toEqual(created);
    expect(await api.benchmarks.update(created.id, { name: null, description: null, metadata: null, scenario_ids: null })).toEqual(created);

    const name = unique('after');
    const cleared = await api.benchmarks.update(created.id, {
      name,
      description: '',
      attribution: '',
      metadata: {},
      required_environment_variables: [],
      required_secret_names: [],
      scenario_ids: [],
    });

    expect(cleared).toMatchObject({ name, metadata: {}, scenarioIds: [] });
    expect(cleared.description ?? '').toBe('');
    expect(cleared.attribution ?? '').toBe('');
    expect([...(cleared.required_environment_variables ?? []), ...(cleared.required_secret_names ?? [])]).toEqual([]);
    // The old name is free, the new one is taken.
    await api.benchmarks.create({ name: created.name });
    await expect(api.benchmarks.create({ name })).rejects.toThrow(ConflictError);
    await expect(api.benchmarks.update(created.id, { name: '' })).rejects.toThrow(/name/);
  });

  it('get and lose scenarios', async () => {
    const { id } = await api.benchmarks.create({ name: unique('parts'), scenario_ids: [scenarios[0]!] });

    const both = await api.benchmarks.updateScenarios(id, { scenarios_to_add: [scenarios[1]!, scenarios[2]!, scenarios[0]!], scenarios_to_remove: [scenarios[0]!] });
    expect(both.scenarioIds).toEqual([scenarios[1], scenarios[2], scenarios[0]]);
    expect((await api.benchmarks.updateScenarios(id, { scenarios_to_remove: [scenarios[2]!, 'scn_00000000000000000000000000'] })).scenarioIds).toEqual([scenarios[1], scenarios[0]]);
    expect((await api.benchmarks.updateScenarios(id)).scenarioIds).toHaveLength(2);
    await expect(api.benchmarks.updateScenarios(id, { scenarios_to_add: ['scn_00000000000000000000000000'] })).rejects.toThrow(/scenarios_to_add/);
  });

  it('say what their scenarios are, page by page', async () => {
    const { id } = await api.benchmarks.create({ name: unique('defined'), scenario_ids: scenarios });

    const all = await api.benchmarks.definitions(id);
    expect(new Set(all.scenarios.map((scenario) => scenario.id))).toEqual(new Set(scenarios));
    expect(all).toMatchObject({ has_more: false, total_count: 3 });
    expect(all.scenarios[0]!.scoring_contract.scoring_function_parameters).toHaveLength(1);

    const first = await api.benchmarks.definitions(id, { limit: 2 });
    const second = await api.benchmarks.definitions(id, { limit: 2, starting_after: first.scenarios[1]!.id });
    expect([first.has_more, second.has_more]).toEqual([true, false]);
    expect([...first.scenarios, ...second.scenarios].map((scenario) => scenario.id)).toEqual(all.scenarios.map((scenario) => scenario.id));
    await expect(api.benchmarks.definitions('bmd_00000000000000000000000000')).rejects.toThrow(NotFoundError);
  });

  it('are listed by name and search', async () => {
    const name = unique('listed');
    const { id } = await api.benchmarks.create({ name });
    await api.benchmarks.create({ name: `${name}-2` });

    expect((await api.benchmarks.list({ name })).benchmarks.map((benchmark) => benchmark.id)).toEqual([id]);
    expect((await api.benchmarks.list({ search: name })).total_count).toBe(2);
    expect((await api.benchmarks.list({ search: id, include_total_count: false })).benchmarks).toHaveLength(1);
    expect((await api.benchmarks.listPublic({ limit: 3 })).benchmarks).toEqual([]);
  });
});
