import { routeAggregates, type AggregateParts } from './aggregate/aggregate-router.ts';
import type { EventsApi } from './events-api.ts';
import type { Item } from './item.ts';
import { COLLECTIONS } from './metadata.ts';
import type { MetadataApi } from './metadata-api.ts';
import type { PeopleApi } from './people-api.ts';
import { hasAuthority, type Person } from './people.ts';
import { systemInfo } from './system-api.ts';
import type { ServerZone } from './server-zone.ts';
import type { TrackerApi } from './tracker-api.ts';
import type { Traits } from './versions.ts';
import { containerPage, json, notInSandbox, Refusal, type Answer, type Call } from './web.ts';

/** First steps of paths that a real server of this release has, and the sandbox has not. */
const ELSEWHERE = new Set(
  (
    'aggregateDataExchanges analytics apps appHub audits blockedMessages completeDataSetRegistrations configuration ' +
    'constants dashboards dataApprovals dataEntry dataIntegrity dataSetNotificationTemplates dataStatistics dataStore ' +
    'dataSummary dataValueSets dataValues dimensions documents email eventCharts eventReports eventVisualizations ' +
    'expressionDimensionItems expressions externalFileResources fileResources files geoFeatures gateways gist ' +
    'health i18n icons identifiableObjects indicatorGroups indicatorTypes indicators interpretations jobConfigurations ' +
    'legends legendSets loginConfig locales lockExceptions mapViews maps maintenance mentions messageConversations ' +
    'metadataDependencies metrics minMaxDataElements oidc openapi organisationUnitProfile outlierDetection ' +
    'periodTypes potentialDuplicates predictions predictors programIndicators programNotificationTemplates ' +
    'programStageWorkingLists proxies pushAnalysis query relationshipTypes reports reportTables resourceTables ' +
    'routes scheduling schemas sharing sms sqlViews staticContent svg synchronization systemSettings system token ' +
    'tokens trackedEntityAttributeGroups tracker translations trigramSummary userDataStore userSettings ' +
    'userLookup validation validationResults validationRules version visualizations webhooks account auth'
  ).split(/\s+/),
);

/** Those that releases up to 2.41 have beside them. */
const LEGACY = new Set(['events', 'enrollments', 'trackedEntityInstances', 'relationships']);

export interface RouterParts {
  readonly tracker: TrackerApi;
  readonly events: EventsApi;
  readonly metadata: MetadataApi;
  readonly people: PeopleApi;
  readonly aggregates: AggregateParts;
  readonly traits: Traits;
  /** Null: it has none yet. */
  readonly systemId: () => string | null;
  readonly zone: ServerZone;
  /** Milliseconds of the server's clock. */
  readonly now: () => number;
}

/** Who asks: the view that checks use, and the user's own entry. */
export interface Asker {
  readonly person: Person;
  readonly user: Item;
}

/** Answers a call of a user who is logged in. */
export function route(call: Call, { person, user }: Asker, origin: string, parts: RouterParts): Answer {
  const [first = '', second, third] = call.segments;
  const reads = call.method === 'GET' || call.method === 'HEAD';
  if (first === 'tracker') return routeTracker(call, person, origin, parts);
  if (first === 'ping' && reads) return { status: 200, body: '' };
  if (first === 'me') {
    if (!reads) throw notInSandbox('changes of the own account');
    if (second === undefined) return parts.people.me(call, person, user);
    if (second !== 'authorities') throw notInSandbox(call.path);
    return json(third === undefined ? [...person.authorities] : hasAuthority(person, third));
  }
  if (first === 'system' && second === 'info' && reads) {
    return systemInfo(person, { ...parts, origin, now: parts.now(), systemId: parts.systemId() });
  }
  if (first === 'metadata') {
    if (call.method === 'POST' && second === undefined) return parts.metadata.load(call, person);
    throw notInSandbox(`${call.method} ${call.path}`);
  }
  if (first === 'maintenance' && call.method === 'POST' && second !== undefined && third === undefined) {
    return parts.metadata.maintain(second, person);
  }
  const aggregate = routeAggregates(call, person, origin, parts.aggregates);
  if (aggregate) return aggregate;
  if (first === 'apiToken' && call.method === 'POST') return parts.people.createToken(call, person, origin);
  if (first === 'users' || first === 'userRoles') {
    const answer = routePeople(first, call, person, origin, parts);
    if (answer) return answer;
  }
  if (first === 'programs' && second === 'orgUnits' && reads) {
    return parts.metadata.orgUnitsOfPrograms(call.query, person);
  }
  if (COLLECTIONS.has(first)) {
    if (!reads || third !== undefined) throw notInSandbox(`${call.method} ${call.path}`);
    return second === undefined
      ? parts.metadata.list(first, call, person, origin)
      : parts.metadata.one(first, second, call, person);
  }
  if (ELSEWHERE.has(first) || (parts.traits.legacyApi && LEGACY.has(first)))
    throw notInSandbox(`${call.method} ${call.path}`);
  return containerPage(404, `No static resource ${call.path.slice(1)}.`);
}

function routeTracker(call: Call, person: Person, origin: string, parts: RouterParts): Answer {
  const [, second, third, fourth] = call.segments;
  if (second === undefined) {
    if (call.method !== 'POST') throw new Refusal(405, `Request method '${call.method}' is not supported`);
    return parts.tracker.import(call, person, origin);
  }
  const known = ['events', 'jobs', 'trackedEntities', 'enrollments', 'relationships', 'ownership', 'acl'];
  if (!known.includes(second)) return containerPage(404, `No static resource ${call.path.slice(1)}.`);
  if (call.method === 'GET' && second === 'events' && third === undefined) {
    return parts.events.list(call, person, origin);
  }
  if (call.method === 'GET' && second === 'events' && third !== undefined && fourth === undefined) {
    return parts.events.one(third, call, person);
  }
  if (call.method === 'GET' && second === 'jobs' && third !== undefined) {
    if (fourth === undefined) return parts.tracker.jobLog(third);
    if (fourth === 'report') return parts.tracker.jobReport(third, call);
  }
  throw notInSandbox(`${call.method} ${call.path}`);
}

function routePeople(
  collection: 'users' | 'userRoles',
  call: Call,
  person: Person,
  origin: string,
  { people }: RouterParts,
): Answer | null {
  const [, uid, action] = call.segments;
  if (call.method === 'POST' && uid === undefined) return people.create(collection, call, person, origin);
  if (collection !== 'users' || uid === undefined) return null;
  if (call.method === 'PATCH' && action === undefined) return people.patch(uid, call, person);
  if (call.method === 'POST' && (action === 'disabled' || action === 'enabled')) {
    return people.setDisabled(uid, action === 'disabled', person);
  }
  return null;
}
