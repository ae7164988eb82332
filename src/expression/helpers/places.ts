import { isOnEarth, parseGeopoint } from '../../base/geopoint.ts';
import { Miss } from '../../base/miss.ts';
import type { Helper } from './helper.ts';

/** Places as Kobo writes them. */
export const PLACE_HELPERS: readonly Helper[] = [
  {
    name: 'geoPoint',
    signature: '$geoPoint(value)',
    meaning:
      'A GeoJSON point from a geopoint of Kobo (latitude, longitude, altitude, accuracy; the last two are dropped). GeoJSON names the longitude first.',
    types: '<s:o>',
    errors: ['function/not-a-point'],
    suggestions: { point: (text) => `$geoPoint(${text})` },
    instead: { COORDINATE: ({ first }) => first, GEOJSON: ({ text }) => `$string(${text})` },
    examples: [
      {
        expression: '$geoPoint(gps)',
        row: { gps: '-1.2864 36.8172 1790.0 4.5' },
        result: { type: 'Point', coordinates: [36.8172, -1.2864] },
      },
      { expression: '$geoPoint(gps)', row: { gps: '' }, result: undefined },
    ],
    bind: () => (value) => {
      const point = parseGeopoint(String(value).trim());
      const latitude = Number(point?.latitude);
      const longitude = Number(point?.longitude);
      if (!point || !isOnEarth(latitude, longitude)) throw new Miss('function/not-a-point', value);
      return { type: 'Point', coordinates: [longitude, latitude] };
    },
  },
];
