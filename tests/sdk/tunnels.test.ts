import { RunloopSDK } from '@runloop/api-client';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:http2';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { client } from './setup/client.js';
import { hostOf, open, send, serve, socket } from './setup/tunnel.js';

const api = client();
const port = 8080;
let id: string;
let key: string;
let host: string;

beforeAll(async () => {
  id = (await api.devboxes.createAndAwaitRunning({})).id;
  key = (await api.devboxes.enableTunnel(id, {})).tunnel_key;
  host = hostOf(port, key);
  await serve(api, id, 'web.py', port);
});

afterAll(async () => {
  await api.devboxes.shutdown(id);
});

describe('an open tunnel', () => {
  it('carries a request to the port, with its path, query and headers, and the answer back', async () => {
    const answer = await send(host, '/a%20b?c=d', { headers: { 'X-Of-Mine': 'kept' } });

    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.text)).toMatchObject({
      path: '/a%20b?c=d',
      headers: { 'X-Of-Mine': 'kept', Host: host, 'X-Forwarded-Host': host, 'X-Forwarded-Proto': 'http' },
    });
  });

  it('is found by the URL that the SDK makes', async () => {
    const here = new RunloopSDK({ baseURL: inject('baseURL').replace('127.0.0.1', 'localhost'), bearerToken: inject('apiKey') });
    const devbox = here.devbox.fromId(id);
    const url = new URL(await devbox.getTunnelUrl(port));
    expect((await devbox.getTunnel())?.tunnel_key).toBe(key);

    expect((await send(url.hostname)).status).toBe(200);
  });

  it('passes an empty 404 and a redirect on as they are', async () => {
    expect(await send(host, '/missing')).toMatchObject({ status: 404, text: '' });
    expect(await send(host, '/moved')).toMatchObject({ status: 302, headers: { location: '/elsewhere', 'set-cookie': ['a=b'] } });
  });

  it('leads to the program and never to the API', async () => {
    const answer = await send(host, '/v1/devboxes');

    expect(JSON.parse(answer.text).path).toBe('/v1/devboxes');
  });

  it('carries three hundred megabytes without holding them', async () => {
    const piece = randomBytes(1 << 20);
    const count = 300;
    const digest = createHash('sha256');
    for (let n = 0; n < count; n++) digest.update(piece);
    const answer = await send(host, '/upload', { body: Readable.from(Array.from({ length: count }, () => piece)) });

    expect(JSON.parse(answer.text)).toEqual({ length: count << 20, sha256: digest.digest('hex') });
  });

  it('gives each server-sent event on at once', async () => {
    const answer = await open(host, '/events');
    const pieces = answer[Symbol.asyncIterator]();

    expect(String((await pieces.next()).value)).toContain('first');
    await api.devboxes.execute(id, { command: 'touch /tmp/seen' });
    expect(String((await pieces.next()).value)).toContain('second');
    expect((await pieces.next()).done).toBe(true);
  });

  it('carries WebSockets', async () => {
    const opened = await socket(host, '/socket');
    const large = randomBytes(200_000);

    opened.send('hello');
    expect(String((await once(opened, 'message'))[0])).toBe('hello');
    opened.send(large);
    expect((await once(opened, 'message'))[0]).toEqual(large);
    opened.close(1000);
    expect((await once(opened, 'close'))[0]).toBe(1000);
  });

  it('speaks HTTP/2 to the client', async () => {
    const session = connect(inject('baseURL'));
    const answer = session.request({ ':authority': host, ':path': '/two' });
    const [headers] = await once(answer, 'response');
    let text = '';
    for await (const piece of answer) text += piece;
    session.close();

    expect(headers[':status']).toBe(200);
    expect(JSON.parse(text).path).toBe('/two');
  });

  it('carries gRPC with its trailers', async () => {
    await serve(api, id, 'grpc.py', 50051);
    const session = connect(inject('baseURL'));
    const call = session.request({
      ':authority': hostOf(50051, key), ':method': 'POST', ':path': '/test.Echo/Say', 'content-type': 'application/grpc', te: 'trailers',
    });
    const trailers = once(call, 'trailers');
    call.end('message');
    let text = '';
    for await (const piece of call) text += piece;

    expect(text).toBe('message');
    expect((await trailers)[0]['grpc-status']).toBe('0');
    session.close();
  });
});

describe('an authenticated tunnel', () => {
  it('wants its token, and does not show it to the program', async () => {
    const { id } = await api.devboxes.createAndAwaitRunning({ tunnel: { auth_mode: 'authenticated' } });
    try {
      await serve(api, id, 'web.py', port);
      const { tunnel } = await api.devboxes.retrieve(id);
      expect(tunnel).toMatchObject({ auth_mode: 'authenticated', auth_token: expect.stringMatching(/.{32,}/) });
      const host = hostOf(port, tunnel!.tunnel_key);
      const header = 'X-Runloop-Tunnel-Authorization';

      expect((await send(host)).status).toBe(401);
      expect((await send(host, '/', { headers: { [header]: 'Bearer wrong' } })).status).toBe(401);
      expect((await send(host, '/', { headers: { Authorization: `Bearer ${inject('apiKey')}` } })).status).toBe(401);
      await expect(socket(host, '/socket')).rejects.toThrow('401');
      const answer = await send(host, '/', { headers: { [header]: `Bearer ${tunnel!.auth_token}`, Authorization: 'Basic app' } });
      expect(answer.status).toBe(200);
      const seen = Object.keys(JSON.parse(answer.text).headers).map((name) => name.toLowerCase());
      expect(seen).toContain('authorization');
      expect(seen).not.toContain(header.toLowerCase());
    } finally {
      await api.devboxes.shutdown(id);
    }
  });
});

