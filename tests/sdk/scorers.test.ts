import { ConflictError, NotFoundError, UnprocessableEntityError } from '@runloop/api-client';
import { Scorer } from '@runloop/api-client/sdk';
import { describe, expect, it } from 'vitest';
import { client, sdk, unique } from './setup/client.js';

const api = client();

/** A method that earlier versions of the SDK have. */
function validate(id: string, body: object) {
  return api.post<unknown, { name: string; scoring_context: unknown; scoring_result: { score: number; state: string; output: string } }>(
    `/v1/scenarios/scorers/${id}/validate`,
    { body },
  );
}

describe('custom scorers', () => {
  it('are created, retrieved, updated and listed', async () => {
    const type = unique('scorer');
    const created = await api.scenarios.scorers.create({ type, bash_script: 'echo "1.0"' });
    expect(created).toMatchObject({ type, bash_script: 'echo "1.0"' });
    expect(created.id).toMatch(/^scs_/);
    expect(await api.scenarios.scorers.retrieve(created.id)).toEqual(created);

    const renamed = await api.scenarios.scorers.update(created.id, { type: `${type}-2`, bash_script: 'echo 0.5' });
    expect(renamed).toEqual({ id: created.id, type: `${type}-2`, bash_script: 'echo 0.5' });

    // The old type is free again.
    const second = await api.scenarios.scorers.create({ type, bash_script: 'echo 0' });
    const found = [];
    for await (const scorer of api.scenarios.scorers.list({ search: type, limit: 1 })) found.push(scorer.id);
    expect(found).toEqual([second.id, created.id]);
    expect((await api.scenarios.scorers.list({ search: created.id })).scorers).toHaveLength(1);
  });

  it('refuse what breaks a rule', async () => {
    const type = unique('rules');
    await api.scenarios.scorers.create({ type, bash_script: 'echo 1' });

    await expect(api.scenarios.scorers.create({ type, bash_script: 'echo 1' })).rejects.toThrow(ConflictError);
    await expect(api.scenarios.scorers.create({ type: 'a b', bash_script: 'echo 1' })).rejects.toThrow(/type/);
    await expect(api.scenarios.scorers.create({ type: unique('blank'), bash_script: ' ' })).rejects.toThrow(UnprocessableEntityError);
    await expect(api.scenarios.scorers.create({ type: unique('none') } as never)).rejects.toThrow(/bash_script/);
    await expect(api.scenarios.scorers.retrieve('scs_00000000000000000000000000')).rejects.toThrow(NotFoundError);
  });

  it('have secrets of their own by rules', async () => {
    const type = unique('secrets');
    await api.scenarios.scorers.create({ type, bash_script: 'echo 1' });
    const uses = (secrets: unknown) =>
      api.scenarios.create({
        name: unique('uses'),
        input_context: { problem_statement: 'p' },
        scoring_contract: { scoring_function_parameters: [{ name: 'f', weight: 1, scorer: { type: 'custom_scorer', custom_scorer_type: type, scorer_params: { secrets } } }] },
      });

    await expect(uses({ '1A': 'S' })).rejects.toThrow(/scorer_params\.secrets\.1A/);
    await expect(uses({ RL_SCORER_CONTEXT: 'S' })).rejects.toThrow(/scorer_params\.secrets\.RL_SCORER_CONTEXT/);
    // A field of that name that is something else is the scorer's own business.
    expect((await uses(['a'])).id).toMatch(/^scn_/);
  });

  it('can be tried before they are used', async () => {
    const scorer = await api.scenarios.scorers.create({
      type: unique('tried'),
      bash_script: 'echo "$RL_SCORER_CONTEXT" | python3 -c "import json, sys; print(json.load(sys.stdin)[\'value\'])"',
    });

    const result = await validate(scorer.id, { scoring_context: { value: 0.25 } });

    expect(result).toMatchObject({ name: scorer.type, scoring_context: { value: 0.25 }, scoring_result: { score: 0.25, state: 'complete' } });
    expect((await validate(scorer.id, { scoring_context: { value: 'much' } })).scoring_result).toMatchObject({ score: 0, state: 'error' });
    await expect(validate(scorer.id, { scoring_context: 'text' })).rejects.toThrow(/scoring_context/);
    await expect(validate(scorer.id, {})).rejects.toThrow(/scoring_context/);
  });

  it('are what the object-oriented SDK makes of them', async () => {
    const runloop = sdk();
    const type = unique('oo');
    const scorer = await Scorer.create(runloop.api, { type, bash_script: 'echo 1.0' });

    expect(await scorer.getInfo()).toMatchObject({ id: scorer.id, type });
    expect((await scorer.update({ type, bash_script: 'echo 0.5' })).bash_script).toBe('echo 0.5');
    expect((await runloop.scorer.list({ search: type })).map((found) => found.id)).toEqual([scorer.id]);
  });
});
