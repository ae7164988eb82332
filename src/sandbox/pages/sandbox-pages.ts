import type { IncomingMessage } from 'node:http';
import type { Answer } from '../web.ts';
import { capturePage, dataEntryPage } from './app-links.ts';
import { eventPage, eventsPage } from './event-pages.ts';
import { dataSetPage, formPage } from './form-pages.ts';
import { notFound, type Shelf } from './frame.ts';
import { homePage } from './home-page.ts';
import { importPage, importsPage } from './import-pages.ts';
import { Names } from './names.ts';
import { unitPage, unitsPage } from './unit-pages.ts';

/** Where people see events and forms in a DHIS2, and where its pages stand here. */
const ADDRESSES = /^\/(?:$|sandbox(?:\/|$)|dhis-web-capture\/|dhis-web-aggregate-data-entry\/)/;

/**
 * What a person sees who opens the address of the sandbox in a browser. Programs, which do not ask for a page, are
 * answered as DHIS2 answers them.
 */
export class SandboxPages {
  readonly #shelf: Shelf;

  constructor(shelf: Omit<Shelf, 'names'>) {
    this.#shelf = { ...shelf, names: new Names(shelf.metadata) };
  }

  /** Makes the page of a request; null where it is for none. */
  pageFor({ method, url = '/', headers }: IncomingMessage): (() => Answer) | null {
    const [path = '/', search = ''] = url.split('?');
    const isAsked = (headers.accept ?? '').includes('text/html') && ADDRESSES.test(path);
    if (!isAsked || (method !== 'GET' && method !== 'HEAD')) return null;
    return () => this.#route(path, new URLSearchParams(search));
  }

  #route(path: string, query: URLSearchParams): Answer {
    const shelf = this.#shelf;
    const [app, kind, first, ...others] = path.split('/').slice(1).map(decode);
    if (app === 'dhis-web-capture') return capturePage(query, shelf);
    if (app === 'dhis-web-aggregate-data-entry') return dataEntryPage(query, shelf);
    if (!kind) return homePage(shelf);
    const [orgUnit, period] = others;
    if (kind === 'forms' && first && orgUnit && period) {
      return formPage({ dataSet: first, orgUnit, period }, query, shelf);
    }
    if (kind === 'events') return first ? eventPage(first, shelf) : eventsPage(query, shelf);
    if (kind === 'units') return first ? unitPage(first, query, shelf) : unitsPage(query, shelf);
    if (kind === 'imports') return first ? importPage(first, query, shelf) : importsPage(query, shelf);
    if (kind === 'programs' && first) return eventsPage(query, shelf, first);
    if (kind === 'data-sets' && first) return dataSetPage(first, query, shelf);
    return notFound(`There is no page ${path}.`, shelf);
  }
}

function decode(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}
