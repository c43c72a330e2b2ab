/** Rounds over real HTTP: whatever a provider does, the round ends in time, in a decision or under its own code. */
import { afterEach, describe, expect, test } from 'vitest'
import type { Transcript } from '../../src/domain/transcript.ts'
import { openAiCompatible } from '../../src/models/openai-compatible.ts'
import {
  calls,
  cutOff,
  drip,
  endless,
  hang,
  hangUp,
  json,
  message,
  raw,
  refusal,
  scriptedProvider,
  type ScriptedProvider,
  status,
  type Step,
  text,
} from '../support/scripted-provider.ts'
import { bindings, codes, desk, done, ending, lead, outcome, play } from './round.ts'

let provider: ScriptedProvider
afterEach(() => provider.close())

type Setting = Omit<Parameters<typeof play>[0], 'model'>

async function against(steps: readonly Step[], setting: Setting = {}): Promise<Transcript> {
  provider = await scriptedProvider(...steps)
  const model = openAiCompatible({ name: 'test-model', baseUrl: provider.url, apiKey: 'secret' })
  return play({ model, ...setting })
}

const proposes = calls({ name: 'propose_lead', arguments: lead() })
const declares = calls({ name: 'declare_investigation_complete', arguments: done() })

describe('answers', () => {
  test('one proposal', async () => {
    const played = await against([proposes])
    expect(played.outcome).toEqual({ type: 'propose', leads: [lead()] })
    expect(played.usage).toEqual({ modelCalls: 1, toolCalls: 1, inputTokens: 1000, outputTokens: 50, estimated: false })
  })

  test('three parallel calls', async () => {
    const three = ['a', 'b', 'c'].map((artefact) => ({ name: 'propose_lead', arguments: lead({ artefact }) }))
    expect(outcome(await against([calls(...three)]))).toBe('propose 3')
  })

  test('a completion', async () => {
    expect(outcome(await against([declares], { desk: desk(ending) }))).toBe('complete all_hypotheses_resolved')
  })

  test('no call: asked again with only the two record tools', async () => {
    const played = await against([text('Let me think.'), proposes])
    expect(bindings(played)).toEqual(['all', 'record-only'])
    expect(provider.requests[0]?.tools).toHaveLength(11)
    expect(provider.requests[1]?.tools.map((tool) => tool.function.name)).toEqual([
      'propose_lead',
      'declare_investigation_complete',
    ])
  })

  test.each([
    ['cut JSON', '{"hypothesis":'],
    ['nothing', ''],
    ['an array', '[]'],
    ['null', 'null'],
    ['a string', '"propose"'],
  ])('arguments that are %s go back as OpenAI takes them, and the model can put them right', async (_, given) => {
    const played = await against([calls({ name: 'propose_lead', arguments: given }), proposes])
    expect(codes(played)).toEqual(['invalid_arguments', 'accepted'])
  })

  test('arguments that are an object instead of its JSON are read', async () => {
    const call = { id: 'a', type: 'function', function: { name: 'propose_lead', arguments: lead() } }
    expect(outcome(await against([message({ content: null, tool_calls: [call] }, 'tool_calls')]))).toBe('propose 1')
  })

  test('calls without ids, with the same id, of no known type and with a name that OpenAI refuses are all answered', async () => {
    const odd = message(
      {
        content: null,
        tool_calls: [
          { type: 'function', function: { name: 'leads', arguments: '{}' } },
          { id: 'x', type: 'function', function: { name: 'leads', arguments: '{}' } },
          { id: 'x', type: 'function', function: { name: 'leads', arguments: '{}' } },
          { id: 'y', type: 'custom', custom: { name: 'shell', input: 'ls' } },
          { id: 'z', type: 'function', function: { name: 'DROP TABLE `leads`;', arguments: '{}' } },
        ],
      },
      'tool_calls',
    )
    const played = await against([odd, proposes])
    expect(codes(played)).toEqual(['ok', 'ok', 'ok', 'unknown_tool', 'unknown_tool', 'accepted'])
  })

  test('a message with calls and no content at all is read', async () => {
    const call = { id: 'a', type: 'function', function: { name: 'propose_lead', arguments: JSON.stringify(lead()) } }
    const body = { choices: [{ message: { tool_calls: [call] }, finish_reason: null }], usage: null, error: null }
    expect(outcome(await against([json(body)]))).toBe('propose 1')
  })

  test('a message without a role and with its text in parts is read', async () => {
    const body = {
      choices: [{ message: { content: [{ type: 'text', text: 'So.' }], tool_calls: [] }, finish_reason: 'stop' }],
    }
    const played = await against([json(body), proposes])
    expect(played.turns[0]?.message?.content).toBe('So.')
    expect(outcome(played)).toBe('propose 1')
  })
})

