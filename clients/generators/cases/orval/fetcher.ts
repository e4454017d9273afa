import { address } from '../called';

/** Sends a request of the generated client to the service, and reads the response as JSON. */
export async function fetcher<T>(url: string, options: RequestInit): Promise<T> {
  const response = await fetch(new URL(url, address), options);
  const { status, headers } = response;
  return { data: await response.json(), status, headers } as T;
}
