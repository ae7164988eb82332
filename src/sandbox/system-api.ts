import { toServerText } from './instants.ts';
import type { ServerZone } from './server-zone.ts';
import type { Person } from './people.ts';
import type { Traits } from './versions.ts';
import { json, type Answer } from './web.ts';

/** `GET /api/system/info`. Superusers see more of the machine, as on real servers. */
export function systemInfo(
  person: Person,
  about: { traits: Traits; origin: string; now: number; systemId: string | null; zone: ServerZone },
): Answer {
  return json({
    contextPath: about.origin,
    calendar: 'iso8601',
    dateFormat: 'yyyy-mm-dd',
    serverDate: toServerText(about.now),
    serverTimeZoneId: about.zone.id,
    serverTimeZoneDisplayName: about.zone.displayName,
    version: about.traits.fullVersion,
    revision: 'sandbox',
    ...(about.systemId === null ? {} : { systemId: about.systemId }),
    systemName: 'DHIS 2 sandbox',
    encryption: false,
    emailConfigured: false,
    redisEnabled: false,
    isMetadataVersionEnabled: false,
    ...(person.superuser ? { readOnlyMode: 'off' } : {}),
  });
}
