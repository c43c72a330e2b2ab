/** The Express application: security headers, limits, keys, the routes, and failures as problem details. */
import { isUtf8 } from 'node:buffer'
import type { IncomingMessage, ServerResponse } from 'node:http'
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express'
import { rateLimit } from 'express-rate-limit'
import helmet from 'helmet'
import type { Logger } from 'pino'
import { pinoHttp } from 'pino-http'
import { AppError } from '../errors.ts'
import type { Service } from '../service/service.ts'
import { authorize } from './auth.ts'
import { healthRoutes } from './health.ts'
import { openApiOf } from './openapi.ts'
import { problemOf } from './problem.ts'
import type { Route } from './route.ts'
import { investigationRoutes } from './routes/investigations.ts'
import { leadRoutes } from './routes/leads.ts'
import { lookUpRoutes } from './routes/look-ups.ts'
import { peopleRoutes } from './routes/people.ts'
import { recordRoutes } from './routes/records.ts'
import { roundRoutes } from './routes/rounds.ts'
import { viewRoutes } from './routes/views.ts'
import { workRoutes } from './routes/work.ts'

export type Door = { readonly apiKey: string | undefined; readonly logger: Logger; readonly requestsAMinute?: number }

const bodies = { usual: '256kb', records: '8mb' }

export function createApp(service: Service, { apiKey, logger, requestsAMinute = 6000 }: Door): Express {
  const app = express()
  app.disable('x-powered-by')
  app.set('query parser', 'simple')
  app.use(pinoHttp({ logger, redact: ['req.headers.authorization', 'req.headers.cookie'], quietReqLogger: true }))
  app.use(helmet())
  app.use(healthRoutes(service))
  app.use(
    rateLimit({
      windowMs: 60_000,
      limit: requestsAMinute,
      standardHeaders: 'draft-8',
      legacyHeaders: false,
      handler: tooMany,
    }),
  )
  const routes = routesOf(service)
  const document = openApiOf(routes)
  app.get('/openapi.json', (_request, response) => {
    response.json(document)
  })
  app.use('/v1', authorize(apiKey))
  app.use(readJson())
  app.use(refuseOtherThanJson)
  const router = express.Router()
  for (const route of routes) route.mount(router)
  app.use(router)
  app.use((request) => {
    throw new AppError('not_found', `there is no ${request.method} ${request.path}: /openapi.json lists the calls`)
  })
  app.use(failures(logger))
  return app
}

function routesOf(service: Service): Route[] {
  return [
    ...investigationRoutes(service),
    ...roundRoutes(service),
    ...viewRoutes(service),
    ...lookUpRoutes(service),
    ...leadRoutes(service),
    ...workRoutes(service),
    ...peopleRoutes(service),
    ...recordRoutes(service),
  ]
}

/** Records may be long: they hold what tools said. */
function readJson(): RequestHandler {
  const records = express.json({ limit: bodies.records, strict: true, verify: isText })
  const usual = express.json({ limit: bodies.usual, strict: true, verify: isText })
  return (request, response, next) => {
    const read = request.path.endsWith('/records') ? records : usual
    read(request, response, next)
  }
}

/** Bytes that are no text would be replaced without a word, and what is stored would not be what was sent. */
function isText(_request: IncomingMessage, _response: ServerResponse, body: Buffer): void {
  if (!isUtf8(body)) throw new Error('it is not in UTF-8')
}

/** A body of another type was not read: without this it would pass for none. */
const refuseOtherThanJson: RequestHandler = (request, _response, next) => {
  const sent = request.get('transfer-encoding') !== undefined || Number(request.get('content-length') ?? 0) > 0
  if (!sent || request.is('application/json')) return next()
  throw new AppError('invalid_request', 'content-type: send the body as application/json')
}

/** Everything that is thrown ends here. */
function failures(logger: Logger): ErrorRequestHandler {
  // oxlint-disable-next-line eslint/max-params -- Express knows an error handler by its four parameters
  return (error, _request, response, next) => {
    if (response.headersSent) return next(error)
    const problem = problemOf(error)
    if (problem.status >= 500) logger.error({ err: error }, problem.code)
    const retryAfter = problem['retryAfter']
    if (typeof retryAfter === 'number') response.set('Retry-After', String(retryAfter))
    else if (problem.status === 503) response.set('Retry-After', '5')
    response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem))
  }
}

function tooMany(): never {
  throw new AppError('too_many_requests', 'too many requests in this minute: wait, and ask less often')
}
