import type { FromSchema } from 'json-schema-to-ts';
import { defineSink } from '../contracts/component.ts';
import { Dhis2Client } from '../dhis2/client.ts';
import { examineProgram } from '../dhis2/examine-place.ts';
import { EVENT_SHAPE } from './assemble-event.ts';
import { EventSink } from './event-sink.ts';
import { pullProgram } from './pull-program.ts';
import { CONCURRENCY, IMPORT } from './sending-keys.ts';

const UID_PATTERN = '^[A-Za-z][A-Za-z0-9]{10}$';

const SCHEMA = {
  type: 'object',
  additionalProperties: false,
  required: ['program'],
  properties: {
    program: {
      type: 'string',
      pattern: UID_PATTERN,
      expected: 'a UID: a letter, then ten letters or digits',
      description: 'UID of the program, one without registration.',
    },
    batchSize: {
      type: 'integer',
      minimum: 1,
      maximum: 500,
      default: 100,
      description:
        'Events in one request, at most: fewer follow one that was too large or took too long. 100 is near the best everywhere; DHIS2 2.40 gets slow above.',
    },
    concurrency: CONCURRENCY,
    import: IMPORT,
    validate: {
      enum: ['local', 'server'],
      default: 'local',
      description:
        'Who tells, while planning, what DHIS2 would refuse. local: we do, by the metadata of the program. server: DHIS2 checks all that is left as well, with its program rules, before anything is sent.',
    },
    keyDataElement: {
      type: ['string', 'null'],
      pattern: UID_PATTERN,
      expected: 'a UID: a letter, then ten letters or digits',
      default: null,
      description: "UID of a data element that is to carry the record's key; the sink alone fills it.",
    },
  },
} as const;

type Config = FromSchema<typeof SCHEMA>;

/** Events of a program without registration. */
export const dhis2Events = defineSink<Config>({
  kind: 'dhis2-events',
  role: 'sink',
  summary: 'Events of a DHIS2 program without registration, one for each record.',
  accepts: { role: 'server', kinds: ['dhis2'] },
  keyProperty: 'keyDataElement',
  shapes: [EVENT_SHAPE],
  metadata: {
    file: 'retrieved_program_metadata.json',
    pull: (server, { program }) => pullProgram(toClient(server), program),
    placeOf: ({ program }) => ({ of: 'program', id: program }),
  },
  schema: SCHEMA,
  example: `sink:
  kind: dhis2-events
  connection: hmis
  program: Nep6qUpNTNn
`,
  examine: (config, examination) => examineProgram(toClient(examination.server), config, examination),
  build(config, { server, log, mappedFor }) {
    return new EventSink({
      client: toClient(server),
      log,
      program: config.program,
      wantedStage: mappedFor,
      batchSize: config.batchSize,
      concurrency: config.concurrency,
      import: config.import,
      keyDataElement: config.keyDataElement ?? null,
      asksServer: config.validate === 'server',
    });
  },
});

function toClient(server: unknown): Dhis2Client {
  if (!(server instanceof Dhis2Client)) throw new Error('A dhis2-events sink needs a dhis2 connection.');
  return server;
}
