import type { Answer } from '../web.ts';
import { listEvents } from './event-pages.ts';
import { formsOf, listForms } from './form-pages.ts';
import { answerPage, type Shelf } from './frame.ts';

/**
 * Links into the apps of a DHIS2 name their object behind the `#`, which a browser keeps to itself: a script there reads
 * it and goes on. Without scripts, or without an object, the page lists what there is.
 */
const TO_EVENT = script('/[?&]viewEventId=([A-Za-z][A-Za-z0-9]{10})(?:&|$)/', "(m) => '/sandbox/events/' + m[1]");
const TO_FORM = script(
  '/dataSetId=([A-Za-z0-9]{11})&orgUnitId=([A-Za-z0-9]{11})&periodId=([A-Za-z0-9]+)/',
  "(m) => '/sandbox/forms/' + m.slice(1, 4).join('/')",
);

function script(pattern: string, toAddress: string): string {
  return `const go = () => { const m = ${pattern}.exec(location.hash); if (m) location.replace((${toAddress})(m)); }; go(); addEventListener('hashchange', go);`;
}

/** The page of a link into Capture. */
export function capturePage(query: URLSearchParams, shelf: Shelf): Answer {
  const body = listEvents(shelf.events.newestFirst(), query, shelf);
  return answerPage({ title: 'Events', body, script: TO_EVENT }, shelf);
}

/** The page of a link into Data Entry. */
export function dataEntryPage(query: URLSearchParams, shelf: Shelf): Answer {
  return answerPage({ title: 'Forms', body: listForms(formsOf(shelf), query, shelf), script: TO_FORM }, shelf);
}
