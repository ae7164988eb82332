/** Pages of JSON through the source, beside asking for them and parsing them alone: `npm run bench -- json`. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { measure, type Usage } from './measure.ts';

type Measured = readonly [name: string, usage: Usage];

/** Runs both over so many submissions, in this order. */
export async function benchJson(rows: number): Promise<readonly [floor: Measured, source: Measured]> {
  const script = (name: string): string => path.join(import.meta.dirname, name);
  const server = spawn(process.execPath, [script('json-server.ts'), String(rows)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [url] = (await once(createInterface({ input: server.stdout }), 'line')) as [string];
    const parsed = await measure([script('json-parse-alone.ts'), url], tmpdir());
    const read = await measure([script('json-source.ts'), url], tmpdir());
    return [
      ['asked for and parsed alone', parsed],
      ['source http-json, preset kobo', read],
    ];
  } finally {
    const closed = once(server, 'close');
    server.kill('SIGTERM');
    await closed;
  }
}
