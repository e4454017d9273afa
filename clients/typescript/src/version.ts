// Replaced by the version of the API when the package is made.
export const VERSION = '0.0.0';
