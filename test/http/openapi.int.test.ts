/** The description of the API: valid OpenAPI 3.1, whole, and true of what the service answers. */
import { afterAll, expect, test } from 'vitest'
import { z } from 'zod'
import { startTestService, type Call } from '../support/service.ts'
import { done, theCase } from '../service/tampering.ts'

afterAll(done)

const Content = z.record(z.string(), z.object({ schema: z.record(z.string(), z.unknown()) }))
const Operation = z.strictObject({
  operationId: z.string().regex(/^[A-Za-z_]+$/),
  summary: z.string().min(5),
  parameters: z
    .array(
      z.looseObject({
        in: z.enum(['path', 'query', 'header']),
        name: z.string(),
        required: z.boolean().optional(),
        schema: z.unknown(),
      }),
    )
    .default([]),
  requestBody: z.strictObject({ content: Content, required: z.boolean().optional() }).optional(),
  responses: z.record(z.string(), z.strictObject({ description: z.string(), content: Content })),
})
type Operation = z.infer<typeof Operation>
/** The parts of OpenAPI 3.1 that the document uses, strictly. */
const Document = z.strictObject({
  openapi: z.string().regex(/^3\.1\.\d+$/),
  info: z.strictObject({
    title: z.string(),
    version: z.string(),
    description: z.string(),
    license: z.strictObject({ name: z.string(), identifier: z.string() }),
  }),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  paths: z.record(z.string().startsWith('/'), z.partialRecord(z.enum(['get', 'post', 'patch']), Operation)),
  components: z.strictObject({
    schemas: z.record(z.string().regex(/^[A-Za-z]+$/), z.record(z.string(), z.unknown())),
    securitySchemes: z.strictObject({ key: z.strictObject({ type: z.literal('http'), scheme: z.literal('bearer') }) }),
  }),
})
type Document = z.infer<typeof Document>

async function documentOf(call: Call): Promise<Document> {
  return Document.parse((await call('GET', '/openapi.json')).body)
}

function operationsOf({ paths }: Document): { name: string; method: string; path: string; operation: Operation }[] {
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({
      name: `${method.toUpperCase()} ${path}`,
      method,
      path,
      operation,
    })),
  )
}

/** A shape of the document as a check: throws for a schema that is none. */
function shapeOf({ components }: Document, schema: Record<string, unknown>): z.ZodType {
  const text = JSON.stringify({ ...schema, $defs: components.schemas })
  return z.fromJSONSchema(JSON.parse(text.replaceAll('#/components/schemas/', '#/$defs/')))
}

const calls = [
  'GET /v1/investigations',
  'GET /v1/investigations/{id}',
  'GET /v1/investigations/{id}/entities',
  'GET /v1/investigations/{id}/hypotheses/{hypothesis}',
  'GET /v1/investigations/{id}/journal',
  'GET /v1/investigations/{id}/leads',
  'GET /v1/investigations/{id}/leads/{lead}',
  'GET /v1/investigations/{id}/phenomena',
  'GET /v1/investigations/{id}/rounds',
  'GET /v1/investigations/{id}/rounds/{round}',
  'GET /v1/investigations/{id}/rounds/{round}/replay',
  'GET /v1/investigations/{id}/timeline',
  'GET /v1/investigations/{id}/verify',
  'GET /v1/investigations/{id}/views/budget-status',
  'GET /v1/investigations/{id}/views/graph-overview',
  'GET /v1/investigations/{id}/views/marginal-yield',
  'GET /v1/investigations/{id}/views/source-coverage',
  'PATCH /v1/investigations/{id}',
  'POST /v1/investigations',
  'POST /v1/investigations/{id}/close',
  'POST /v1/investigations/{id}/hypotheses',
  'POST /v1/investigations/{id}/late-records/{seq}/adopt',
  'POST /v1/investigations/{id}/leads',
  'POST /v1/investigations/{id}/leads/{lead}/approve',
  'POST /v1/investigations/{id}/leads/{lead}/edit',
  'POST /v1/investigations/{id}/leads/{lead}/reject',
  'POST /v1/investigations/{id}/leads/{lead}/reopen',
  'POST /v1/investigations/{id}/phenomena/{phenomenon}/withdraw',
  'POST /v1/investigations/{id}/records',
  'POST /v1/investigations/{id}/reopen',
  'POST /v1/investigations/{id}/rounds',
  'POST /v1/investigations/{id}/sources',
  'POST /v1/leads/claim',
  'POST /v1/leads/{lead}/complete',
  'POST /v1/leads/{lead}/fail',
  'POST /v1/leads/{lead}/heartbeat',
  'POST /v1/leads/{lead}/records',
  'POST /v1/leads/{lead}/release',
]

