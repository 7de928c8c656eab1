import {describeApi} from '../../src/api/openapi/describe-api.ts';

/** Of the OpenAPI document what tests look at. */
export interface ApiDocument {
  readonly info: {readonly version: string};
  readonly paths: Readonly<Record<string, Readonly<Record<string, DocumentedOperation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, unknown>>;
    readonly responses: Readonly<Record<string, DocumentedResponse>>;
  };
}

export interface DocumentedOperation {
  readonly operationId?: string;
  readonly tags: readonly string[];
  readonly security?: readonly unknown[];
  readonly parameters?: readonly DocumentedParameter[];
  readonly requestBody?: {readonly required?: boolean; readonly content: Content};
  readonly responses: Readonly<Record<string, DocumentedResponse>>;
}

export interface DocumentedParameter {
  readonly in: 'path' | 'query' | 'header';
  readonly name: string;
  readonly schema: Readonly<Record<string, unknown>>;
}

interface DocumentedResponse {
  readonly description?: string;
  readonly content?: Content;
}

type Content = Readonly<Record<string, {readonly schema: Readonly<Record<string, unknown>>}>>;

export const DOCUMENT = describeApi('1.2.3') as ApiDocument;

export interface DocumentedRoute {
  readonly method: string;
  readonly path: string;
  readonly operation: DocumentedOperation;
}

export const DOCUMENTED_ROUTES: readonly DocumentedRoute[] = Object.entries(DOCUMENT.paths).flatMap(
  ([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      operation,
    })),
);
