import { parsePeriod } from '../../base/periods.ts';
import type { AggregateWorld } from './aggregate-world.ts';
import { DEFAULT_COMBO } from '../item.ts';
import type { Approval, LockException } from './lock-store.ts';
import type { OrgUnitModel } from '../model.ts';
import { hasAuthority, inScope, type Person } from '../people.ts';
import { empty, json, Refusal, webMessage, type Answer, type Call } from '../web.ts';

/**
 * `/api/dataApprovals` and `/api/lockExceptions`, as the documentation has them: of these there are no recordings. The
 * sandbox knows one level of approval, and no acceptance.
 */
export class LockApi {
  readonly #world: AggregateWorld;

  constructor(world: AggregateWorld) {
    this.#world = world;
  }

  /** GET: the state of one form. */
  state({ query }: Call, person: Person): Answer {
    const [shown] = this.#shown(query, person);
    if (!shown) throw missing('Organisation unit', query.get('ou') ?? '', 'E1102');
    return json({ ...shown.permissions, state: shown.state });
  }

  /** GET `…/approvals`: the states of the forms of several org units and periods. */
  states({ query }: Call, person: Person): Answer {
    return json(this.#shown(query, person));
  }

  /** POST and DELETE: approves, or takes the approval back. */
  change({ query }: Call, person: Person, approves: boolean): Answer {
    if (!hasAuthority(person, 'F_APPROVE_DATA')) throw new Refusal(403, 'Access is denied', 'E1006');
    const { locks } = this.#world;
    for (const { approval } of this.#asked(query)) {
      if (approves) locks.approve(approval);
      else locks.withdraw(approval);
    }
    return empty(204);
  }

  exceptions(): Answer {
    const shown = this.#world.locks.exceptions().map(({ dataSet, period, orgUnit }) => ({
      name: `${dataSet} ${period} ${orgUnit}`,
      dataSet: { id: dataSet },
      period: { id: period },
      organisationUnit: { id: orgUnit },
    }));
    return json({ lockExceptions: shown });
  }

  except({ query }: Call, person: Person): Answer {
    const { locks } = this.#world;
    for (const exception of this.#exceptionsIn(query, person)) locks.except(exception);
    return webMessage(201, { message: 'LockException created successfully.' });
  }

  removeException({ query }: Call, person: Person): Answer {
    const { locks } = this.#world;
    for (const exception of this.#exceptionsIn(query, person)) locks.forget(exception);
    return empty(204);
  }

  #shown(query: URLSearchParams, person: Person): readonly ApprovalStatus[] {
    const mayApprove = hasAuthority(person, 'F_APPROVE_DATA');
    return this.#asked(query).map(({ approval, unit }) => {
      const at = this.#world.locks.approvedAt(approval, unit.path);
      const permissions = {
        mayApprove: at === null && mayApprove,
        mayUnapprove: at === unit.uid && mayApprove,
        mayAccept: false,
        mayUnaccept: false,
        mayReadData: person.superuser || inScope(person, unit.path),
      };
      const state = at === null ? 'UNAPPROVED_READY' : at === unit.uid ? 'APPROVED_HERE' : 'APPROVED_ABOVE';
      const { attributeOptionCombo: aoc, period: pe, workflow: wf, orgUnit: ou } = approval;
      return { aoc, pe, ou, wf, permissions, state };
    });
  }

  /** The forms that a query names by workflow or data set, periods, org units and attribute option combinations. */
  #asked(query: URLSearchParams): readonly { readonly approval: Approval; readonly unit: OrgUnitModel }[] {
    const { model } = this.#world.metadata;
    const workflow = query.get('wf') ?? model.dataSets.get(query.get('ds') ?? '')?.workflow ?? '';
    if (workflow === '') throw missing('Data approval workflow', query.get('ds') ?? '');
    const periods = listOf(query, 'pe').map((text) => isoOf(text));
    const units = listOf(query, 'ou').map((uid) => {
      const unit = model.orgUnits.get(uid);
      if (!unit) throw missing('Organisation unit', uid, 'E1102');
      return unit;
    });
    const named = listOf(query, 'aoc');
    const combos = named.length === 0 ? [DEFAULT_COMBO.optionCombo] : named;
    return periods.flatMap((period) =>
      units.flatMap((unit) =>
        combos.map((attributeOptionCombo) => {
          const approval = { workflow, period, orgUnit: unit.uid, attributeOptionCombo };
          return { approval, unit };
        }),
      ),
    );
  }

  #exceptionsIn(query: URLSearchParams, person: Person): readonly LockException[] {
    if (!person.superuser) throw new Refusal(403, 'Access is denied', 'E1006');
    const { model } = this.#world.metadata;
    const [dataSet = '', text = ''] = ['ds', 'pe'].map((name) => query.get(name) ?? '');
    if (!model.dataSets.has(dataSet)) throw missing('Data set', dataSet, 'E1105');
    return listOf(query, 'ou').map((orgUnit) => {
      if (!model.orgUnits.has(orgUnit)) throw missing('Organisation unit', orgUnit, 'E1102');
      return { dataSet, orgUnit, period: isoOf(text) };
    });
  }
}

interface ApprovalStatus {
  readonly aoc: string;
  readonly pe: string;
  readonly ou: string;
  readonly wf: string;
  readonly permissions: Readonly<Record<string, boolean>>;
  readonly state: 'UNAPPROVED_READY' | 'APPROVED_HERE' | 'APPROVED_ABOVE';
}

function listOf(query: URLSearchParams, name: string): readonly string[] {
  return query
    .getAll(name)
    .flatMap((text) => text.split(','))
    .filter((text) => text !== '');
}

function isoOf(text: string): string {
  const iso = parsePeriod(text)?.iso;
  if (iso === undefined) throw new Refusal(409, `Period is invalid: \`${text}\``, 'E1101');
  return iso;
}

function missing(kind: string, uid: string, code?: string): Refusal {
  return new Refusal(409, `${kind} not found or not accessible: \`${uid}\``, code);
}
