import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';

/** What the SDK knows and the server answers with 501. A route that is served leaves this list. */
const notServed = [
  'GET /v1/gateway-configs',
  'GET /v1/gateway-configs/{}',
  'GET /v1/mcp-configs',
  'GET /v1/mcp-configs/{}',
  'POST /v1/axons/{}/sql/batch',
  'POST /v1/axons/{}/sql/query',
  'POST /v1/devboxes/{}/create_gateway_token',
  'POST /v1/devboxes/{}/create_mcp_token',
  'POST /v1/gateway-configs',
  'POST /v1/gateway-configs/{}',
  'POST /v1/gateway-configs/{}/delete',
  'POST /v1/mcp-configs',
  'POST /v1/mcp-configs/{}',
  'POST /v1/mcp-configs/{}/delete',
];

/** Served on the host of a terminal tunnel, not by a route. */
const elsewhere = ['GET /pty/{}', 'POST /pty/{}/control'];

interface Description {
  paths: Record<string, Record<string, { summary?: string; responses: Record<string, unknown> }>>;
  components: { schemas: Record<string, unknown> };
}

async function description(): Promise<{ text: string; json: Description }> {
  const answer = await fetch(`${inject('baseURL')}/openapi.json`);
  expect(answer.status).toBe(200);
  const text = await answer.text();
  return { text, json: JSON.parse(text) as Description };
}

/** Verb and path of every call in the SDK's resources, its parameters left out. */
function sdkRoutes(): string[] {
  const root = join(__dirname, 'node_modules', '@runloop', 'api-client', 'resources');
  const routes = new Set<string>();
  for (const file of readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js'))) {
    const calls = readFileSync(join(root, file), 'utf8').matchAll(/_client\.(get|post|put|delete|patch|getAPIList)\((?:\(0, path_1\.path\))?(['`])(.+?)\2/g);
    for (const [, verb, , path] of calls) {
      routes.add(`${verb === 'getAPIList' ? 'GET' : verb!.toUpperCase()} ${path!.replace(/\$\{\w+\}/g, '{}')}`);
    }
  }
  return [...routes].sort();
}

describe('the description', () => {
  it('has every route that the SDK calls, or says that it is not served', async () => {
    const { json } = await description();
    const described = new Set(
      Object.entries(json.paths).flatMap(([path, verbs]) =>
        Object.keys(verbs).map((verb) => `${verb.toUpperCase()} ${path.replace(/\{\w+\}/g, '{}')}`),
      ),
    );

    const routes = sdkRoutes();
    expect(routes.length).toBeGreaterThan(100);
    expect(routes.filter((route) => !described.has(route) && !elsewhere.includes(route))).toEqual([...notServed].sort());
  });

  it('says of every route what it does and what an error looks like', async () => {
    const { json } = await description();

    const silent = Object.entries(json.paths).flatMap(([path, verbs]) =>
      Object.entries(verbs)
        .filter(([, operation]) => !operation.summary || !operation.responses.default || !operation.responses['200'])
        .map(([verb]) => `${verb.toUpperCase()} ${path}`),
    );
    expect(silent).toEqual([]);
  });

  it('refers to nothing that is not in it', async () => {
    const { text, json } = await description();

    const references = [...text.matchAll(/"\$ref":\s*"#\/components\/schemas\/([^"/]+)"/g)].map((match) => match[1]!);
    expect(references.length).toBeGreaterThan(50);
    expect([...new Set(references)].filter((name) => !(name in json.components.schemas))).toEqual([]);
  });

  it('names the fields as the API does', async () => {
    const { json } = await description();

    const devbox = json.components.schemas.DevboxCreateRequest as { properties: Record<string, unknown> };
    expect(Object.keys(devbox.properties)).toEqual(expect.arrayContaining(['launch_parameters', 'environment_variables', 'blueprint_id']));
  });

  it('can be read as a page', async () => {
    const page = await fetch(`${inject('baseURL')}/docs`);

    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(await page.text()).toContain('BenchCluster');
  });
});
