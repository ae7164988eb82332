/** The data element that carries the key of each record: what is wrong with it is told before anything is sent. */
import { describe, expect, test } from 'vitest';
import { spec } from './outreach-files.ts';
import { withOutreach } from './with-outreach.ts';

const withKey = (keyDataElement: string, more: object = {}): string => spec({ sink: { keyDataElement }, ...more });
const BY_HAND = {
  orgUnit: '=$orgUnit(facility)',
  occurredAt: '=$date(visit_date)',
  dataValues: { DeTeamSize1: '=$int(team_size)' },
};

describe('a data element that cannot carry the key', () => {
  test.each([
    ['unknown', withKey('DeKoboKey02'), 'mapping/unknown-key-element', 'Did you mean DeKoboKey01?'],
    ['of another type', withKey('DeOpen00001'), 'mapping/key-element-type', 'BOOLEAN'],
    ['with options', withKey('DeRoad00001'), 'mapping/key-element-type', 'has an option set'],
    ['filled from a column', withKey('DeVillage01'), 'mapping/key-element-mapped', 'column "village"'],
    [
      'filled by hand',
      withKey('DeKoboKey01', { transform: { dataValues: { 'Kobo key': '=village' } } }),
      'mapping/key-element-mapped',
      'by hand',
    ],
  ])('%s: check, plan and run refuse it', (_, text, code, says) =>
    withOutreach({ files: { 'pipeline.yaml': text } }, async (world) => {
      for (const command of ['check', 'plan', 'run']) {
        const { exitCode, stderr } = await world.etl([command, 'pipeline.yaml']);
        expect([command, exitCode, stderr]).toEqual([command, 2, expect.stringContaining(code) as string]);
        expect(stderr).toContain(says);
      }
      expect(await world.events()).toEqual([]);
    }),
  );

  test.each([
    ['unknown', 'DeKoboKey02', 'mapping/unknown-key-element'],
    ['of another type', 'DeOpen00001', 'mapping/key-element-type'],
  ])('%s, where no metadata is at hand: plan and run ask DHIS2', (_, uid, code) => {
    const text = spec({ sink: { keyDataElement: uid }, mapping: undefined, transform: BY_HAND });
    return withOutreach({ files: { 'pipeline.yaml': text } }, async (world) => {
      expect((await world.etl(['check', 'pipeline.yaml'])).exitCode).toBe(0);
      for (const command of ['plan', 'run']) {
        const { exitCode, stderr } = await world.etl([command, 'pipeline.yaml']);
        expect([command, exitCode, stderr]).toEqual([command, 2, expect.stringContaining(code) as string]);
      }
    });
  });
});

describe('the right one', () => {
  test('is none that `mapping generate` misses', () =>
    withOutreach({ files: { 'pipeline.yaml': withKey('DeKoboKey01') } }, async (world) => {
      const { exitCode, stderr } = await world.etl(['mapping', 'generate', 'pipeline.yaml']);
      expect([exitCode, stderr]).toEqual([0, expect.not.stringContaining('DeKoboKey01')]);
      expect((await world.etl(['check', 'pipeline.yaml'])).stderr).not.toContain('Kobo key');
      expect((await world.etl(['run', 'pipeline.yaml'])).exitCode).toBe(0);
      expect(await world.events()).toHaveLength(4);
    }));

  test('is missed where no key is carried', () =>
    withOutreach({}, async (world) => {
      const { exitCode, stderr } = await world.etl(['mapping', 'generate', 'pipeline.yaml']);
      expect([exitCode, stderr]).toEqual([1, expect.stringContaining('Kobo key')]);
    }));

  test('of numbers is warned about', () => {
    const text = withKey('DeTeamSize1', { mapping: undefined, transform: { ...BY_HAND, dataValues: {} } });
    return withOutreach({ files: { 'pipeline.yaml': text } }, async (world) => {
      const { exitCode, stderr, stdout } = await world.etl(['plan', 'pipeline.yaml', '--json']);
      // The keys of this source are none: DHIS2 would refuse every record.
      expect([exitCode, stderr]).toEqual([1, expect.stringContaining('only those that are numbers')]);
      const [reject] = (JSON.parse(stdout) as { rejects: object[] }).rejects;
      expect(reject).toMatchObject({ code: 'dhis2/E1302', value: 'uuid-0001' });
    });
  });
});
