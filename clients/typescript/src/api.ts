// Every operation as a method that returns its data or throws an error of its own class.
import { createClient, type Client, type ClientOptions } from './client.ts';
import { errorOf, UnexpectedResponseError } from './errors.ts';
import * as operations from './generated/sdk.gen.ts';
import { rememberTag } from './versions.ts';

type Operations = typeof operations;
type Result<Name extends keyof Operations> = Awaited<ReturnType<Operations[Name]>>;

/** The operations of the API by their names; each takes `path`, `query`, `body`, `signal`. */
export type TutorialSearch = {
  readonly [Name in keyof Operations]: (
    ...options: Parameters<Operations[Name]>
  ) => Promise<NonNullable<Result<Name>['data']>>;
} & {
  /** The client below, for the plain functions of this package. */
  readonly client: Client;
};

interface Answer {
  data?: unknown;
  error?: unknown;
  response?: Response;
}

export function tutorialSearch(options: ClientOptions): TutorialSearch {
  const client = createClient(options);
  const methods = Object.entries(operations).map(([name, operation]) => {
    const call = operation as (given: object) => Promise<Answer>;
    const method = async (given: object = {}) => {
      const { data, error, response } = await call({ ...given, client, throwOnError: false });
      if (!response) throw error;
      if (response.status >= 400) throw errorOf(response, error);
      // A body that is not JSON, or a page of a proxy in between.
      if (error !== undefined || isPage(response)) {
        throw new UnexpectedResponseError(response, { cause: error });
      }
      rememberTag(data, response);
      return data;
    };
    return [name, method];
  });
  return { ...Object.fromEntries(methods), client } as TutorialSearch;
}

function isPage(response: Response): boolean {
  return /^text\/html\b/i.test(response.headers.get('Content-Type') ?? '');
}
