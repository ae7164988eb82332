import path from 'node:path';
import { expect, it } from 'vitest';
import { loadForm } from '../../scripts/sample/form.ts';
import { legacyEvents, MISSING } from '../../scripts/sample/legacy-events.ts';
import { legacyIndex, lostRows, toIndex } from '../../scripts/sample/legacy-index.ts';
import { sampleRows } from '../../scripts/sample/rows.ts';
import { Secrets } from '../../src/base/secrets.ts';
import { assemble } from '../../src/engine/assemble.ts';
import type { EventObject } from '../../src/dhis2/event-object.ts';
import { bindMapper } from '../../src/mapping/mapper.ts';
import { freshMappings } from '../../src/generate/fresh-mappings.ts';
import { loadMapping } from '../../src/mapping/load-mapping.ts';
import { REGISTRY } from '../../src/registry.ts';
import { assembleEvent, EVENT_SHAPE } from '../../src/sinks/assemble-event.ts';
import { loadSpec } from '../../src/pipeline/load-spec.ts';

const ENV = {
  SIPCA_DATALAKE_URL: 'http://127.0.0.1:10000/lake',
  SIPCA_SAS_SOURCE: 'sv=2026&sig=source',
  SIPCA_SAS_INDEX: 'sv=2026&sig=index',
  SIPCA_DHIS2_URL: 'http://127.0.0.1:8080',
  SIPCA_DHIS2_USER: 'sipca-admin',
  SIPCA_DHIS2_PASSWORD: 'not-a-password',
};

it('maps the sample as the script in use today did, and rejects the planted faults alone', async () => {
  const cwd = path.join(import.meta.dirname, '../..');
  const options = { env: ENV, cwd, secrets: new Secrets(), registry: REGISTRY, isExpression: () => true };
  const { spec } = await loadSpec('pipelines/sipca.yaml', options);
  expect(await freshMappings(spec, String)).toMatchObject({ problems: [], stale: [] });
  const { mapping, problems } = await loadMapping(spec, EVENT_SHAPE, String);
  expect(problems).toEqual([]);

  const form = loadForm();
  const sample = { seed: 3, rows: 500, bad: true };
  const rows = [...sampleRows(form, sample), ...lostRows(form, sample)];
  const header = { columns: form.columns, positions: new Map(form.columns.map((name, at) => [name, at])) };
  const records = rows.map((row, at) => {
    const cells = form.columns.map((column) => toCell(row[column] ?? ''));
    return { header, cells, row: at + 1, line: at + 2 };
  });
  const mapped = await bindMapper(mapping, header).mapBatch(records);
  const assembled = mapped.map((one) =>
    one.is === 'excluded' ? undefined : assemble({ assemble: assembleEvent }, one),
  );
  const rejected = mapped.flatMap((one, at) => ('rejects' in (assembled[at] ?? {}) ? [one.record.row] : []));
  expect(rejected).toEqual([498, 499, 500]);

  const index = toIndex(legacyIndex(form, sample));
  const sent = new Map([...legacyEvents(form, rows, index)].map((event) => [event.event, event]));
  expect(sent.size).toBeGreaterThan(350);
  for (const [at, one] of mapped.entries()) {
    const uuid = one.record.cells[header.positions.get('_uuid') ?? -1] ?? '';
    const event = sent.get(index[uuid]?.dhis2_uuid ?? '');
    const made = assembled[at];
    if (!event || !made || !('object' in made)) continue;
    const { event: uid, program, dataValues, ...properties } = event;
    expect([uid, program]).toEqual([index[uuid]?.dhis2_uuid, spec.sink.config['program']]);
    expect(made.object).toMatchObject(properties);
    const ours = (made.object as EventObject).dataValues.filter(({ value }) => value !== null);
    expect(byElement(ours)).toEqual(byElement(dataValues));
    sent.delete(uid);
  }
  expect([...sent.keys()]).toEqual([]);
});

/** What the source makes of a cell. */
function toCell(text: string): string {
  return MISSING.has(text) ? '' : text;
}

function byElement(values: readonly { readonly dataElement: string; readonly value: string | null }[]): object {
  return Object.fromEntries(values.map(({ dataElement, value }) => [dataElement, value]));
}
