/** `etl sandbox --faults`: the file is checked like a spec, and what it says happens. */
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { FAULT_EXAMPLE } from '../../src/sandbox/faults/fault-example.ts';
import { startEtl } from './etl.ts';
import { outreachMetadata } from './outreach.ts';
import { makeWorld, type World } from './world.ts';

async function withFaults(faults: string, use: (world: World) => Promise<void>): Promise<void> {
  const metadata = JSON.stringify(outreachMetadata());
  const world = await makeWorld('http://127.0.0.1:9', { 'metadata.json': metadata, 'faults.yaml': faults });
  try {
    await use(world);
  } finally {
    await world.remove();
  }
}

const ARGS = ['sandbox', '--metadata', 'metadata.json', '--faults', 'faults.yaml'];

test('a mistake in the file is shown in its place, and nothing starts', () =>
  withFaults('faults:\n  - kind: hang\n    carried: true\n', async (world) => {
    const { exitCode, stdout, stderr } = await world.etl(ARGS);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain('faults.yaml:3:5');
    expect(stderr).toContain('carriedOut');
  }));

test('requests go wrong as the file says, and each fault is told', () =>
  withFaults(`${FAULT_EXAMPLE}  - { kind: page, path: /api/ping }\n`, async (world) => {
    const running = startEtl(ARGS, { cwd: world.folder });
    const [line] = (await once(running.child.stdout as NodeJS.ReadableStream, 'data')) as [string];
    const url = /http:\S+/.exec(line)?.[0] ?? '';
    const ping = async (): Promise<string> => (await fetch(`${url}/api/ping`)).text();
    expect(await ping()).toContain('nginx');
    expect(await ping()).not.toContain('nginx');
    running.child.kill('SIGTERM');
    const { exitCode, stderr } = await running.ended;
    expect(exitCode).toBe(0);
    expect(stderr).toContain('GET /api/ping: page');
  }));
