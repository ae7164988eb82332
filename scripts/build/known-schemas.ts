/**
 * The schemas that every command or every night asks for: the build compiles them, so that no start has to. A schema that
 * is not here is compiled where it is used; test/cli/loaded-modules.test.ts notices where that is on the way of a command.
 */
import { EVENT_ADDRESS, EVENT_OBJECT } from '../../src/dhis2/event-object.ts';
import { FORM_ADDRESS, FORM_OBJECT } from '../../src/dhis2/form-object.ts';
import * as answers from '../../src/dhis2/answer-schemas.ts';
import * as dataSetAnswers from '../../src/dhis2/data-set-answers.ts';
import { APPROVALS, EXCEPTIONS } from '../../src/dhis2/form-locks.ts';
import { COMBOS, ELEMENTS, UNIT_DAYS, UNITS } from '../../src/dhis2/verdict/ask-server.ts';
import { LOCK } from '../../src/drift/parse-lock.ts';
import { RETRIEVED_DATA_SET, RETRIEVED_PROGRAM } from '../../src/drift/retrieved-facts.ts';
import { INSTANT } from '../../src/base/data-schema.ts';
import { HOLDER } from '../../src/base/holder.ts';
import type { Reader } from '../../src/base/schema-compiler.ts';
import { BINDING, lineSchema } from '../../src/engine/plan-schema.ts';
import { COLUMNS, OPTIONS } from '../../src/generate/generate-inputs.ts';
import { DATA_SET, PROGRAM } from '../../src/generate/place-metadata.ts';
import { entrySchema } from '../../src/index/json/entry-schema.ts';
import { SIDECAR } from '../../src/index/json/sidecar-schema.ts';
import { FACTS, STATE } from '../../src/index/sqlite/entry-row.ts';
import { KNOWN } from '../../src/index/sqlite/known.ts';
import { WITNESS } from '../../src/index/sqlite/witness.ts';
import { GENERATED_CELLS, GENERATED_PROGRAM } from '../../src/mapping/generated-schema.ts';
import { componentSchema, transformSchema } from '../../src/pipeline/component-schema.ts';
import { LANGUAGE } from '../../src/pipeline/language.ts';
import { REGISTRY } from '../../src/registry.ts';

const SINKS = [
  { object: EVENT_OBJECT, address: EVENT_ADDRESS },
  { object: FORM_OBJECT, address: FORM_ADDRESS },
];

export const KNOWN_SCHEMAS: Readonly<Record<Reader, readonly object[]>> = {
  people: [
    LANGUAGE,
    ...REGISTRY.map(componentSchema),
    ...REGISTRY.flatMap((kind) => (kind.role === 'sink' ? [transformSchema(kind)] : [])),
    GENERATED_PROGRAM,
    GENERATED_CELLS,
    COLUMNS,
    OPTIONS,
    PROGRAM,
    DATA_SET,
  ],
  data: [
    INSTANT,
    HOLDER,
    LOCK,
    RETRIEVED_PROGRAM,
    RETRIEVED_DATA_SET,
    BINDING,
    SIDECAR,
    STATE,
    FACTS,
    KNOWN,
    WITNESS,
    ...SINKS.flatMap((schemas) => [schemas.address, lineSchema(schemas), entrySchema(schemas.address)]),
    answers.ME,
    answers.PROGRAM,
    answers.IMPORT_REPORT,
    UNITS,
    UNIT_DAYS,
    ELEMENTS,
    COMBOS,
    APPROVALS,
    EXCEPTIONS,
    ...['events', 'instances'].map(answers.eventsIn),
    dataSetAnswers.DATA_SET,
    dataSetAnswers.CATEGORY_COMBOS,
    dataSetAnswers.DATA_VALUES,
    dataSetAnswers.COMPLETIONS,
    dataSetAnswers.IMPORT_SUMMARY,
  ],
};
