/** Which Java is taken, from what `java -version` says. */
import { expect, test } from 'vitest'
import { parseVersion, ranked } from '../../../src/graph/local/java.ts'

const debian = `openjdk version "17.0.15" 2025-04-15
OpenJDK Runtime Environment (build 17.0.15+6-Debian-1deb12u1)
OpenJDK 64-Bit Server VM (build 17.0.15+6-Debian-1deb12u1, mixed mode, sharing)`

const temurin = `openjdk version "25" 2025-09-16 LTS
OpenJDK Runtime Environment Temurin-25+36 (build 25+36-LTS)
OpenJDK 64-Bit Server VM Temurin-25+36 (build 25+36-LTS, mixed mode, sharing)`

const java = (major: number) => ({ program: `/java/${major}`, version: `${major}`, build: `${major}`, major })

test('a version is read with its build, which names the class archive', () => {
  expect(parseVersion('/usr/bin/java', debian)).toStrictEqual({
    program: '/usr/bin/java',
    version: '17.0.15',
    build: '17.0.15+6-Debian-1deb12u1',
    major: 17,
  })
  expect(parseVersion('java', temurin)).toMatchObject({ version: '25', build: '25+36-LTS', major: 25 })
})

test('Java 8 calls itself 1.8, an early build adds a word, and another program says something else', () => {
  expect(parseVersion('java', 'java version "1.8.0_412"')?.major).toBe(8)
  expect(parseVersion('java', 'openjdk version "21-ea" 2023-09-19')?.major).toBe(21)
  expect(parseVersion('java', 'The operation couldn’t be completed. Unable to locate a Java Runtime.')).toBeUndefined()
})

test('supported versions go first in their order, later ones after them, earlier ones not at all', () => {
  const order = ranked([java(25), java(11), java(21), java(22), java(17)]).map(({ major }) => major)
  expect(order).toStrictEqual([21, 17, 22, 25])
})
