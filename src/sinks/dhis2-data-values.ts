import type { FromSchema } from 'json-schema-to-ts';
import { defineSink } from '../contracts/component.ts';
import { Dhis2Client } from '../dhis2/client.ts';
import { examineDataSet } from '../dhis2/examine-place.ts';
import { FORM_SHAPE } from './assemble-form.ts';
import { FormSink } from './form-sink.ts';
import { pullDataSet } from './pull-data-set.ts';
import { CONCURRENCY, IMPORT } from './sending-keys.ts';

const SCHEMA = {
  type: 'object',
  additionalProperties: false,
  required: ['dataSet'],
  properties: {
    dataSet: {
      type: 'string',
      pattern: '^[A-Za-z][A-Za-z0-9]{10}$',
      expected: 'a UID: a letter, then ten letters or digits',
      description: 'UID of the data set.',
    },
    batchSize: {
      type: 'integer',
      minimum: 1,
      maximum: 1000,
      default: 200,
      description: 'Forms in one batch. It goes in as many requests as it takes, each of at most some 1000 values.',
    },
    concurrency: CONCURRENCY,
    import: IMPORT,
    validate: {
      enum: ['local', 'server'],
      default: 'local',
      description:
        'Who tells, while planning, what DHIS2 would refuse. local: we do, by the metadata of the data set. server: DHIS2 checks all that is left as well, as a dry run, before anything is sent.',
    },
  },
} as const;

type Config = FromSchema<typeof SCHEMA>;

/** Aggregate values of a data set. */
export const dhis2DataValues = defineSink<Config>({
  kind: 'dhis2-data-values',
  role: 'sink',
  summary: 'Aggregate values of a DHIS2 data set: a form (organisation unit and period) for each record.',
  accepts: { role: 'server', kinds: ['dhis2'] },
  shapes: [FORM_SHAPE],
  metadata: {
    file: 'retrieved_data_set_metadata.json',
    pull: (server, { dataSet }) => pullDataSet(toClient(server), dataSet),
    placeOf: ({ dataSet }) => ({ of: 'data set', id: dataSet }),
  },
  schema: SCHEMA,
  example: `sink:
  kind: dhis2-data-values
  connection: hmis
  dataSet: rXhWTLzCfQ6
`,
  examine: ({ dataSet }, examination) => examineDataSet(toClient(examination.server), dataSet, examination),
  build(config, { server, log }) {
    return new FormSink({
      client: toClient(server),
      log,
      dataSet: config.dataSet,
      batchSize: config.batchSize,
      concurrency: config.concurrency,
      import: config.import,
      asksServer: config.validate === 'server',
    });
  },
});

function toClient(server: unknown): Dhis2Client {
  if (!(server instanceof Dhis2Client)) throw new Error('A dhis2-data-values sink needs a dhis2 connection.');
  return server;
}
