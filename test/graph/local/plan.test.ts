/** The order of the ways, and what is said when there is none. */
import { expect, test } from 'vitest'
import { choosePlan, type Probes } from '../../../src/graph/local/plan.ts'
import { noNeo4j } from '../../../src/graph/local/three-ways.ts'

const java = { program: '/usr/bin/java', version: '17.0.15', build: '17.0.15+6', major: 17 }
const docker = { program: '/usr/bin/docker', version: '28.0.0', hasImage: true }
const jvm = { java, maven: '/usr/bin/mvn', hasJars: false, canRun: true }
const noDocker = { hasImage: false, problem: 'Docker is not installed.' }
const noJvm = { hasJars: false, canRun: true }

const wayOf = (probes: Probes, forced?: 'docker' | 'jvm') => choosePlan(probes, forced)?.way

test('Docker with the image goes first, then a JVM, then Docker that must fetch the image', () => {
  expect(choosePlan({ docker, jvm })).toStrictEqual({ way: 'docker', program: '/usr/bin/docker', pull: false })
  expect(choosePlan({ docker: { ...docker, hasImage: false }, jvm })).toStrictEqual({
    way: 'jvm',
    java,
    maven: '/usr/bin/mvn',
  })
  expect(choosePlan({ docker: { ...docker, hasImage: false }, jvm: noJvm })).toMatchObject({
    way: 'docker',
    pull: true,
  })
})

test('Docker that does not answer is none', () => {
  expect(wayOf({ docker: { ...docker, problem: 'Start it.' }, jvm })).toBe('jvm')
})

test('Maven is not needed where the jars are, Java always is', () => {
  expect(wayOf({ docker: noDocker, jvm: { java, hasJars: true, canRun: true } })).toBe('jvm')
  expect(wayOf({ docker: noDocker, jvm: { java, hasJars: false, canRun: true } })).toBeUndefined()
  expect(wayOf({ docker: noDocker, jvm: { maven: '/usr/bin/mvn', hasJars: true, canRun: true } })).toBeUndefined()
  expect(wayOf({ docker: noDocker, jvm: { ...jvm, canRun: false } })).toBeUndefined()
})

test('a forced way is taken, or none', () => {
  expect(wayOf({ docker, jvm }, 'jvm')).toBe('jvm')
  expect(wayOf({ docker: { ...docker, hasImage: false }, jvm }, 'docker')).toBe('docker')
  expect(wayOf({ docker: noDocker, jvm }, 'docker')).toBeUndefined()
  expect(wayOf({ docker, jvm: noJvm }, 'jvm')).toBeUndefined()
})

test('without a way, one message names all three and what each lacks', () => {
  const error = noNeo4j({ docker: noDocker, jvm: noJvm })
  expect(error.code).toBe('no_neo4j')
  expect(error.message.split('\n')).toStrictEqual([
    'No Neo4j to work with.',
    'There are three ways out:',
    '  1. An address: set NEO4J_URI (bolt://host:7687) and NEO4J_PASSWORD of any Neo4j 5.26 or later.',
    '  2. Docker. Here: Docker is not installed.',
    '  3. Java and Maven. Missing here: Java 17 or 21 (for example: apt install openjdk-17-jdk-headless, or brew install openjdk@21). Also: Maven, which fetches Neo4j (for example: apt install maven, or brew install maven).',
    '`strategist doctor` shows what was found.',
  ])
})
