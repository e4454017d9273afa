// Every operation as a method that returns its data or throws an error of its own class.
import { createClient, type Client, type ClientOptions } from './client.ts';
import { errorOf } from './errors.ts';
import * as operations from './generated/sdk.gen.ts';

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
      if (response && error !== undefined) throw errorOf(response, error);
      return data;
    };
    return [name, method];
  });
  return { ...Object.fromEntries(methods), client } as TutorialSearch;
}
