/** The settings reach Neo4j under the names that each way knows. */
import { expect, test } from 'vitest'
import { asConf, asEnvironment, containerSettings, jvmSettings } from '../../../src/graph/local/settings.ts'

const ports = { bolt: 40001, http: 40002 }

test('a JVM listens on loopback only, and says so to Browser', () => {
  const lines = asConf(jvmSettings(ports)).split('\n')
  expect(lines).toContain('server.default_listen_address=127.0.0.1')
  expect(lines).toContain('server.bolt.listen_address=127.0.0.1:40001')
  expect(lines).toContain('server.bolt.advertised_address=127.0.0.1:40001')
  expect(lines).toContain('server.http.listen_address=127.0.0.1:40002')
})

test('a container gets them as variables, with underscores doubled', () => {
  const variables = asEnvironment(containerSettings(ports))
  expect(variables).toContain('NEO4J_server_bolt_advertised__address=127.0.0.1:40001')
  expect(variables).toContain('NEO4J_dbms_security_allow__csv__import__from__file__urls=false')
  expect(variables).toContain('NEO4J_db_tx__log_preallocate=false')
})

test('in both, nothing is reported to anybody and no file can be read by a query', () => {
  for (const settings of [jvmSettings(ports), containerSettings(ports)]) {
    expect(settings['dbms.usage_report.enabled']).toBe('false')
    expect(settings['dbms.security.allow_csv_import_from_file_urls']).toBe('false')
  }
})
