/** One call of the API: its shapes check the request, type the handler, and make the OpenAPI document. */
import type { Request, Response, Router } from 'express'
import { z } from 'zod'
import type { Service } from '../service/service.ts'
import { bounded } from './bounds.ts'
import { invalidRequest } from './problem.ts'

export type Method = 'get' | 'post' | 'patch'

export type Shapes<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType> = {
  readonly method: Method
  /** As OpenAPI writes it: `/v1/investigations/{id}`. */
  readonly path: string
  readonly summary: string
  readonly params: Params
  readonly query: Query
  readonly body: Body
  readonly status: 200 | 201
  readonly answer: z.ZodType
  /** A write that takes no Idempotency-Key: repeating it does no harm, or it heals by itself. */
  readonly unkeyed?: true
  /** Instead of JSON where the caller accepts text. */
  readonly text?: (input: Input<Params, Query, Body>) => Promise<string>
}

export type Input<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType> = {
  readonly params: z.output<Params>
  readonly query: z.output<Query>
  readonly body: z.output<Body>
  /** The caller's Idempotency-Key. */
  readonly key: string | undefined
  readonly signal: AbortSignal
}

/** A route with its types closed over, so that routes of all shapes stand in one list. */
export type Route = Pick<
  Shapes<z.ZodType, z.ZodType, z.ZodType>,
  'method' | 'path' | 'summary' | 'params' | 'query' | 'body' | 'status' | 'answer' | 'unkeyed'
> & {
  readonly mount: (router: Router) => void
}

/** A route of a service. */
export type Make = (service: Service) => Route

export const nothing = z.strictObject({})
const Headers = z.object({ 'Idempotency-Key': z.string().min(1).max(200).optional() })

export function route<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType>(
  shapes: Shapes<Params, Query, Body>,
  handle: (input: Input<Params, Query, Body>) => Promise<unknown>,
): Route {
  const { method, path, status } = shapes
  const respond = async (request: Request, response: Response) => {
    const input = asked(() => inputOf(shapes, request, response))
    if (shapes.text && request.accepts(['json', 'text']) === 'text') {
      response.type('text/plain').send(await shapes.text(input))
      return
    }
    response.status(status).json(await handle(input))
  }
  return { ...shapes, mount: (router) => router[method](path.replaceAll(/\{(\w+)\}/g, ':$1'), respond) }
}

function asked<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw error instanceof z.ZodError ? invalidRequest(error) : error
  }
}

function inputOf<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType>(
  { params, query, body, method }: Shapes<Params, Query, Body>,
  request: Request,
  response: Response,
): Input<Params, Query, Body> {
  const sent: unknown = request.body
  const gone = new AbortController()
  response.on('close', () => {
    gone.abort()
  })
  return {
    params: params.parse(request.params),
    query: query.parse(request.query),
    body: body.parse(method === 'get' ? {} : bounded(sent ?? {})),
    key: Headers.parse({ 'Idempotency-Key': request.get('Idempotency-Key') })['Idempotency-Key'],
    signal: gone.signal,
  }
}
