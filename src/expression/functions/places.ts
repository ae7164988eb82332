import { Miss } from '../miss.ts';
import type { EtlFunction } from './etl-function.ts';

const GEOPOINT = /^(-?\d+(?:\.\d+)?)\s+(-?\d+(?:\.\d+)?)(?:\s+-?\d+(?:\.\d+)?){0,2}$/;

/** Places as Kobo writes them. */
export const PLACE_FUNCTIONS: readonly EtlFunction[] = [
  {
    name: 'geoPoint',
    signature: '$geoPoint(value)',
    meaning:
      'A GeoJSON point from a geopoint of Kobo (latitude, longitude, altitude, accuracy; the last two are dropped). GeoJSON names the longitude first.',
    minArguments: 1,
    maxArguments: 1,
    types: '<s:o>',
    errors: ['function/not-a-point'],
    examples: [
      {
        expression: '$geoPoint(gps)',
        row: { gps: '-1.2864 36.8172 1790.0 4.5' },
        result: { type: 'Point', coordinates: [36.8172, -1.2864] },
      },
      { expression: '$geoPoint(gps)', row: { gps: '' }, result: undefined },
    ],
    bind: () => (value) => {
      const found = GEOPOINT.exec(String(value).trim());
      const latitude = Number(found?.[1]);
      const longitude = Number(found?.[2]);
      const isOnEarth = Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
      if (!found || !isOnEarth) throw new Miss('function/not-a-point', value);
      return { type: 'Point', coordinates: [longitude, latitude] };
    },
  },
];
