// What each call.ts prints; the runner compares it with what plain requests answer.
export interface Called {
  /** The ids of the products on all pages of a search with filters. */
  products: number[];
  /** The code of the first event that the search found, and the first moment of its sessions. */
  event: { code: string; start: string };
  /** Of the problem document of an event that does not exist. */
  missing: { status: number; title: string };
  /** Of the problem document of a search with an invalid page size. */
  invalid: { status: number; fields: string[] };
}

export const address: string = process.argv[2] ?? '';
export const filters = { subjects: ['CM2'], exam_sessions: ['27A'] };
export const pageSize = 4;
export const missingCode = 'NO-SUCH-EVENT';
export const invalidSearch = { pagination: { page_size: 500 } };

export function report(called: Called): void {
  console.log(JSON.stringify(called));
}

/** What a typed client must not have lost: a moment with an offset. */
export function moment(date: Date | string | undefined): string {
  return new Date(date ?? '').toISOString();
}

export function fail(what: string): never {
  throw new Error(what);
}
