/** The API as an OpenAPI 3.1 document. */
export function describeApi(): unknown {
  return {openapi: '3.1.0'};
}
