import type { ComponentKind } from './contracts/component.ts';
import { dhis2Connection } from './dhis2/connection.ts';
import { httpConnection } from './http/connection.ts';
import { jsonIndex } from './index/json/json-store.ts';
import { dhis2DataValues } from './sinks/dhis2-data-values.ts';
import { sqliteIndex } from './index/sqlite/sqlite-store.ts';
import { dhis2Events } from './sinks/dhis2-events.ts';
import { csvSource } from './sources/csv.ts';
import { httpJsonSource } from './sources/http-json.ts';
import { xlsxSource } from './sources/xlsx/xlsx.ts';
import { azureBlob } from './storage/azure-blob.ts';
import { fileStorage } from './storage/file.ts';

/** The one list of component kinds. A new kind is a file and a line here. */
export const REGISTRY: readonly ComponentKind[] = [
  azureBlob,
  fileStorage,
  dhis2Connection,
  httpConnection,
  csvSource,
  xlsxSource,
  httpJsonSource,
  dhis2Events,
  dhis2DataValues,
  jsonIndex,
  sqliteIndex,
];
