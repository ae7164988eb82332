import { isObject } from '../../base/json.ts';
import type { DhisEvent } from '../event-image.ts';
import type { Finding } from './finding.ts';
import type { Grounds } from './grounds.ts';

const FEATURE_TYPES: ReadonlyMap<string, string> = new Map([
  ['Point', 'POINT'],
  ['Polygon', 'POLYGON'],
  ['MultiPolygon', 'MULTI_POLYGON'],
]);

/** The geometry of an event is of the type that the stage has. Nobody looks at where it lies. */
export function checkGeometry({ geometry }: DhisEvent, { stage }: Grounds): Finding[] {
  if (!isObject(geometry)) return [];
  const { featureType } = stage;
  const target = 'geometry';
  if (featureType == null)
    return [{ code: 'E1074', target, message: `Program stage ${stage.name} has no place for a geometry.` }];
  const type = String(geometry['type']);
  if (FEATURE_TYPES.get(type) === featureType) return [];
  const message = `Program stage ${stage.name} takes ${featureType === 'NONE' ? 'no geometry' : `a geometry of the type ${featureType}`}, and this is a ${type}.`;
  return [{ code: 'E1012', target, message, about: { featureType, type } }];
}
