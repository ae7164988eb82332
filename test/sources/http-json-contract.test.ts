import { afterEach } from 'vitest';
import { newClient, newSource } from './json-sources.ts';
import { servePages, type PagedServer, type Row } from './paged-server.ts';
import { sourceContract } from './source-contract.ts';

const servers: PagedServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

const SECRET = 'd2hhdCBhIHNlY3JldA';

for (const [name, pageSize] of [
  ['http-json, one page', 100],
  ['http-json, many pages', 4],
] as const) {
  sourceContract(name, async () => {
    const server = await servePages([]);
    servers.push(server);
    const client = newClient(server.url, { headers: { authorization: `Token ${SECRET}` }, query: { key: SECRET } });
    const paging = { pageSize: { limit: pageSize }, records: '=results', next: '=next', total: '=count' };
    const columns: string[] = [];
    return {
      async put([header = [], ...rows]) {
        columns.splice(0, columns.length, ...header);
        server.rows = rows.map((cells) => Object.fromEntries(header.map((column, at) => [column, cells[at]])) as Row);
      },
      source: newSource({ ...paging, path: '/records/', columns }, client),
      nowhere: newSource({ ...paging, path: '/elsewhere/' }, client),
      secrets: [SECRET],
    };
  });
}
