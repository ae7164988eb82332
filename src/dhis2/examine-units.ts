/** Organisation units that a spec leads to, asked of the server in bulk. */
import type { NamedPlace } from '../contracts/examination.ts';
import { fine, warningOf, type Finding } from '../contracts/finding.ts';
import { checkAnswer, id, list, object, text } from './answer-schemas.ts';
import type { Dhis2Client, Me } from './client.ts';

/** What a unit is held against. */
export interface UnitDemands {
  /** The program or data set, for people. */
  readonly place: string;
  /** Units to which it is assigned. */
  readonly assigned: ReadonlySet<string>;
  readonly me: Me;
  /** Whether superusers, too, can write only at their own units, and below these. */
  readonly bindsSuperusers: boolean;
  readonly now: Date;
}

interface Unit {
  readonly id: string;
  readonly path?: string | null;
  readonly closedDate?: string | null;
}

const UNITS = object({ organisationUnits: list(object({ id, path: text, closedDate: text }, ['id'])) }, [
  'organisationUnits',
]);
/** Ids that fit well into one address. */
const MOST_IDS = 150;
/** Units that are named in one sentence. */
const MOST_NAMED = 10;

/** Which of the units are unknown, closed, out of reach or without the place; one finding for each of these. */
export async function* examineUnits(
  client: Dhis2Client,
  places: readonly NamedPlace[],
  demands: UnitDemands,
): AsyncGenerator<Finding> {
  if (places.length === 0) return;
  const units = await fetchUnits(
    client,
    places.map((place) => place.id),
  );
  const { place, assigned, me, now } = demands;
  const wrong = (isWrong: (unit: Unit) => boolean): Args | undefined =>
    toArgs(places.filter((one) => isUnit(units.get(one.id), isWrong)));
  const unknown = toArgs(places.filter((one) => !units.has(one.id)));
  const unreached = wrong((unit) => !isInReach(unit, demands));
  const unassigned = wrong((unit) => !assigned.has(unit.id));
  const closed = wrong(({ closedDate }) => typeof closedDate === 'string' && Date.parse(closedDate) < now.getTime());
  const found = [
    ...(unknown ? [warningOf('doctor/units-unknown', unknown)] : []),
    ...(unreached ? [warningOf('doctor/units-out-of-reach', { ...unreached, user: me.username })] : []),
    ...(unassigned ? [warningOf('doctor/units-not-assigned', { ...unassigned, place })] : []),
    ...(closed ? [warningOf('doctor/units-closed', closed)] : []),
  ];
  yield* found.length > 0 ? found : [fine('doctor/units-fine', { count: places.length, place })];
}

async function fetchUnits(client: Dhis2Client, ids: readonly string[]): Promise<ReadonlyMap<string, Unit>> {
  const units = new Map<string, Unit>();
  for (let start = 0; start < ids.length; start += MOST_IDS) {
    const filter = `id:in:[${ids.slice(start, start + MOST_IDS).join(',')}]`;
    const answer = await client.get('/api/organisationUnits', { filter, paging: false, fields: 'id,path,closedDate' });
    checkAnswer(UNITS, answer, `GET ${client.url}/api/organisationUnits`);
    for (const unit of (answer as { organisationUnits: Unit[] }).organisationUnits) units.set(unit.id, unit);
  }
  return units;
}

function isUnit(unit: Unit | undefined, isWrong: (unit: Unit) => boolean): boolean {
  return unit !== undefined && isWrong(unit);
}

/** Within the part of the tree for which the user may enter data; where the server does not say, it is not judged. */
function isInReach({ id: own, path }: Unit, { me, bindsSuperusers }: UnitDemands): boolean {
  const { orgUnits, authorities } = me;
  if (orgUnits === undefined || (authorities.includes('ALL') && !bindsSuperusers)) return true;
  const above = new Set([own, ...(path ?? '').split('/')]);
  return orgUnits.some((one) => above.has(one));
}

type Args = { readonly count: number; readonly units: readonly string[] };

/** `Alpha Health Post: OuAlpha0001`, by the cell of the source; by its id where that is what the cell has. */
function nameOf({ id: uid, cells }: NamedPlace): string {
  return cells.length > 0 ? `${cells.join(' or ')}: ${uid}` : uid;
}

function toArgs(places: readonly NamedPlace[]): Args | undefined {
  if (places.length === 0) return undefined;
  const named = places.slice(0, MOST_NAMED).map(nameOf);
  return { count: places.length, units: places.length > MOST_NAMED ? [...named, '…'] : named };
}
