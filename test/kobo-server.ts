/** A KoboToolbox that answers to what a source asks of API v2: pages of submissions, and the versions of the form. */
import { serve, type Reply, type TestServer } from './dhis2/http-server.ts';
import type { DeployedVersion, Submission } from '../scripts/sample/kobo-api.ts';

export interface KoboProject {
  readonly asset: string;
  readonly token: string;
  versions: readonly DeployedVersion[];
  submissions: readonly Submission[];
  /** Most submissions of one page; a server's own setting. */
  readonly cap?: number;
  /** Called before each answer with submissions. */
  readonly meanwhile?: (at: number) => void;
}

/** Serves one project; what is changed in it is served from then on. */
export async function serveKobo(project: KoboProject): Promise<TestServer> {
  let pages = 0;
  const server: TestServer = await serve(({ url: asked, headers }): Reply => {
    if (headers.authorization !== `Token ${project.token}`) return { status: 401, body: { detail: 'Invalid token.' } };
    const url = new URL(asked, server.url);
    const root = `/api/v2/assets/${project.asset}/`;
    if (url.pathname === `${root}data/`) {
      pages += 1;
      project.meanwhile?.(pages);
      return toPage(project, url);
    }
    if (url.pathname === `${root}versions/`) return toList(project, url);
    const version = project.versions.find(({ uid }) => url.pathname === `${root}versions/${uid}/`);
    return version ? { status: 200, body: version } : { status: 404, body: { detail: 'Not found.' } };
  });
  return server;
}

/** As KPI answers: `count` is of what the query finds, and `limit` is cut without a word. */
function toPage({ submissions, cap = 1000 }: KoboProject, { searchParams, href }: URL): Reply {
  const limit = Math.min(Number(searchParams.get('limit') ?? 100), cap);
  const start = Number(searchParams.get('start') ?? 0);
  const query = JSON.parse(searchParams.get('query') ?? '{}') as Query;
  const sort = JSON.parse(searchParams.get('sort') ?? '{}') as { readonly _id?: number };
  const sorted = sort._id === 1 ? submissions.toSorted((a, b) => a._id - b._id) : submissions;
  const found = sorted.filter((one) => fits(one, query));
  const next = new URL(href);
  next.searchParams.set('start', String(start + limit));
  const body = {
    count: found.length,
    next: start + limit < found.length ? next.href : null,
    previous: null,
    results: found.slice(start, start + limit),
  };
  return { status: 200, body };
}

/** The part of Mongo's language that is asked for here. */
interface Query {
  readonly $and?: readonly Query[];
  readonly [field: string]: unknown;
}

function fits(submission: Submission, { $and, ...fields }: Query): boolean {
  if ($and?.every((one) => fits(submission, one)) === false) return false;
  return Object.entries(fields).every(([field, wanted]) => {
    const value = submission[field];
    if (typeof wanted !== 'object' || wanted === null) return value === wanted;
    return '$gt' in wanted && Number(value) > Number(wanted.$gt);
  });
}

function toList({ versions, cap = 1000 }: KoboProject, { searchParams, href }: URL): Reply {
  const start = Number(searchParams.get('start') ?? 0);
  const newestFirst = versions.toSorted((a, b) => (a.date_modified < b.date_modified ? 1 : -1));
  const results = newestFirst.slice(start, start + cap).map((one) => ({ ...one, content: undefined }));
  const next = new URL(href);
  next.searchParams.set('start', String(start + cap));
  return {
    status: 200,
    body: { count: versions.length, next: start + cap < versions.length ? next.href : null, results },
  };
}
