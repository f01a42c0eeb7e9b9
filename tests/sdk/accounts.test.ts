import { AuthenticationError, NotFoundError, PermissionDeniedError, Runloop, UnprocessableEntityError } from '@runloop/api-client';
import { describe, expect, inject, it } from 'vitest';
import { client, unique } from './setup/client.js';

const api = client();
const as = (bearerToken: string) => new Runloop({ baseURL: inject('baseURL'), bearerToken, maxRetries: 0 });

describe('accounts', () => {
  it('say whose key it is', async () => {
    const me = await api.accounts.me();

    expect(me).toMatchObject({ id: expect.stringMatching(/^acct_/), account_status: 'ACCOUNT_STATUS_ENABLED', name: expect.any(String), tier: expect.stringMatching(/^ACCOUNT_TIER_/) });
    expect(me.billing).toBeTypeOf('object');
    expect(Date.parse(me.created_at)).toBeLessThanOrEqual(Date.now());
  });

  it('are nobody\'s without a key, or with a wrong one', async () => {
    await expect(as('wrong').accounts.me()).rejects.toThrow(AuthenticationError);
    for (const path of ['/v1/accounts/me', '/V1/accounts/me', '/v1/ACCOUNTS/me', '/V1/devboxes', '/v1/none']) {
      expect((await fetch(`${inject('baseURL')}${path}`)).status, path).toBe(401);
    }
  });
});

describe('apikeys', () => {
  it('let in, and are shown once', async () => {
    const name = unique('key');
    const created = await api.apikeys.create({ name });
    expect(created).toMatchObject({ name, id: expect.stringMatching(/^ak_/), key_secret: expect.any(String) });

    expect((await as(created.key_secret!).accounts.me()).id).toBe((await api.accounts.me()).id);
    const listed = await api.get('/v1/apikeys?limit=5000');
    expect(JSON.stringify(listed)).toContain(created.id);
    expect(JSON.stringify(listed)).not.toContain(created.key_secret);

    await api.post(`/v1/apikeys/${created.id}/delete`);
    await expect(as(created.key_secret!).accounts.me()).rejects.toThrow(AuthenticationError);
    await expect(api.post('/v1/apikeys/ak_00000000000000000000000000/delete')).rejects.toThrow(NotFoundError);
  });

  it('end when their time is over', async () => {
    const created = await api.apikeys.create({ expires_at_ms: Date.now() + 3000 });
    await as(created.key_secret!).accounts.me();

    await expect.poll(() => as(created.key_secret!).accounts.me().then(() => 200, (error) => error.status), { timeout: 30_000 }).toBe(401);
    await expect(api.apikeys.create({ expires_at_ms: 1 })).rejects.toThrow(UnprocessableEntityError);
  });
});

describe('restricted keys', () => {
  it('may do what their scopes say', async () => {
    const created = await api.restrictedKeys.create({
      name: unique('restricted'),
      scopes: [
        { resource_type: 'RESOURCE_TYPE_OBJECTS', access_level: 'ACCESS_LEVEL_WRITE' },
        { resource_type: 'RESOURCE_TYPE_AGENTS', access_level: 'ACCESS_LEVEL_READ' },
        { resource_type: 'RESOURCE_TYPE_SCENARIOS', access_level: 'ACCESS_LEVEL_NONE' },
      ],
    });
    expect(created.scopes).toHaveLength(3);
    const restricted = as(created.key_secret!);

    const { id } = await restricted.objects.create({ name: 'object', content_type: 'text' });
    await restricted.objects.delete(id);
    await restricted.agents.list();
    await expect(restricted.agents.create({ name: 'agent' })).rejects.toThrow(/ACCESS_LEVEL_WRITE to RESOURCE_TYPE_AGENTS/);
    await expect(restricted.scenarios.list()).rejects.toThrow(PermissionDeniedError);
    await expect(restricted.devboxes.create({})).rejects.toThrow(PermissionDeniedError);
    await expect(restricted.secrets.list()).rejects.toThrow(PermissionDeniedError);
    await expect(restricted.apikeys.create({})).rejects.toThrow(PermissionDeniedError);

    await api.post(`/v1/apikeys/${created.id}/delete`);
    await expect(restricted.agents.list()).rejects.toThrow(AuthenticationError);
  });

  it('may do nothing without scopes, and have one scope for a resource', async () => {
    const { id, key_secret } = await api.restrictedKeys.create();
    await expect(as(key_secret!).accounts.me()).rejects.toThrow(PermissionDeniedError);
    await api.post(`/v1/apikeys/${id}/delete`);

    const scope = { resource_type: 'RESOURCE_TYPE_AGENTS' as const, access_level: 'ACCESS_LEVEL_READ' as const };
    await expect(api.restrictedKeys.create({ scopes: [scope, scope] })).rejects.toThrow(/scopes\[1\]\.resource_type/);
    await expect(api.restrictedKeys.create({ scopes: [{ resource_type: 'RESOURCE_TYPE_AGENTS' }] })).rejects.toThrow(/access_level/);
  });
});