describe('faults, each under its own code', () => {
  test.each<[string, string, Step[]]>([
    ['a refusal', 'model_refused', [refusal('I cannot help with that.')]],
    ['a filtered answer', 'model_refused', [message({ content: '' }, 'content_filter')]],
    ['empty choices', 'model_empty', [json({ choices: [] })]],
    ['no choices', 'model_empty', [json({ id: 'x' })]],
    ['an answer cut at the limit of tokens', 'model_truncated', [message({ content: 'The first thing' }, 'length')]],
    ['401', 'model_unauthorized', [status(401, 'Incorrect API key provided')]],
    ['403', 'model_unauthorized', [status(403, 'no access')]],
    ['404', 'model_not_found', [status(404, 'The model `test-model` does not exist')]],
    ['400', 'model_error', [status(400, 'context_length_exceeded')]],
    ['429 twice', 'model_rate_limited', [status(429, 'slow down', { 'retry-after': '0' }), status(429, 'slow down')]],
    ['500 twice', 'model_error', [status(500, 'upstream timed out', { 'retry-after': '0' }), status(500, 'boom')]],
    ['an error with status 200', 'model_error', [json({ error: { message: 'no provider available', code: 502 } })]],
    [
      'a web page',
      'model_not_json',
      [raw(200, '<!doctype html><title>Sign in</title>', { 'content-type': 'text/html' })],
    ],
    [
      'a web page with status 502',
      'model_error',
      [raw(502, '<html>', { 'content-type': 'text/html' }), raw(502, '<html>', { 'content-type': 'text/html' })],
    ],
    ['malformed JSON', 'model_not_json', [raw(200, '{"choices":[{')]],
    ['JSON that is no completion', 'model_not_json', [raw(200, '[1,2]')]],
    ['an answer cut off', 'model_cut_off', [cutOff, cutOff]],
    ['a connection closed without an answer', 'model_cut_off', [hangUp, hangUp]],
    ['an endless answer', 'answer_too_large', [endless]],
    ['a huge answer', 'answer_too_large', [text('x'.repeat(300_000))]],
    ['a redirection', 'model_error', [raw(307, '', { location: 'http://192.0.2.1/v1' })]],
  ])('%s: %s', async (_, code, steps) => {
    const played = await against(steps)
    expect(outcome(played)).toBe(`failed ${code}`)
    expect(provider.requests).toHaveLength(steps.length)
  })

  test.each<[string, Step]>([
    ['a dripping answer', drip],
    ['no answer', hang],
  ])('%s ends with the time of the round: out_of_time', async (_, step) => {
    const begun = performance.now()
    const played = await against([step], { limits: { seconds: 0.3 } })
    expect(outcome(played)).toBe('failed out_of_time')
    expect(performance.now() - begun).toBeLessThan(1_000)
  })

  test('nobody listens there: model_unreachable', async () => {
    provider = await scriptedProvider()
    await provider.close()
    const model = openAiCompatible({ name: 'test-model', baseUrl: provider.url })
    expect(outcome(await play({ model, limits: { seconds: 5 } }))).toBe('failed model_unreachable')
  })

  test('what the provider said is kept, in one line and not at length', async () => {
    const played = await against([status(401, `Incorrect API key provided: sk-${'x'.repeat(1000)}\nFind yours`)])
    expect(played.outcome.type === 'failed' && played.outcome.message).toMatch(
      /^the provider answered 401: Incorrect API key/,
    )
    expect(JSON.stringify(played.outcome).length).toBeLessThan(500)
  })

  test('the key is nowhere in the record', async () => {
    expect(JSON.stringify(await against([status(500, 'boom'), proposes]))).not.toContain('secret')
  })
})

describe('trying again', () => {
  test('a busy provider is asked once more after the wait that it asks for, counted as a model call', async () => {
    const begun = performance.now()
    const played = await against([status(429, 'slow down', { 'retry-after': '0.2' }), proposes])
    expect(outcome(played)).toBe('propose 1')
    expect(played.usage.modelCalls).toBe(2)
    expect(played.turns[0]).toMatchObject({ message: null, failure: { code: 'model_rate_limited', again: true } })
    expect(performance.now() - begun).toBeGreaterThan(200)
  })

  test('it is not asked again where the wait is longer than the round', async () => {
    const played = await against([status(429, 'slow down', { 'retry-after': '120' }), proposes])
    expect(outcome(played)).toBe('failed model_rate_limited')
    expect(provider.requests).toHaveLength(1)
  })

  test('nor where no model call is left', async () => {
    const played = await against([status(500, 'boom', { 'retry-after': '0' }), proposes], { limits: { modelCalls: 1 } })
    expect(outcome(played)).toBe('failed model_error')
    expect(provider.requests).toHaveLength(1)
  })

  test('a wait does not outlive the round', async () => {
    const steps = [status(429, 'slow down', { 'retry-after': '60' }), proposes]
    const played = await against(steps, { signal: AbortSignal.timeout(100) })
    expect(outcome(played)).toBe('failed aborted')
  })
})

describe('requests', () => {
  test('are not streamed, carry the key, and nothing that the environment holds', async () => {
    process.env['OPENAI_CUSTOM_HEADERS'] = 'x-surprise: yes'
    process.env['OPENAI_ORG_ID'] = 'org-surprise'
    await against([proposes])
    delete process.env['OPENAI_CUSTOM_HEADERS']
    delete process.env['OPENAI_ORG_ID']
    const [request] = provider.requests
    expect(request?.stream).toBe(false)
    expect(request?.headers.authorization).toBe('Bearer secret')
    expect(JSON.stringify(request?.headers)).not.toContain('surprise')
  })

  test('without a key of ours no key is sent, not even one from the environment', async () => {
    process.env['OPENAI_API_KEY'] = 'from the environment'
    provider = await scriptedProvider(proposes)
    await play({ model: openAiCompatible({ name: 'local', baseUrl: provider.url }) })
    delete process.env['OPENAI_API_KEY']
    expect(provider.requests[0]?.headers.authorization).toBeUndefined()
  })
})
