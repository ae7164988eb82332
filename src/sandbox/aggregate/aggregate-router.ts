import type { CompletionApi } from './completion-api.ts';
import type { DataValueReader } from './data-value-reader.ts';
import type { DataValueSetsApi } from './data-value-sets-api.ts';
import type { DataValueTasks } from './data-value-tasks.ts';
import type { LockApi } from './lock-api.ts';
import type { Person } from '../people.ts';
import type { SingleValueApi } from './single-value-api.ts';
import type { Answer, Call } from '../web.ts';

/** What answers calls for aggregate data. */
export interface AggregateParts {
  readonly sets: DataValueSetsApi;
  readonly reader: DataValueReader;
  readonly single: SingleValueApi;
  readonly completions: CompletionApi;
  readonly tasks: DataValueTasks;
  readonly locks: LockApi;
}

/** Answers a call for aggregate data; null where the call is for something else. */
export function routeAggregates(call: Call, person: Person, origin: string, parts: AggregateParts): Answer | null {
  const [first, second, third, fourth] = call.segments;
  const method = call.method === 'HEAD' ? 'GET' : call.method;
  const request = `${method} ${first}`;
  if (request === 'GET system' && third === 'DATAVALUE_IMPORT' && fourth !== undefined) {
    if (second === 'tasks') return parts.tasks.log(fourth);
    if (second === 'taskSummaries') return parts.tasks.summary(fourth);
  }
  if (request === 'GET dataApprovals' && second === 'approvals') return parts.locks.states(call, person);
  if (second !== undefined) return null;
  switch (request) {
    case 'GET dataValueSets':
      return parts.reader.read(call, person);
    case 'POST dataValueSets':
      return parts.sets.import(call, person, origin);
    case 'GET dataValues':
      return parts.single.read(call, person);
    case 'POST dataValues':
      return parts.single.write(call, person);
    case 'DELETE dataValues':
      return parts.single.remove(call, person);
    case 'GET completeDataSetRegistrations':
      return parts.completions.read(call, person);
    case 'POST completeDataSetRegistrations':
      return parts.completions.import(call, person);
    case 'DELETE completeDataSetRegistrations':
      return parts.completions.remove(call);
    case 'GET dataApprovals':
      return parts.locks.state(call, person);
    case 'POST dataApprovals':
    case 'DELETE dataApprovals':
      return parts.locks.change(call, person, method === 'POST');
    case 'GET lockExceptions':
      return parts.locks.exceptions();
    case 'POST lockExceptions':
      return parts.locks.except(call, person);
    case 'DELETE lockExceptions':
      return parts.locks.removeException(call, person);
    default:
      return null;
  }
}
