/** LangChain sends every conversation to a tracing service if the environment says so. Ours is not to, unasked. */

const tracing = /^(LANGSMITH_|LANGCHAIN_|LC_)/

/** Removes from an environment whatever LangChain would act on. Called once at start, unless tracing is switched on. */
export function clearTracing(environment: Record<string, string | undefined>): void {
  for (const name of Object.keys(environment)) {
    if (tracing.test(name)) Reflect.deleteProperty(environment, name)
  }
}
