import { isObject } from '../../base/json.ts';
import type { AggregateWorld } from './aggregate-world.ts';
import { importBody } from './body-import.ts';
import { LOOSE, parseFormJson, readForm, STRICT, UnreadableForm, type IncomingForm } from './data-value-body.ts';
import { csvToForm } from './data-value-csv.ts';
import { formContext } from './data-value-import.ts';
import { parseDataValueParameters, shownSchemes, type DataValueParameters } from './data-value-parameters.ts';
import type { DataValueTasks } from './data-value-tasks.ts';
import { failure, summaryAnswer, toOutcome, type ImportSummary } from './import-summary.ts';
import { hasAuthority, type Person } from '../people.ts';
import { importRows } from './row-import.ts';
import { notInSandbox, Refusal, type Answer, type Call } from '../web.ts';

/** `POST /api/dataValueSets`. */
export class DataValueSetsApi {
  readonly #world: AggregateWorld;
  readonly #tasks: DataValueTasks;

  constructor(world: AggregateWorld, tasks: DataValueTasks) {
    this.#world = world;
    this.#tasks = tasks;
  }

  /** Throws 400 on parameters that are none, 403, 415, and 500 where a server of the release fails as a whole. */
  import(call: Call, person: Person, origin: string): Answer {
    if (!hasAuthority(person, 'F_DATAVALUE_ADD')) throw new Refusal(403, 'Access is denied');
    const { traits } = this.#world;
    const parameters = this.#shown(parseDataValueParameters(call.query, traits));
    const media = mediaOf(call);
    const { strategy, is } = parameters;
    const order = { what: 'data values', strategy, isTrial: is.dryRun, by: person.username } as const;
    const run = (): ImportSummary =>
      this.#world.imports.watch(order, () => this.#run(call, media, parameters, person), toOutcome);
    if (parameters.is.async) return this.#tasks.add(run, parameters.shown, origin);
    const version = Number(/^\/api\/(\d+)\//.exec(call.path)?.[1] ?? Infinity);
    return summaryAnswer(run(), {
      bare: version < traits.dataValues.bareBelow,
      warningStatus: traits.dataValues.importer === 'rows' ? 409 : 200,
    });
  }

  #run(call: Call, media: 'json' | 'csv', parameters: DataValueParameters, person: Person): ImportSummary {
    const { body, databaseRefuses = false } = call;
    let form: IncomingForm;
    try {
      form = this.#read(body, media);
    } catch (error) {
      if (error instanceof UnreadableForm) return this.#unreadable(error, body, parameters);
      throw error;
    }
    const { metadata, now, ...world } = this.#world;
    const byRows = world.traits.dataValues.importer === 'rows';
    // The schemes of a body are told only where it is read as a whole.
    const merged = { ...parameters, schemes: { ...parameters.schemes, ...form.schemes } };
    const shown = byRows ? parameters : this.#shown(merged);
    const context = formContext(
      { ...world, model: metadata.model, person, parameters: shown, databaseRefuses, now: now() },
      merged.schemes,
    );
    return byRows ? importRows(form, context) : importBody(form, context);
  }

  #read(body: Buffer, media: 'json' | 'csv'): IncomingForm {
    const byRows = this.#world.traits.dataValues.importer === 'rows';
    const reader = byRows ? LOOSE : STRICT;
    const parsed = media === 'csv' ? csvToForm(body, byRows ? 'by place' : 'by name') : parseFormJson(body, byRows);
    if (isObject(parsed)) return readForm(parsed, reader);
    // From 2.43 on a list has no property that a data value set has, and so it is an empty one.
    if (!byRows && Array.isArray(parsed)) return readForm({}, reader);
    const token = Array.isArray(parsed) ? 'Array value (token `JsonToken.START_ARRAY`)' : `${typeof parsed} value`;
    throw new UnreadableForm(`Cannot deserialize value of type \`DataValueSet\` from ${token}`);
  }

  #unreadable(error: UnreadableForm, body: Buffer, parameters: DataValueParameters): ImportSummary {
    const { importer, unreadableWords } = this.#world.traits.dataValues;
    if (importer === 'body') {
      throw new Refusal(500, `Index ${body.length} out of bounds for length ${body.length}`);
    }
    const words = unreadableWords ?? `com.fasterxml.jackson.databind.JsonMappingException: ${error.message}`;
    return failure(`The import process failed: ${words}`, parameters);
  }

  /** With its schemes, where the release repeats them. */
  #shown(parameters: DataValueParameters): DataValueParameters {
    if (!this.#world.traits.dataValues.showsSchemes) return parameters;
    const idSchemes = shownSchemes(parameters.schemes);
    return { ...parameters, shown: { ...parameters.shown, idSchemes } };
  }
}

function mediaOf({ headers }: Call): 'json' | 'csv' {
  const type = headers['content-type'] ?? '';
  const media = type.split(';')[0]?.trim().toLowerCase() ?? '';
  if (media === 'application/json') return 'json';
  if (media === 'application/csv' || media === 'text/csv') return 'csv';
  if (media.endsWith('xml') || media === 'application/pdf') throw notInSandbox(`the import of ${media}`);
  throw new Refusal(415, type === '' ? 'Content-Type is not supported' : `Content-Type '${type}' is not supported`);
}
