/** The OpenAPI 3.1 document, made from the shapes that check the requests. */
import { z } from 'zod'
import { createDocument, type ZodOpenApiPathsObject } from 'zod-openapi'
import { Problem } from './problem.ts'
import type { Route } from './route.ts'

export function openApiOf(routes: readonly Route[]): ReturnType<typeof createDocument> {
  const paths: ZodOpenApiPathsObject = {}
  for (const route of routes) paths[route.path] = { ...paths[route.path], [route.method]: operationOf(route) }
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Investigation Strategist',
      version: '1',
      description: 'One decision a round. Repeat any write with the same Idempotency-Key to get its first answer.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    security: [{ key: [] }, {}],
    components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
    paths,
  })
}

function operationOf({ method, path, summary, params, query, body, status, answer, unkeyed }: Route) {
  const problem = {
    description: 'Refused, with a stable code',
    content: { 'application/problem+json': { schema: Problem } },
  }
  const header = z.object({ 'Idempotency-Key': z.string().min(1).max(200).optional() })
  return {
    operationId: `${method} ${path}`.replaceAll(/[^A-Za-z]+/g, '_'),
    summary,
    requestParams: {
      ...(params instanceof z.ZodObject ? { path: params } : {}),
      ...(query instanceof z.ZodObject ? { query } : {}),
      ...(method === 'get' || unkeyed ? {} : { header }),
    },
    ...(method === 'get'
      ? {}
      : { requestBody: { required: !body.safeParse({}).success, content: { 'application/json': { schema: body } } } }),
    responses: {
      [status]: { description: summary, content: { 'application/json': { schema: answer } } },
      default: problem,
    },
  }
}
