/** A misspelt column of the key: told before anything is read or sent, wherever the header is known. */
import { describe, expect, test } from 'vitest';
import { csv, row, rows, spec } from './outreach-files.ts';
import { withOutreach } from './with-outreach.ts';
import { run } from './world.ts';

describe('a column of source.key that is not there', () => {
  test.each([
    ['alone', ['meta/rootUUID'], /"meta\/rootUUID"[^]*Did you mean meta\/rootUuid\?/],
    ['beside one that is there', ['meta/rootUUID', '_uuid'], /"meta\/rootUUID"[^]*Did you mean meta\/rootUuid\?/],
    ['optional', [{ column: 'meta/rootUUID', optional: true }, '_uuid'], /Did you mean meta\/rootUuid\?/],
    ['like none', ['submission', '_uuid'], /"submission"[^]*\{ column: submission, optional: true \}/],
  ])('%s: check, plan and run refuse it', (_, key, says) =>
    withOutreach({ files: { 'pipeline.yaml': spec({ source: { key } }) } }, async (world) => {
      for (const command of ['check', 'plan', 'run']) {
        const { exitCode, stderr } = await world.etl([command, 'pipeline.yaml']);
        expect([command, exitCode]).toEqual([command, 2]);
        expect(stderr).toMatch(says);
        expect(stderr).toContain('mapping/key-not-in-source');
      }
      expect(await world.events()).toEqual([]);
    }),
  );

  test('40 records, one edited: 40 events, with root UUIDs and where the export lacks them', () =>
    withOutreach({ files: { 'kobo.csv': csv(rows(40)) } }, async (world) => {
      await run(world);
      await world.write('kobo.csv', csv([row(1, { _uuid: 'uuid-edited', village: 'Edited' }), ...rows(40).slice(1)]));
      expect((await run(world)).report.counts).toMatchObject({ updated: 1, created: 0, missing: 0 });
      expect(await world.events()).toHaveLength(40);
    }));
});