test('it is OpenAPI 3.1 with nothing in it that does not belong there, and lists these calls', async () => {
  const { call } = await startTestService()
  expect(
    operationsOf(await documentOf(call))
      .map(({ name }) => name)
      .toSorted(),
  ).toEqual(calls)
})

test('every operation has its own id, declares what its path takes, and says how it answers and refuses', async () => {
  const { call } = await startTestService()
  const operations = operationsOf(await documentOf(call))
  expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(operations.length)
  for (const { name, method, path, operation } of operations) {
    const inPath = operation.parameters.filter((parameter) => parameter.in === 'path')
    expect(
      inPath.map((parameter) => parameter.name),
      name,
    ).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter))
    expect(
      inPath.every(({ required }) => required === true),
      name,
    ).toBe(true)
    expect(operation.requestBody === undefined, name).toBe(method === 'get')
    const { default: refused, ...answers } = operation.responses
    expect(Object.keys(refused?.content ?? {}), name).toEqual(['application/problem+json'])
    expect(Object.keys(answers), name).toEqual([expect.stringMatching(/^20[01]$/)])
  }
})

test('every reference resolves, and every schema is one that JSON Schema understands', async () => {
  const { call } = await startTestService()
  const document = await documentOf(call)
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(
    ([, name]) => name ?? '',
  )
  expect(references.length).toBeGreaterThan(30)
  expect(references.filter((name) => !(name in document.components.schemas))).toEqual([])
  for (const { operation } of operationsOf(document)) {
    const contents = [
      operation.requestBody?.content ?? {},
      ...Object.values(operation.responses).map(({ content }) => content),
    ]
    for (const { schema } of contents.flatMap((content) => Object.values(content))) shapeOf(document, schema)
  }
})

test('every call that it lists is served: it is the request that is refused, not the path', async () => {
  const { call } = await startTestService()
  for (const { name, method, path } of operationsOf(await documentOf(call))) {
    const to = `${path.replaceAll(/\{\w+\}/g, 'nothing')}?nothing=1`
    const reply = await call(method.toUpperCase(), to, method === 'get' ? undefined : { nothing: true })
    expect(reply, name).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
  }
})

test('what the service answers has the shape that it lists', async () => {
  const { call, id } = await theCase()
  const document = await documentOf(call)
  const { body } = await call('GET', `/v1/investigations/${id}/views/graph-overview`)
  const { sources, hypotheses } = z
    .object({ sources: z.array(z.object({ alias: z.string() })), hypotheses: z.array(z.object({ alias: z.string() })) })
    .parse(body)
  const { leads } = z
    .object({ leads: z.array(z.object({ id: z.uuid() })) })
    .parse((await call('GET', `/v1/investigations/${id}/leads`)).body)
  const names: Record<string, string> = {
    id,
    hypothesis: hypotheses[0]?.alias ?? '',
    lead: leads[0]?.id ?? '',
    round: '1',
  }
  const queries: Record<string, string> = {
    '/v1/investigations/{id}/phenomena': `?source=${sources[0]?.alias}`,
    '/v1/investigations': '?limit=3',
  }
  for (const { name, path, operation } of operationsOf(document).filter(({ method }) => method === 'get')) {
    const reply = await call(
      'GET',
      path.replaceAll(/\{(\w+)\}/g, (_, parameter: string) => names[parameter] ?? '') + (queries[path] ?? ''),
    )
    expect(reply.status, name).toBe(200)
    const schema = operation.responses['200']?.content['application/json']?.schema ?? {}
    expect(shapeOf(document, schema).safeParse(reply.body).error?.message, name).toBeUndefined()
  }
})

test('what is refused has the shape that it lists', async () => {
  const { call } = await startTestService()
  const document = await documentOf(call)
  const problem = shapeOf(document, document.components.schemas['Problem'] ?? {})
  for (const path of [
    '/v1/investigations/1',
    '/v1/nothing',
    '/v1/investigations/01a1fc04-183a-7753-bc24-d4fbf0b486ae',
  ]) {
    expect(problem.safeParse((await call('GET', path)).body).error?.message).toBeUndefined()
  }
})
