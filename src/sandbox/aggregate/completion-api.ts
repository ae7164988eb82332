import { isObject } from '../../base/json.ts';
import { parsePeriod } from '../../base/periods.ts';
import type { AggregateWorld } from './aggregate-world.ts';
import { attributeChoice } from './attribute-choice.ts';
import { importCompletions, type CompletionCounts } from './completion-import.ts';
import { completionsAskedFor, showCompletion } from './completion-query.ts';
import { parseDataValueParameters, type DataValueParameters } from './data-value-parameters.ts';
import { toOutcome } from './import-summary.ts';
import type { Person } from '../people.ts';
import { empty, json, notInSandbox, Refusal, webMessage, type Answer, type Call } from '../web.ts';

/** `/api/completeDataSetRegistrations`: that forms are complete. */
export class CompletionApi {
  readonly #world: AggregateWorld;

  constructor(world: AggregateWorld) {
    this.#world = world;
  }

  /** GET: an object with nothing in it where there are none. */
  read({ query }: Call, person: Person): Answer {
    const found = completionsAskedFor(query, person, this.#world);
    const shown = found.map((one) => showCompletion(one, query, this.#world));
    return json(shown.length === 0 ? {} : { completeDataSetRegistrations: shown });
  }

  /** POST: 200 where any of the registrations was taken, 409 where none was. */
  import({ query, body }: Call, person: Person): Answer {
    const parameters = parseDataValueParameters(query, this.#world.traits);
    if (parameters.is.async) throw notInSandbox('registrations of completion that nobody waits for');
    const order = {
      what: 'completed forms',
      strategy: parameters.strategy,
      isTrial: parameters.is.dryRun,
      by: person.username,
    } as const;
    const importAll = (): ReturnType<typeof summaryOf> =>
      summaryOf(importCompletions(parseBody(body), query, parameters, { person, world: this.#world }), parameters);
    const response = this.#world.imports.watch(order, importAll, toOutcome);
    const refused = response.status === 'ERROR';
    const message = refused ? 'An error occurred, please check import summary.' : 'Import was successful.';
    return webMessage(refused ? 409 : 200, { message, response });
  }

  /** DELETE: a registration that is not there is no fault. */
  remove({ query }: Call): Answer {
    const { metadata, completions } = this.#world;
    const { model } = metadata;
    const [dataSet = '', orgUnit = '', period = ''] = ['ds', 'ou', 'pe'].map((name) => query.get(name) ?? '');
    const attribute = attributeChoice(query, model);
    if (!model.dataSets.has(dataSet)) throw missing('Data set', dataSet, 'E1105');
    if (!model.orgUnits.has(orgUnit)) throw missing('Organisation unit', orgUnit, 'E1102');
    if (!attribute) throw missing('Attribute option combo', `${query.get('cc')} ${query.get('cp')}`, 'E1104');
    const iso = parsePeriod(period)?.iso;
    if (iso === undefined) throw new Refusal(409, `Period is invalid: \`${period}\``, 'E1101');
    completions.remove({ dataSet, orgUnit, period: iso, attributeOptionCombo: attribute.uid });
    return empty(204);
  }
}

function missing(kind: string, uid: string, code: string): Refusal {
  return new Refusal(409, `${kind} not found or not accessible: \`${uid}\``, code);
}

function parseBody(body: Buffer): Record<string, unknown> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString('utf8'));
  } catch (error) {
    throw new Refusal(409, `The import process failed: ${error instanceof Error ? error.message : ''}`);
  }
  return isObject(parsed) ? parsed : {};
}

/** ERROR where registrations came and none was taken. */
function summaryOf({ importCount, conflicts }: CompletionCounts, { shown }: DataValueParameters) {
  const { imported, updated, deleted, ignored } = importCount;
  const refused = ignored > 0 && imported + updated + deleted === 0;
  return {
    responseType: 'ImportSummary',
    status: refused ? 'ERROR' : 'SUCCESS',
    importOptions: shown,
    description: 'Import process complete.',
    importCount,
    conflicts,
    rejectedIndexes: [],
  };
}
