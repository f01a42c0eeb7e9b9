import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The token that the private repositories want. */
export const token = 'ghp_0123456789secretOfTheTests';

/**
 * A Git host that devboxes and builds reach, by HTTP as GitHub does it: `acme/open` for all, `acme/private` with the
 * token only. Each has a README, a branch `feature` and a tag `v1`.
 */
export async function startGitHost(): Promise<{ url: string; stop: () => Promise<void> }> {
  const root = mkdtempSync(join(tmpdir(), 'bench-git-'));
  for (const name of ['open', 'private']) makeRepository(root, name);
  const server = createServer((request, response) => void serve(root, request, response));
  const address = execFileSync('docker', ['network', 'inspect', 'bridge', '-f', '{{(index .IPAM.Config 0).Gateway}}'], { encoding: 'utf8' }).trim();
  await new Promise<void>((done, fail) => server.once('error', fail).listen(0, address, done));
  const port = (server.address() as { port: number }).port;
  return {
    url: `http://${address}:${port}`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      rmSync(root, { recursive: true, force: true });
    },
  };
}

function makeRepository(root: string, name: string) {
  const work = join(root, 'work', name);
  mkdirSync(work, { recursive: true });
  const git = (...args: string[]) => execFileSync('git', ['-C', work, '-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], { stdio: 'ignore' });
  const commit = (text: string) => {
    writeFileSync(join(work, 'README'), text);
    git('add', '-A');
    git('commit', '-m', text);
  };
  git('init', '-b', 'main');
  commit('first');
  git('tag', 'v1');
  commit('main');
  git('checkout', '-b', 'feature');
  commit('feature');
  git('checkout', 'main');
  execFileSync('git', ['clone', '--bare', work, join(root, 'acme', `${name}.git`)], { stdio: 'ignore' });
}

async function serve(root: string, request: IncomingMessage, response: ServerResponse) {
  const url = new URL(request.url!, 'http://git');
  const wanted = `Basic ${Buffer.from(`x-access-token:${token}`).toString('base64')}`;
  if (url.pathname.startsWith('/acme/private.git/') && request.headers.authorization !== wanted) {
    response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end();
    return;
  }

  const backend = spawn('git', ['http-backend'], {
    env: {
      PATH: process.env.PATH,
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: '1',
      REQUEST_METHOD: request.method,
      PATH_INFO: url.pathname,
      QUERY_STRING: url.search.slice(1),
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: (request.headers['content-encoding'] as string | undefined) ?? '',
      GIT_PROTOCOL: (request.headers['git-protocol'] as string | undefined) ?? '',
    },
  });
  request.pipe(backend.stdin);
  const chunks: Buffer[] = [];
  for await (const chunk of backend.stdout) chunks.push(chunk as Buffer);
  const answer = Buffer.concat(chunks);
  const end = answer.indexOf('\r\n\r\n');
  const headers = Object.fromEntries(
    answer.subarray(0, end).toString().split('\r\n').map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
  response.writeHead(Number.parseInt(headers.status ?? '200', 10), headers).end(answer.subarray(end + 4));
}
