import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Runloop } from '@runloop/api-client';
import { client, unique } from './setup/client.js';
import { ptyClient, ptyPort, Screen, type Tunnel } from './setup/pty.js';
import { hostOf, send, socket } from './setup/tunnel.js';

const api = client();
let id: string;
let tunnel: Tunnel;
let pty: Runloop['pty'];

beforeAll(async () => {
  const secret = unique('SECRET').replaceAll('-', '_');
  await api.secrets.create({ name: secret, value: 'of-the-vault' });
  id = (await api.devboxes.createAndAwaitRunning({ environment_variables: { OF_THE_BOX: 'yes' }, secrets: { TOKEN: secret } })).id;
  tunnel = await api.devboxes.createPtyTunnel(id);
  pty = ptyClient(tunnel).pty;
});

afterAll(async () => {
  await api.devboxes.shutdown(id);
});

/** A new session with a client at it. */
async function open(name: string, query = {}): Promise<Screen> {
  return await Screen.attach(tunnel, (await pty.connect(name, query)).connect_url!);
}

describe('connect', () => {
  it('makes a session of the size that is asked for, and finds it again', async () => {
    const name = unique('s');
    const first = await pty.connect(name, { cols: 100, rows: 30 });
    const second = await pty.connect(name);

    expect(first).toMatchObject({ session_name: name, created: true, attached: false, cols: 100, rows: 30, connect_url: expect.stringMatching(/^\/pty\//) });
    expect(first.idle_ttl_seconds).toBeGreaterThan(0);
    expect(second).toMatchObject({ created: false, cols: 100, rows: 30, connect_url: first.connect_url });
  });

  it('takes the standard size where none, half of one or an impossible one is asked for', async () => {
    for (const query of [{}, { cols: 100 }, { cols: 0, rows: 30 }, { cols: 1001, rows: 30 }]) {
      expect(await pty.connect(unique('s'), query)).toMatchObject({ cols: 80, rows: 24 });
    }
  });

  it('refuses names that are none', async () => {
    for (const name of ['a.b', 'a%20b', 'ü', 'x'.repeat(257)]) {
      await expect(pty.connect(name)).rejects.toMatchObject({ status: 400, message: expect.stringContaining('session_name') });
    }
    expect((await pty.connect('x'.repeat(256))).created).toBe(true);
  });

  it('is for those who have the tunnel’s token', async () => {
    const host = hostOf(ptyPort, tunnel.tunnel_key);
    const other = await api.devboxes.createPtyTunnel(id);

    expect((await send(host, '/pty/main')).status).toBe(401);
    expect((await send(host, '/pty/main', { headers: { Authorization: `Bearer ${inject('apiKey')}` } })).status).toBe(401);
    expect((await send(host, '/pty/main', { headers: { Authorization: `Bearer ${other.auth_token}` } })).status).toBe(401);
    expect((await send(host, '/pty/main', { headers: { 'X-Runloop-Tunnel-Authorization': `Bearer ${tunnel.auth_token}` } })).status).toBe(200);
    expect((await send(host, `/pty/main?token=${tunnel.auth_token}`)).status).toBe(200);
    expect((await send(hostOf(8080, tunnel.tunnel_key), '/', { headers: { Authorization: `Bearer ${tunnel.auth_token}` } })).status).toBe(404);
    expect((await send(host, '/v1/devboxes', { headers: { Authorization: `Bearer ${tunnel.auth_token}` } })).status).toBe(404);
  });

  it('gets a tunnel of its own each time, of which nothing is kept', async () => {
    const other = await api.devboxes.createPtyTunnel(id);

    expect(other.tunnel_key).not.toBe(tunnel.tunnel_key);
    expect((await api.devboxes.retrieve(id)).tunnel ?? null).toBeNull();
    const forged = { ...tunnel, tunnel_key: tunnel.tunnel_key.slice(0, -1) + (tunnel.tunnel_key.endsWith('0') ? '1' : '0') };
    await expect(ptyClient(forged).pty.connect('main')).rejects.toMatchObject({ status: 404 });
  });
});

describe('a session', () => {
  it('is a shell of the devbox’s user at home, with the devbox’s environment and a terminal', async () => {
    const screen = await open(unique('s'), { cols: 111, rows: 22 });
    screen.type('stty -echo; echo "$(whoami) $(pwd) $OF_THE_BOX $TOKEN $(stty size) $TERM" end-$((1+1))\n');

    expect(await screen.sees('end-2')).toContain('user /home/user yes of-the-vault 22 111 xterm-256color end-2');
    await screen.leave();
  });

  it('carries raw bytes both ways', async () => {
    const screen = await open(unique('s'));
    screen.type('stty raw -echo; PS1=; printf "re"; printf "ady"; head -c 6 | od -An -tx1; printf "\\001\\302"; printf "\\265!"; stty sane\n');
    await screen.sees('ready');
    screen.type(Buffer.from([0, 1, 3, 4, 0xff, 0xfe]));

    await screen.sees('00 01 03 04 ff fe');
    await screen.sees('\u0001µ!');
    await screen.leave();
  });

  it('ends with its shell, and says with what status', async () => {
    const name = unique('s');
    const screen = await open(name);
    screen.type('exit 7\n');

    expect(await screen.closed).toEqual({ code: 4000, reason: 'exit status 7' });
    expect((await pty.connect(name)).created).toBe(true);
  });

  it('is for one client at a time', async () => {
    const name = unique('s');
    const screen = await open(name);
    const { connect_url, attached, created } = await pty.connect(name);

    expect({ attached, created }).toEqual({ attached: true, created: false });
    await expect(Screen.attach(tunnel, connect_url!)).rejects.toThrow('409');
    screen.type('echo still-$((1))\n');
    await screen.sees('still-1');
    await screen.leave();
  });

  it('survives its client, and goes on with the next', async () => {
    const name = unique('s');
    const first = await open(name);
    first.type('KEPT=yes; cd /tmp; echo on-$((1)); (sleep 0.5; echo mean; echo while) &\n');
    await first.sees('on-1');
    expect(await first.leave()).toMatchObject({ code: 1000 });

    const view = await pty.connect(name);
    expect(view).toMatchObject({ created: false, attached: false });
    const second = await Screen.attach(tunnel, view.connect_url!);
    await second.sees(/mean\r\nwhile/);
    second.type('echo "$KEPT $(pwd)"\n');
    await second.sees('yes /tmp');
    await second.leave();
  });

  it('survives a client that is cut off', async () => {
    const name = unique('s');
    const first = await open(name);
    first.type('KEPT=yes; echo on-$((1))\n');
    await first.sees('on-1');
    first.socket.terminate();

    let second: Screen | undefined;
    while (!second) second = await open(name).catch((error: Error) => (error.message.includes('409') ? undefined : Promise.reject(error)));
    second.type('echo "$KEPT."\n');
    await second.sees('yes.');
    await second.leave();
  });

  it('takes the token where browsers can put it', async () => {
    const host = hostOf(ptyPort, tunnel.tunnel_key);
    const { connect_url } = await pty.connect(unique('s'));

    await expect(socket(host, connect_url!)).rejects.toThrow('401');
    const byProtocol = await socket(host, connect_url!, {}, [tunnel.auth_token]);
    expect(byProtocol.protocol).toBe(tunnel.auth_token);
    await new Screen(byProtocol).leave();
    await new Screen(await socket(host, `${connect_url}?token=${tunnel.auth_token}`)).leave();
  });

  it('loses nothing of what is printed faster than it is read', async () => {
    const screen = await open(unique('s'));
    screen.type('stty -echo -opost; PS1=; echo; seq 1 400000; echo all-$((1))\n');
    await screen.sees('all-1');

    const numbers = screen.shown.split('\n').filter((line) => /^\d+$/.test(line)).map(Number);
    expect(numbers.length).toBe(400_000);
    expect(numbers.every((number, index) => number === index + 1)).toBe(true);
    await screen.leave();
  });

  it('counts as activity while somebody is attached', async () => {
    const { id } = await api.devboxes.createAndAwaitRunning({
      launch_parameters: { after_idle: { idle_time_seconds: 1, on_idle: 'shutdown' } },
    });
    try {
      const tunnel = await api.devboxes.createPtyTunnel(id);
      const view = await ptyClient(tunnel).pty.connect('main');
      const screen = await Screen.attach(tunnel, view.connect_url!);
      await new Promise((done) => setTimeout(done, 4000));
      expect((await api.devboxes.retrieve(id)).status).toBe('running');
      await screen.leave();

      await expect.poll(() => api.devboxes.retrieve(id), { timeout: 30_000 }).toMatchObject({ status: 'shutdown', shutdown_reason: 'idle' });
    } finally {
      await api.devboxes.shutdown(id);
    }
  });

  it('has its terminal where there is no bash, too', async () => {
    const { id } = await api.devboxes.createAndAwaitRunning({ launch_parameters: { user_parameters: { username: 'root', uid: 0 } } });
    try {
      expect((await api.devboxes.executeSync(id, { command: 'rm /bin/bash' })).exit_status).toBe(0);
      const tunnel = await api.devboxes.createPtyTunnel(id);
      const screen = await Screen.attach(tunnel, (await ptyClient(tunnel).pty.connect('main')).connect_url!);
      screen.type('stty -echo; trap "echo caught-$((1))" INT; echo on-$((1)) > /dev/tty; sleep 1000; echo after-$?\n');
      await screen.sees('on-1');
      screen.type('\u0003');

      await screen.sees('caught-1');
      await screen.leave();
    } finally {
      await api.devboxes.shutdown(id);
    }
  });

  it('is another after the devbox was suspended', async () => {
    const { id } = await api.devboxes.createAndAwaitRunning({});
    try {
      const tunnel = await api.devboxes.createPtyTunnel(id);
      const { pty } = ptyClient(tunnel);
      const screen = await Screen.attach(tunnel, (await pty.connect('main')).connect_url!);
      await api.devboxes.suspend(id);
      expect((await screen.closed).code).toBeGreaterThanOrEqual(1001);
      await api.devboxes.awaitSuspended(id);
      await expect(pty.connect('main')).rejects.toMatchObject({ status: 409 });
      await expect(api.devboxes.createPtyTunnel(id)).rejects.toMatchObject({ status: 409 });
      await api.devboxes.resume(id);
      await api.devboxes.awaitRunning(id);

      expect((await pty.connect('main')).created).toBe(true);
    } finally {
      await api.devboxes.shutdown(id);
    }
  });
});

describe('control', () => {
  it('resizes', async () => {
    const name = unique('s');
    const screen = await open(name);
    screen.type("trap 'stty size' WINCH; echo on-$((1))\n");
    await screen.sees('on-1');

    expect(await pty.control(name, { action: 'resize', cols: 99, rows: 33 })).toEqual({ session_name: name, status: 'ok' });
    screen.type('echo\n');
    await screen.sees('33 99');
    expect(await pty.connect(name)).toMatchObject({ cols: 99, rows: 33 });
    await screen.leave();
  });

  it('signals what is in the foreground', async () => {
    const name = unique('s');
    const screen = await open(name);
    screen.type('stty -echo; bash -c \'trap "echo caught-$((1)); exit 3" USR1; echo on-$((1)); while :; do sleep 0.05; done\'; echo ended-$?\n');
    await screen.sees('on-1');

    await pty.control(name, { action: 'signal', signal: 'SIGUSR1' });

    await screen.sees('caught-1');
    await screen.sees('ended-3');
    await screen.leave();
  });

  it('closes: the client is told, and the name is free', async () => {
    const name = unique('s');
    const screen = await open(name);

    expect((await pty.control(name, { action: 'close' })).session_name).toBe(name);
    expect((await screen.closed).code).toBe(4000);
    await expect(pty.control(name, { action: 'close' })).rejects.toMatchObject({ status: 404 });
    expect((await pty.connect(name)).created).toBe(true);
  });

  it('refuses what breaks a rule, and names the field', async () => {
    const name = unique('s');
    await pty.connect(name);

    for (const [body, field] of [
      [{}, 'action'],
      [{ action: 'explode' }, 'action'],
      [{ action: 'resize' }, 'cols'],
      [{ action: 'resize', cols: 0, rows: 24 }, 'cols'],
      [{ action: 'resize', cols: 80, rows: 1001 }, 'rows'],
      [{ action: 'signal' }, 'signal'],
      [{ action: 'signal', signal: 'SIGNONE' }, 'signal'],
      [{ action: 'signal', signal: '9' }, 'signal'],
    ] as const) {
      await expect(pty.control(name, body as never)).rejects.toMatchObject({ status: 400, message: expect.stringContaining(field) });
    }
    await expect(pty.control(unique('s'), { action: 'close' })).rejects.toMatchObject({ status: 404 });
  });
});
