import { isObject } from '../base/json.ts';
import { importBody } from './body-import.ts';
import type { CompletionStore } from './completion-store.ts';
import { LOOSE, parseFormJson, readForm, STRICT, UnreadableForm, type IncomingForm } from './data-value-body.ts';
import { csvToForm } from './data-value-csv.ts';
import { formContext } from './data-value-import.ts';
import { parseDataValueParameters, shownSchemes, type DataValueParameters } from './data-value-parameters.ts';
import type { DataValueStore } from './data-value-store.ts';
import { failure, summaryAnswer, type ImportSummary } from './import-summary.ts';
import type { Metadata } from './metadata.ts';
import { hasAuthority, type Person } from './people.ts';
import { importRows } from './row-import.ts';
import type { Traits } from './versions.ts';
import { notInSandbox, Refusal, type Answer, type Call } from './web.ts';

/** An import that was asked for: nothing is done before it is run. */
export interface PlannedImport {
  readonly parameters: DataValueParameters;
  /** The summary as it is answered. Throws a Refusal where a server of the release fails as a whole. */
  readonly run: () => ImportSummary & { readonly responseType: 'ImportSummary' };
}

/** `POST /api/dataValueSets`. */
export class DataValueSetsApi {
  readonly #dataValues: DataValueStore;
  readonly #completions: CompletionStore;
  readonly #metadata: Metadata;
  readonly #now: () => number;
  readonly #traits: Traits;

  constructor(about: {
    dataValues: DataValueStore;
    completions: CompletionStore;
    metadata: Metadata;
    now: () => number;
    traits: Traits;
  }) {
    this.#dataValues = about.dataValues;
    this.#completions = about.completions;
    this.#metadata = about.metadata;
    this.#now = about.now;
    this.#traits = about.traits;
  }

  import(call: Call, person: Person): Answer {
    const { dataValues } = this.#traits;
    const summary = this.plan(call, person).run();
    const version = Number(/^\/api\/(\d+)\//.exec(call.path)?.[1] ?? Infinity);
    return summaryAnswer(summary, {
      bare: version < dataValues.bareBelow,
      warningStatus: dataValues.importer === 'rows' ? 409 : 200,
    });
  }

  /** Reads what an import is to do. Throws 400 on parameters that are none, 403, 415. */
  plan(call: Call, person: Person): PlannedImport {
    if (!hasAuthority(person, 'F_DATAVALUE_ADD')) throw new Refusal(403, 'Access is denied');
    const parameters = parseDataValueParameters(call.query, this.#traits);
    const media = mediaOf(call);
    return {
      parameters,
      run: () => ({ responseType: 'ImportSummary', ...this.#run(call.body, media, parameters, person) }),
    };
  }

  #run(body: Buffer, media: 'json' | 'csv', parameters: DataValueParameters, person: Person): ImportSummary {
    const ofQuery = this.#shown(parameters, parameters.schemes);
    let form: IncomingForm;
    try {
      form = this.#read(body, media);
    } catch (error) {
      if (error instanceof UnreadableForm) return this.#unreadable(error, body, ofQuery);
      throw error;
    }
    const { model } = this.#metadata;
    const byRows = this.#traits.dataValues.importer === 'rows';
    // The schemes of a body are told only where it is read as a whole.
    const shown = byRows ? ofQuery : this.#shown(parameters, { ...parameters.schemes, ...form.schemes });
    const stores = { dataValues: this.#dataValues, completions: this.#completions };
    const context = formContext({ ...stores, model, person, parameters: shown, now: this.#now() }, form);
    return byRows ? importRows(form, context) : importBody(form, context);
  }

  #read(body: Buffer, media: 'json' | 'csv'): IncomingForm {
    const byRows = this.#traits.dataValues.importer === 'rows';
    const reader = byRows ? LOOSE : STRICT;
    const parsed = media === 'csv' ? csvToForm(body, byRows ? 'by place' : 'by name') : parseFormJson(body, byRows);
    if (isObject(parsed)) return readForm(parsed, reader);
    // From 2.43 on a list has no property that a data value set has, and so it is an empty one.
    if (!byRows && Array.isArray(parsed)) return readForm({}, reader);
    const token = Array.isArray(parsed) ? 'Array value (token `JsonToken.START_ARRAY`)' : `${typeof parsed} value`;
    throw new UnreadableForm(`Cannot deserialize value of type \`DataValueSet\` from ${token}`);
  }

  #unreadable(error: UnreadableForm, body: Buffer, parameters: DataValueParameters): ImportSummary {
    const { importer, unreadableWords } = this.#traits.dataValues;
    if (importer === 'body') {
      throw new Refusal(500, `Index ${body.length} out of bounds for length ${body.length}`);
    }
    const words = unreadableWords ?? `com.fasterxml.jackson.databind.JsonMappingException: ${error.message}`;
    return failure(`The import process failed: ${words}`, parameters);
  }

  #shown(parameters: DataValueParameters, schemes: DataValueParameters['schemes']): DataValueParameters {
    const idSchemes = this.#traits.dataValues.showsSchemes ? shownSchemes(schemes) : {};
    return { ...parameters, shown: { idSchemes, ...parameters.shown } };
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
