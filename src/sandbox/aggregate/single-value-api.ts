import { parsePeriod } from '../../base/periods.ts';
import type { AggregateWorld } from './aggregate-world.ts';
import { attributeChoice } from './attribute-choice.ts';
import type { CellKey } from './data-value-store.ts';
import { DEFAULT_COMBO } from '../item.ts';
import type { DataElementModel } from '../model.ts';
import { hasAuthority, inScope, type Person } from '../people.ts';
import { faultOfValue } from '../value-types.ts';
import { empty, json, Refusal, type Answer, type Call } from '../web.ts';

/** `/api/dataValues`: one cell, as the forms of DHIS2 itself read and write it. */
export class SingleValueApi {
  readonly #world: AggregateWorld;

  constructor(world: AggregateWorld) {
    this.#world = world;
  }

  read(call: Call, person: Person): Answer {
    const { key } = this.#find(call.query, person);
    const value = this.#world.dataValues.get(key);
    if (value && !value.deleted && value.value !== null) return json([value.value]);
    throw new Refusal(409, 'Data value does not exist', 'E2032');
  }

  /** The parameters may stand in the address or in a form. What is left out stays as it is. */
  write(call: Call, person: Person): Answer {
    this.#checkAuthority(person);
    const inForm = call.headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
    const query = new URLSearchParams([
      ...call.query,
      ...new URLSearchParams(inForm ? call.body.toString('utf8') : ''),
    ]);
    const { key, element } = this.#find(query, person);
    const { dataValues, now, traits } = this.#world;
    const known = dataValues.get(key);
    const before = known?.deleted === false ? known : undefined;
    const sent = query.get('value')?.trim();
    const value = sent === undefined ? (before?.value ?? null) : sent === '' ? null : sent;
    if (value !== null) this.#check(value, element, person);
    const comment = query.get('comment')?.trim();
    const isComment = comment !== undefined && comment !== '';
    // Up to 2.42 a zero that says nothing is not kept.
    const saysNothing = value === '0' && !element.zeroIsSignificant && traits.dataValues.importer === 'rows';
    if (before === undefined && (value === null || saysNothing) && !isComment) return empty(201);
    dataValues.put({
      ...key,
      value,
      comment: comment === undefined ? (before?.comment ?? null) : isComment ? comment : null,
      followUp: query.has('followUp') ? query.get('followUp') === 'true' : (before?.followUp ?? false),
      deleted: saysNothing || (value === null && !isComment),
      storedBy: person.username,
      created: known?.created ?? now(),
      updated: now(),
    });
    return empty(201);
  }

  remove(call: Call, person: Person): Answer {
    this.#checkAuthority(person);
    const { key } = this.#find(call.query, person);
    const { dataValues, now } = this.#world;
    const value = dataValues.get(key);
    if (!value || value.deleted) throw new Refusal(409, 'Data value does not exist', 'E2032');
    dataValues.put({ ...value, deleted: true, updated: now() });
    return empty(204);
  }

  #checkAuthority(person: Person): void {
    if (!hasAuthority(person, 'F_DATAVALUE_ADD')) throw new Refusal(403, 'Access is denied', 'E1006');
  }

  /** The cell that a query names; throws 409. */
  #find(query: URLSearchParams, person: Person): { key: CellKey; element: DataElementModel } {
    const { model } = this.#world.metadata;
    const [de = '', pe = '', ou = ''] = ['de', 'pe', 'ou'].map((name) => query.get(name) ?? '');
    const element = model.dataElements.get(de);
    if (!element) throw missing('Data element', de, 'E1100');
    const co = query.get('co') || DEFAULT_COMBO.optionCombo;
    if (!model.optionCombos.has(co)) throw missing('Category option combo', co, 'E1103');
    const attribute = attributeChoice(query, model);
    if (!attribute) throw missing('Attribute option combo', `${query.get('cc')} ${query.get('cp')}`, 'E1104');
    const period = parsePeriod(pe);
    if (!period) throw new Refusal(409, `Period is invalid: \`${pe}\``, 'E1101');
    const orgUnit = model.orgUnits.get(ou);
    if (!orgUnit) throw missing('Organisation unit', ou, 'E1102');
    if (!person.superuser && !inScope(person, orgUnit.path)) {
      throw new Refusal(409, `Organisation unit is not in the hierarchy of the current user: \`${ou}\``, 'E2020');
    }
    const key = { dataElement: de, period: period.iso, orgUnit: ou, categoryOptionCombo: co };
    return { key: { ...key, attributeOptionCombo: attribute.uid }, element };
  }

  #check(value: string, { uid, valueType, optionSet }: DataElementModel, person: Person): void {
    const { model } = this.#world.metadata;
    const context = {
      orgUnitExists: (reference: string) => model.orgUnits.has(reference),
      usernames: new Set([person.username]),
      lenient: false,
    };
    if (faultOfValue(valueType, value, context) !== null) {
      throw new Refusal(409, `Data value must match data element value type: \`${valueType}\``, 'E2030');
    }
    if (optionSet === null || optionSet.codes.has(value)) return;
    throw new Refusal(409, `Data value is not a valid option of the data element option set: \`${uid}\``, 'E2029');
  }
}

function missing(kind: string, uid: string, code: string): Refusal {
  return new Refusal(409, `${kind} not found or not accessible: \`${uid}\``, code);
}