describe('what cannot be reached', () => {
  it('is a 404 where there is no such tunnel', async () => {
    for (const wrong of [`${key.slice(0, -1)}!`, `${key.slice(0, -1)}${key.endsWith('a') ? 'b' : 'a'}`, 'nothing', `0${key}`]) {
      const answer = await send(hostOf(port, wrong));
      expect(answer.status).toBe(404);
      expect(JSON.parse(answer.text).message).toContain('tunnel');
    }
  });

  it('is a 502 that names the port where nobody listens', async () => {
    const answer = await send(hostOf(9, key));

    expect(answer.status).toBe(502);
    expect(JSON.parse(answer.text)).toMatchObject({ code: 'bad_gateway', message: expect.stringContaining('port 9 ') });
  });

  it('is a 404 once the tunnel is removed, and another key opens anew', async () => {
    const { id } = await api.devboxes.createAndAwaitRunning({});
    try {
      const first = await api.devboxes.enableTunnel(id, {});
      expect((await api.devboxes.enableTunnel(id, {})).tunnel_key).toBe(first.tunnel_key);
      expect((await api.devboxes.enableTunnel(id, { auth_mode: 'open' })).tunnel_key).toBe(first.tunnel_key);
      for (const other of [{ auth_mode: 'authenticated' as const }, { http_keep_alive: false }, { wake_on_http: true }]) {
        await expect(api.devboxes.enableTunnel(id, other)).rejects.toThrow(new RegExp(`409.*${Object.keys(other)[0]}`));
      }
      expect((await send(hostOf(9, first.tunnel_key))).status).toBe(502);
      await api.devboxes.removeTunnel(id);
      expect((await send(hostOf(9, first.tunnel_key))).status).toBe(404);
      const second = await api.devboxes.enableTunnel(id, {});

      expect(second.tunnel_key).not.toBe(first.tunnel_key);
      expect((await send(hostOf(9, second.tunnel_key))).status).toBe(502);
      await api.devboxes.shutdown(id);
      expect((await send(hostOf(9, second.tunnel_key))).status).toBe(503);
    } finally {
      await api.devboxes.shutdown(id);
    }
  });

  it('is a 503 where the devbox is suspended and nothing wakes it', async () => {
    const { id } = await api.devboxes.createAndAwaitRunning({});
    try {
      const { tunnel_key } = await api.devboxes.enableTunnel(id, {});
      await api.devboxes.suspend(id);
      await api.devboxes.awaitSuspended(id);

      const answer = await send(hostOf(port, tunnel_key));
      expect(answer.status).toBe(503);
      expect(JSON.parse(answer.text).message).toContain('suspended');
      expect((await api.devboxes.retrieve(id)).status).toBe('suspended');
    } finally {
      await api.devboxes.shutdown(id);
    }
  });
});

describe('wake_on_http', () => {
  it('resumes a suspended devbox and holds the request until it runs', async () => {
    const { id } = await api.devboxes.createAndAwaitRunning({
      tunnel: {},
      launch_parameters: {
        lifecycle: { resume_triggers: { http: true } },
        launch_commands: ['cd /tmp && echo awake > index.html && (setsid python3 -m http.server 8080 > /dev/null 2>&1 &) && until (exec 3<>/dev/tcp/127.0.0.1/8080) 2> /dev/null; do sleep 0.05; done'],
      },
    });
    try {
      const { tunnel } = await api.devboxes.retrieve(id);
      expect(tunnel!.wake_on_http).toBe(true);
      expect((await send(hostOf(port, tunnel!.tunnel_key))).text).toBe('awake\n');
      await api.devboxes.suspend(id);
      await api.devboxes.awaitSuspended(id);

      const answers = await Promise.all([1, 2, 3].map(() => send(hostOf(port, tunnel!.tunnel_key))));

      expect(answers.map((answer) => answer.text)).toEqual(['awake\n', 'awake\n', 'awake\n']);
      expect((await api.devboxes.retrieve(id)).status).toBe('running');
    } finally {
      await api.devboxes.shutdown(id);
    }
  });
});

describe('http_keep_alive', () => {
  const serving = ['cd /tmp && (setsid python3 -m http.server 8080 > /dev/null 2>&1 &) && until (exec 3<>/dev/tcp/127.0.0.1/8080) 2> /dev/null; do sleep 0.05; done'];

  /** How long a devbox lives that is asked for something twice a second. */
  async function life(http_keep_alive: boolean, longest: number): Promise<number> {
    const { id } = await api.devboxes.createAndAwaitRunning({
      tunnel: { http_keep_alive },
      launch_parameters: { after_idle: { idle_time_seconds: 3, on_idle: 'shutdown' }, launch_commands: serving },
    });
    try {
      const host = hostOf(port, (await api.devboxes.retrieve(id)).tunnel!.tunnel_key);
      const start = Date.now();
      while (Date.now() - start < longest && (await send(host)).status === 200) await new Promise((done) => setTimeout(done, 500));
      return Date.now() - start;
    } finally {
      await api.devboxes.shutdown(id);
    }
  }

  it('counts what goes through as activity, or not', async () => {
    const [with_, without] = await Promise.all([life(true, 10_000), life(false, 60_000)]);

    expect(with_).toBeGreaterThanOrEqual(10_000);
    expect(without).toBeLessThan(60_000);
  });
});
